"""品牌健康: how much is said about a brand, in what tone, where, about what, and by whom."""

from reports.dashboards import charts, tables
from reports.dashboards.dashboard import Dashboard, Place, Section

_DAY = "v_insight_day"
_TONES = ("total_positive_count", "total_neutral_count", "total_negative_count")

_TILES = (
    charts.tile("brand_volume", "声量", _DAY, "mention_volume"),
    charts.tile("brand_net_sentiment", "净情感", _DAY, "net_sentiment"),
    charts.tile("brand_negative_share", "负面占比", _DAY, "negative_share"),
    charts.tile("brand_complaint_share", "投诉占比", _DAY, "complaint_share"),
    charts.tile("brand_engagement", "互动量", _DAY, "engagement"),
    charts.tile("brand_authors", "发声人数", "v_mention_measure", "author_count"),
)

_VOICE = (
    charts.curve(
        "brand_curve", "声量与净情感（按日）", _DAY, ["mention_volume"], "net_sentiment",
        note="柱为声量，线为净情感；右键某日可钻取详情",
    ),
    charts.bars(
        "brand_share_of_voice", "声量份额与负面声量份额", _DAY, "brand", ["share_of_voice", "negative_share_of_voice"],
        sort="share_of_voice", is_stacked=False, is_lying=True, form=".0%", of_all_brands=True,
        note="分母是全部监测品牌，所以不受“品牌”筛选影响",
    ),
)  # fmt: skip

_COMPARED = (
    tables.grouped(
        "brand_compared", "品牌对比", _DAY, ["brand"],
        ["mention_volume", "share_of_voice", "net_sentiment", "negative_share", "complaint_share",
         "engagement_per_mention", "judged_share"],
        of_all_brands=True, note="不受“品牌”筛选影响；情感覆盖率是有情感判断的声量占比",
    ),
    charts.bars(
        "brand_platforms", "各平台的情感构成", _DAY, "platform_name", _TONES, sort=_TONES[-1], is_share=True,
        note="点击平台即筛选全页（含下方帖子）",
    ),
)  # fmt: skip

_ABOUT = (
    charts.bars(
        "brand_topics", "话题与情感", "v_insight_topic_day", "topic", _TONES, sort=_TONES[-1], is_lying=True,
        only="topic IS NOT NULL", note="按负面数排列；一条内容按权重分到各话题；点击话题即筛选下方帖子",
    ),
    charts.bars(
        "brand_aspects", "方面评价", "v_aspect", "aspect_name", _TONES, sort=_TONES[-1], is_lying=True,
        note="按负面数排列；一条内容可评价多个方面；右键可钻取每条评价",
    ),
)  # fmt: skip

_WHO = (
    charts.ring(
        "brand_emotions", "情绪", "v_mention", "emotion_zh", "total_mention_count", only="emotion <> 'neutral'",
        note="只含看得出情绪的内容",
    ),
    charts.ring("brand_classes", "内容类别", "v_mention", "content_class_zh", "total_mention_count"),
    charts.bars(
        "brand_survey", "净推荐值与满意率（按月）", "v_brand_day", "month_text", ["nps", "csat"], is_stacked=False,
        form=".0%", note="只来自问卷，绝不由文字推断；没有问卷的月份空着",
    ),
)  # fmt: skip

_ALERTS = tables.rows(
    "brand_alerts", "警报", "v_alert",
    ["opened_at_text", "brand", "kind_zh", "state_zh", "topic", "product", "complaint_type_name", "peak_negative_count",
     "baseline_negative_count", "reach_count", "half_life_hours"],
    order="peak_negative_count", note="峰值日负面最多者在前：群体警报先于单帖",
    formats={"half_life_hours": ",.1f", "baseline_negative_count": ",.1f", "reach_count": ",d"},
)  # fmt: skip

_POSTS = tables.rows(
    "brand_posts", "帖子明细", "v_mention",
    ["published_at_text", "platform_name", "brand", "product", "kind_zh", "sentiment_zh", "topic", "author_name",
     "author_tier_zh", "engagement_count", "link"],
    order="engagement_count", limit=1000, formats={"engagement_count": ",d"}, only="engagement_count IS NOT NULL",
    note="按互动量，互动数未知者不列；不含标题与正文，请点“原文”",
)  # fmt: skip

BRAND_HEALTH = Dashboard(
    slug="brand-health",
    title="品牌健康",
    description="声量、情感、话题与警报 Brand health: volume, sentiment, topics, alerts",
    filtered=_DAY,
    sections=(
        Section("这段时间怎么样", (tuple(Place(tile, 2, 22) for tile in _TILES),)),
        Section(
            "声量与份额", ((Place(_VOICE[0], 8), Place(_VOICE[1], 4)), (Place(_COMPARED[0], 6), Place(_COMPARED[1], 6)))
        ),
        Section("在说什么", ((Place(_ABOUT[0], 7, 52), Place(_ABOUT[1], 5, 52)),)),
        Section("谁在说、有多满意", (tuple(Place(chart, 4) for chart in _WHO),)),
        Section("警报与原文", ((Place(_ALERTS, 12, 60),), (Place(_POSTS, 12, 64),))),
    ),
)
