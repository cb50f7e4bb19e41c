"""`v_alert`, `v_event` and `v_coverage`."""

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_ALERT, _EVENT = t.fact_alert.c, t.dim_campaign.c
_OPENED, _PEAK, _CLOSED = (t.dim_date.alias(name) for name in ("opened", "peak", "closed"))

V_ALERT = View(
    name="v_alert",
    zh="一行是一段警报",
    en="One row is one alert episode",
    source=(
        t.fact_alert.join(t.dim_brand, t.dim_brand.c.brand_key == _ALERT.brand_key)
        .join(_OPENED, _OPENED.c.date_key == _ALERT.date_key)
        .join(_PEAK, _PEAK.c.date_key == _ALERT.peak_date_key)
        .join(_CLOSED, _CLOSED.c.date_key == _ALERT.closed_date_key)
        .join(t.dim_topic, t.dim_topic.c.topic_key == _ALERT.topic_key)
    ),
    additive=("negative_count",),
    columns=(
        shown(_ALERT.alert_id),
        *shared.brand(),
        derived("opened_on", _OPENED.c.day, "开启日", "Day opened"),
        derived("peak_on", _PEAK.c.day, "峰值日", "Day of the peak"),
        derived("closed_on", _CLOSED.c.day, "结束日;仍在持续则为空", "Day closed; NULL while open"),
        shown(_ALERT.state),
        shown(_ALERT.negative_count),
        shown(_ALERT.peak_negative_count),
        shown(_ALERT.baseline_negative_count),
        *shared.topic(),
        shown(_ALERT.severity),
    ),
)

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
