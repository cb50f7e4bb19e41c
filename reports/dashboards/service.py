"""投诉与意见领袖: what people complain about and how it is answered, who speaks and whose word spreads."""

from reports.dashboards import charts, tables
from reports.dashboards.dashboard import Dashboard, Place, Section

_COMPLAINT = "v_complaint"
_MINUTES = ",.0f"

_TILES = (
    charts.tile("service_count", "投诉数", "v_mention_measure", "total_complaint_count"),
    charts.tile("service_share", "投诉占比", "v_insight_day", "complaint_share"),
    charts.tile("service_reply_rate", "投诉回复率", "v_mention_measure", "reply_rate"),
    charts.tile("service_resolution_rate", "投诉了结率", "v_mention_measure", "resolution_rate"),
    charts.tile("service_first_reply", "回复中位分钟", _COMPLAINT, "first_reply_median"),
    charts.tile("service_resolution", "解决中位分钟", _COMPLAINT, "resolution_median"),
)

_COURSE = (
    charts.bars(
        "service_types", "投诉走势（按周、类型）", _COMPLAINT, "week_text", ["total_complaint_count"],
        of="complaint_type_name",
    ),
    charts.area(
        "service_backlog", "每日未结投诉", "v_backlog", "total_open_day_count", "state_zh",
        note="只含看得到处理过程的投诉",
    ),
)  # fmt: skip

_CAUSES = (
    charts.heat(
        "service_products", "产品 × 投诉类型", _COMPLAINT, "complaint_type_name", "product", "total_complaint_count",
        note="数字是条数，颜色是在该产品投诉中的分量；点格子即筛选下方明细，右键可钻取详情", only="product IS NOT NULL",
    ),
    tables.rows(
        "service_root_causes", "投诉根因（过去一年）", "v_root_cause",
        ["brand", "product", "theme_name", "complaint_count", "expected_count", "lift", "lift_low", "lift_high",
         "q_value"],
        order="lift", limit=50, only="q_value < 0.05",
        formats={"expected_count": ",.1f", "lift": ".2f", "lift_low": ".2f", "lift_high": ".2f", "q_value": ".3f"},
        note="提升度大于 1：该产品的这类投诉多于按总体推算；只列校正 q < 0.05 者；说明哪里偏多，不说明原因",
    ),
)  # fmt: skip

_HANDLED = (
    tables.grouped(
        "service_platforms", "各平台的处理", _COMPLAINT, ["platform_name"],
        ["total_complaint_count", "first_reply_median", "first_reply_p90", "resolution_median"],
        note="分钟；看不到过程的平台空着",
    ),
    tables.rows(
        "service_months", "服务每月", "v_service_period",
        ["month", "brand", "milestone_zh", "complaint_count", "ended_count", "median_minutes", "p90_minutes",
         "within_24h_share", "late_count"],
        order="month", only="is_total",
        formats={"median_minutes": _MINUTES, "p90_minutes": _MINUTES, "within_24h_share": ".0%"},
        note="Kaplan-Meier：仍在等待者也计入，等不到中位数时空着；月份按其一号落入期间",
    ),
)  # fmt: skip

_COMPLAINTS = tables.rows(
    "service_rows", "投诉明细", _COMPLAINT,
    ["opened_at_text", "brand", "product", "platform_name", "channel_zh", "complaint_type_name", "theme_name",
     "severity", "status_zh", "reply_minutes", "resolution_minutes", "link"],
    order="severity", limit=1000,
    formats={"severity": ".2f", "reply_minutes": _MINUTES, "resolution_minutes": _MINUTES},
    note="最严重者在前；不含正文，请点“原文”",
)  # fmt: skip

_LEADERS = (
    tables.grouped(
        "leaders_list", "意见领袖", "v_influencer", ["author_name", "platform_name", "tier_zh", "author_id"],
        ["total_engagement_count", "total_mention_count", "total_repost_count", "total_positive_count",
         "total_negative_count"],
        limit=200, note="所选各周相加，按互动量；名字已打码，代号是不可逆的假名",
    ),
    charts.ring("leaders_tiers", "声量按粉丝层级", "v_influencer", "tier_zh", "total_mention_count"),
)  # fmt: skip

_MOVERS = (
    tables.rows(
        "leaders_movers", "谁拉低了净情感", "v_sentiment_mover",
        ["period_end", "brand", "author_name", "platform_name", "topic", "own_points", "caused_points", "points"],
        order="points", is_falling=False, only="points < 0 AND author_id IS NOT NULL",
        formats={"own_points": "+.2f", "caused_points": "+.2f", "points": "+.2f"},
        note="对净情感周变化的贡献（百分点）：自己所说与由其转发带动",
    ),
    tables.rows(
        "leaders_cascades", "最大的转发树", "v_cascade",
        ["day", "brand", "platform_name", "author_name", "repost_count", "author_count", "depth", "breadth",
         "half_life_minutes", "mention_id"],
        order="repost_count", formats={"repost_count": ",d", "half_life_minutes": _MINUTES},
        note="未采到的转发不在树里，层数是下限",
    ),
)  # fmt: skip

_WATCHED = (
    charts.bars(
        "leaders_watch", "关注账号的发声（按周、理由）", "v_watch", "week_text", ["total_mention_count"],
        of="reason_zh",
    ),
    tables.rows(
        "leaders_spreaders", "警报的传播者", "v_alert_spreader",
        ["first_at_text", "brand", "author_name", "platform_name", "tier_zh", "follower_count", "negative_count",
         "engagement_count"],
        order="negative_count", formats={"follower_count": ",d", "engagement_count": ",d"},
    ),
)  # fmt: skip

SERVICE = Dashboard(
    slug="complaints-influencers",
    title="投诉与意见领袖",
    description="投诉、处理与传播 Complaints and influencers: about what, how handled, who spreads it",
    filtered="v_insight_day",
    sections=(
        Section("投诉处理得怎么样", (tuple(Place(tile, 2, 22) for tile in _TILES),)),
        Section("投诉走势", ((Place(_COURSE[0], 7), Place(_COURSE[1], 5)),)),
        Section(
            "为什么投诉",
            (
                (Place(_CAUSES[0], 6, 60), Place(_CAUSES[1], 6, 60)),
                (Place(_HANDLED[0], 5, 60), Place(_HANDLED[1], 7, 60)),
            ),
        ),
        Section("投诉明细", ((Place(_COMPLAINTS, 12, 64),),)),
        Section(
            "意见领袖",
            (
                (Place(_LEADERS[0], 8, 56), Place(_LEADERS[1], 4, 56)),
                (Place(_MOVERS[0], 6, 64), Place(_MOVERS[1], 6, 64)),
                (Place(_WATCHED[0], 5, 60), Place(_WATCHED[1], 7, 60)),
            ),
        ),
    ),
)
