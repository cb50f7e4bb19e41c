"""`v_voice`: what most questions count by, on one row per content and brand, without text, account and counters.

An engine makes every join of a view, asked for or not. This one needs none but the small dimensions, and reads of
`fact_mention` only the days asked for: counting a week costs what it would from one flat file.
"""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_FACT, _REGION = t.fact_mention.c, t.dim_region.c

V_VOICE = View(
    name="v_voice",
    zh="一行是一条内容与其提到的一个品牌,只含计数所需的列:查得快;与提及视图逐行一致",
    en="One row is one content and one brand it mentions, with what is counted by: fast; row by row as in v_mention",
    source=(
        t.fact_mention.join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(t.dim_region, _REGION.region_key == _FACT.region_key)
    ),
    condition=_FACT.mention_count == 1,
    additive=("mention_count", "deduplicated_count", "organic_weight"),
    columns=(
        shown(_FACT.content_key),
        shared.day(_FACT.date_key),
        shown(_FACT.published_at),
        *shared.platform(),
        shown(_FACT.content_source, "source"),
        shown(_FACT.content_kind, "kind"),
        *shared.brand(),
        derived(
            "region",
            sa.func.coalesce(_REGION.province, _REGION.region),
            "作者当时的省份,或来源所写地区",
            "Author's province at the time, else the region as written",
        ),
        shown(_FACT.sentiment),
        shown(_FACT.is_complaint),
        shown(_FACT.is_army_suspect, "is_water_army"),
        shown(_FACT.mention_count),
        shown(_FACT.deduplicated_count),
        shown(_FACT.organic_count, "organic_weight"),
        shown(_FACT.author_key),
    ),
)
