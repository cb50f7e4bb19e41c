"""`v_sentiment_history`: every version's verdicts with the time they were the ones in use."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.tables.models import HUMAN
from warehouse.views.sentiment import V_SENTIMENT
from warehouse.views.view import View, derived, shown

_SAID, _USE, _MODEL = t.fact_sentiment.c, t.model_use.c, t.dim_model.c

V_SENTIMENT_HISTORY = View(
    name="v_sentiment_history",
    zh="一行是一个版本的一条判断及其被采用的一段时间;查某时刻所知须限定 known_from <= 时刻 < known_until,人工更正优先",
    en="One row is one verdict of one version and a span of time in which it was in use; for what was known at a moment"
    " ask for known_from <= moment < known_until, a person's correction first",
    source=V_SENTIMENT.source.join(t.model_use, _USE.model_key == _SAID.model_key),
    columns=(
        *(column for column in V_SENTIMENT.columns if column.name not in V_SENTIMENT.additive),
        shown(_USE.used_from, "known_from"),
        shown(_USE.used_until, "known_until"),
        derived("is_by_person", sa.case((_MODEL.engine == HUMAN, True), else_=False), "是否人工更正", "By a person"),
    ),
)
