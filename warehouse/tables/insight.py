"""The cube behind the page."""

import sqlalchemy as sa

from warehouse.columns import Refresh, measure, table
from warehouse.tables.shared import brand_key, date_key, key_of, platform_key


def _weighted(name: str, zh: str, en: str, unit: str = "mentions", *, is_nullable: bool = False) -> sa.Column[float]:
    return measure(name, zh, en, unit, type_=sa.Double, is_nullable=is_nullable)


_POPULATIONS = (
    ("deduplicated", "去重声量", "volume without repeats"),
    ("organic", "自然声量(按权重)", "organic volume (by weight)"),
)
_KINDS = (
    ("positive", "正面", "Positive"),
    ("neutral", "中性", "Neutral"),
    ("negative", "负面", "Negative"),
    ("complaint", "投诉", "Complaints"),
)

fact_insight = table(
    "fact_insight",
    brand_key(),
    platform_key(),
    key_of("dim_topic.topic_key", "话题;-4 为合计,-1 为未分话题", "Topic; -4 is the total, -1 has no topic"),
    key_of("dim_aspect.aspect_key", "方面;-4 为合计", "Aspect; -4 is the total"),
    date_key(),
    _weighted("mention_count", "声量(话题行按权重)", "Volume (topic rows by weight)"),
    _weighted(
        "deduplicated_count",
        "去重声量:品牌内每组重复内容计一条,无文字的转发不计",
        "Volume without repeats: one per brand and duplicate group, bare reposts not counted",
    ),
    _weighted("organic_count", "自然声量", "Organic volume"),
    _weighted("positive_count", "正面", "Positive"),
    _weighted("neutral_count", "中性", "Neutral"),
    _weighted("negative_count", "负面", "Negative"),
    _weighted("abstained_count", "模型弃权", "Model declined"),
    _weighted("unjudged_count", "未判断(如无文字的转发)", "Not judged, such as a bare repost"),
    _weighted("complaint_count", "投诉", "Complaints"),
    _weighted(
        "engagement_count",
        "互动量(最近观测;全未知则为空)",
        "Engagement, latest known; NULL when none is known",
        "interactions",
        is_nullable=True,
    ),
    *(
        _weighted(
            f"{population}_{kind}_count",
            f"{kind_zh}中计入{population_zh}的部分;此列出现之前建的行为空",
            f"{kind_en}, as counted in {population_en}; NULL in rows built before the column existed",
            is_nullable=True,
        )
        for population, population_zh, population_en in _POPULATIONS
        for kind, kind_zh, kind_en in _KINDS
    ),
    zh="一行是一个品牌、平台、话题、方面、日的合计;话题键 -4 的行为总计,相加时只取其一层",
    en="One row is one brand, platform, topic, aspect and day; rows with topic -4 are totals: add up one level only",
    kind="rebuildable aggregate",
    key=("brand_key", "platform_key", "topic_key", "aspect_key", "date_key"),
    refresh=Refresh.DAY,
)

COUNTS = (
    "mention_count", "deduplicated_count", "organic_count", "positive_count", "neutral_count", "negative_count",
    "abstained_count", "unjudged_count", "complaint_count", "engagement_count",
    *(f"{population}_{kind}_count" for population, *_ in _POPULATIONS for kind, *_ in _KINDS),
)  # fmt: skip
"""Columns that add up over brands, platforms and days, and over topics within one level."""
