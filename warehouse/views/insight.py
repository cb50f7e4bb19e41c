"""`v_insight_day` and `v_insight_topic_day`: the cube, one level each."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.tables.insight import COUNTS
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, shown

_FACT = t.fact_insight.c
_DIMENSIONS = (
    t.fact_insight.join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
    .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
    .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
)


def _whole(name: str) -> ViewColumn:
    """A total as a whole number; only organic volume and its parts are weighted sums even there."""
    column = shown(_FACT[name])
    if name.startswith("organic_"):
        return column
    return ViewColumn(name=name, expression=sa.cast(_FACT[name], sa.BigInteger), meaning=column.meaning)


V_INSIGHT_DAY = View(
    name="v_insight_day",
    zh="一行是一个品牌、平台、日的合计",
    en="One row is the total of one brand, platform and day",
    source=_DIMENSIONS,
    condition=sa.and_(_FACT.topic_key == ALL, _FACT.aspect_key == ALL),
    additive=COUNTS,
    columns=(shared.day(_FACT.date_key), *shared.platform(), *shared.brand(), *(_whole(name) for name in COUNTS)),
)

V_INSIGHT_TOPIC_DAY = View(
    name="v_insight_topic_day",
    zh="一行是一个品牌、平台、话题、日;按话题权重,各话题之和即合计",
    en="One row is one brand, platform, topic and day, weighted so that topics add up to the total",
    source=_DIMENSIONS.join(t.dim_topic, t.dim_topic.c.topic_key == _FACT.topic_key),
    condition=sa.and_(_FACT.topic_key != ALL, _FACT.aspect_key == ALL),
    additive=COUNTS,
    columns=(
        shared.day(_FACT.date_key),
        *shared.platform(),
        *shared.brand(),
        *shared.topic(),
        *(shown(_FACT[name]) for name in COUNTS),
    ),
)
