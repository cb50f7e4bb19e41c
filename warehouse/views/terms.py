"""`v_term_day`: the words a brand is spoken of in."""

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, shown

_FACT = t.fact_term_day.c

V_TERM_DAY = View(
    name="v_term_day",
    zh="一行是一个品牌的内容里一个词在一天、一种情感下的出现;一条内容含多个词,不可跨词相加",
    en="One row is one word in what was said of one brand on one day in one tone; never add over words",
    source=t.fact_term_day.join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key).join(
        t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key
    ),
    columns=(
        shared.day(_FACT.date_key),
        *shared.brand(),
        shown(_FACT.term),
        shown(_FACT.tone),
        shown(_FACT.mention_count),
        shown(_FACT.author_count),
    ),
)
