"""`v_alert` and `v_alert_spreader`."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_ALERT, _SPREADER, _TYPE = t.fact_alert.c, t.fact_alert_spreader.c, t.dim_complaint_type.c
_OPENED, _PEAK, _CLOSED = (t.dim_date.alias(name) for name in ("opened", "peak", "closed"))
_TYPE_NAME = sa.select(sa.func.min(_TYPE.name)).where(_TYPE.complaint_type == _ALERT.complaint_type).scalar_subquery()

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
        .join(t.dim_product, t.dim_product.c.product_key == _ALERT.product_key)
        .join(t.dim_content, t.dim_content.c.content_key == _ALERT.content_key)
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
        shown(_ALERT.kind),
        shown(_ALERT.began_at),
        shown(_ALERT.opened_at),
        shown(_ALERT.peak_at),
        shown(_ALERT.closed_at),
        shown(_ALERT.shifted_at),
        shown(_ALERT.first_own_post_at),
        derived(
            "product",
            sa.case((_ALERT.product_key > 0, t.dim_product.c.name)),
            "主要涉及的产品;未集中于某一产品则为空",
            "Main product; NULL where none stands out",
        ),
        shown(_ALERT.complaint_type),
        derived("complaint_type_name", _TYPE_NAME, "主要投诉类型", "Main type of complaint, in Chinese"),
        shown(_ALERT.army_negative_count),
        shown(_ALERT.judged_count),
        shown(_ALERT.voice_count),
        shown(_ALERT.reach_count),
        shown(_ALERT.reach_known_count),
        shown(_ALERT.half_life_hours),
        shown(t.dim_content.c.mention_id),
        shown(_ALERT.reasons),
        shown(_ALERT.swarm_alert_id),
    ),
)

V_ALERT_SPREADER = View(
    name="v_alert_spreader",
    zh="一行是一段群体警报中的一个主要传播账号(至多十个)",
    en="One row is one of the accounts that spread a swarm most (ten at most)",
    source=(
        t.fact_alert_spreader.join(t.dim_brand, t.dim_brand.c.brand_key == _SPREADER.brand_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _SPREADER.platform_key)
        .join(t.dim_author, t.dim_author.c.author_key == _SPREADER.author_key)
    ),
    additive=("negative_count",),
    columns=(
        shown(_SPREADER.alert_id),
        shown(_SPREADER.rank),
        *shared.brand(),
        *shared.platform(),
        *shared.author(),
        shown(t.dim_author.c.tier),
        shown(_SPREADER.first_at),
        shown(_SPREADER.negative_count),
        shown(_SPREADER.follower_count),
        shown(_SPREADER.engagement_count),
    ),
)
