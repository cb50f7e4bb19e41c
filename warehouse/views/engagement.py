"""`v_engagement`: how counters grew."""

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_SEEN, _ROW, _CONTENT = t.fact_engagement.c, t.fact_mention.c, t.dim_content.c
_DELTAS = ("like_delta", "comment_delta", "share_delta", "favorite_delta", "view_delta")

V_ENGAGEMENT = View(
    name="v_engagement",
    zh="一行是一条内容的一次计数观测与其提到的一个品牌;增量可相加,累计值不可跨观测相加",
    en="One row is one observation of one content's counters and one brand it mentions; what came since the last"
    " observation adds up, counts so far never do over observations",
    source=(
        t.fact_engagement.join(t.fact_mention, _ROW.content_key == _SEEN.content_key)
        .join(t.dim_content, _CONTENT.content_key == _SEEN.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _SEEN.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _SEEN.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _ROW.brand_key)
    ),
    condition=_ROW.mention_count == 1,
    additive=("observation_count", *_DELTAS),
    columns=(
        shown(_SEEN.content_key),
        shown(_CONTENT.mention_id),
        shared.day(_SEEN.date_key, "观测日(北京时间)", "Day seen (Asia/Shanghai)"),
        shown(_SEEN.observed_at),
        shown(_SEEN.source),
        *shared.platform(),
        *shared.brand(),
        shown(_CONTENT.kind),
        shown(_ROW.published_at),
        shown(_SEEN.age_hours),
        shown(_SEEN.is_latest),
        shown(_SEEN.is_mature),
        shown(_SEEN.is_at_72h),
        *(
            shown(_SEEN[f"{name}_count"], f"{name}_total")
            for name in ("like", "comment", "share", "favorite", "view", "engagement")
        ),
        shown(_SEEN.count_precision),
        *(shown(_SEEN[name]) for name in _DELTAS),
        derived(
            "observation_count",
            _ROW.mention_count,
            "观测次数,恒为 1:按品牌可相加",
            "Observations, always 1: adds up per brand",
            unit="observations",
        ),
    ),
)
