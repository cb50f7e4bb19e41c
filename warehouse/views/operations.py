"""`v_event` and `v_coverage`."""

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, shown

_EVENT = t.dim_campaign.c

V_EVENT = View(
    name="v_event",
    zh="一行是一个品牌的一次活动或事件",
    en="One row is one campaign or event of one brand",
    source=t.dim_campaign.join(t.dim_brand, t.dim_brand.c.brand_key == _EVENT.brand_key),
    condition=_EVENT.campaign_key > 0,
    columns=(*shared.brand(), *(shown(_EVENT[name]) for name in ("name", "begins_on", "ends_on", "kind"))),
)

_COVERED = [
    "source",
    "source_title",
    "query",
    "run_id",
    "started_at",
    "ended_at",
    "outcome",
    "page_count",
    "row_count",
    "mention_count",
    "author_count",
    "refused_count",
    "skipped_count",
    "is_capped",
    "missing_estimate_count",
    "window_from",
    "window_to",
    "message",
]

V_COVERAGE = View(
    name="v_coverage",
    zh="一行是一次运行对一个来源的一个查询的采集",
    en="One row is one run's gathering of one query of one source",
    source=t.fact_coverage,
    additive=("page_count", "row_count", "mention_count", "author_count", "refused_count", "skipped_count"),
    columns=tuple(shown(t.fact_coverage.c[name]) for name in _COVERED),
)
