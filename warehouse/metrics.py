"""The metric registry: one versioned definition per metric, read by answers, report, spreadsheet and dictionary.

A metric is a numerator and, for ratios, a denominator, each a sum of additive columns of `v_insight_day` with integer
weights. That one form is rendered as SQL (`Metric.sql`), computed in Python (`Metric.value`) and shipped to the page,
whose filters recompute it in the browser: three readers, one definition. Ratios are never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Terms = Mapping[str, int]
"""Additive column of `v_insight_day` -> weight: {"positive_count": 1, "negative_count": -1} is P - N."""

Number = int | float
Sums = Mapping[str, Number | None]
"""Summed columns; None is unknown."""

JUDGED: Terms = {"positive_count": 1, "neutral_count": 1, "negative_count": 1}
"""Mentions whose sentiment the engine was sure enough to state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One definition. Two metrics of the same `meaning` are variants; exactly one of them is the default."""

    name: str
    """Fixed identifier, used in SQL, JSON and file names."""
    zh: str
    """Chinese display name."""
    en: str
    """English display name."""
    meaning: str
    """What question it answers; variants of one question share it."""
    unit: Literal["count", "share", "balance", "ratio"]
    """count: items; share: 0..1; balance: -1..1; ratio: any quotient."""
    formula: str
    """The formula as a person reads it (Chinese)."""
    formula_en: str
    """The same in English."""
    numerator: Terms
    """What is summed."""
    denominator: Terms | None = None
    """What it is divided by; None for counts."""
    is_share_of_tracked: bool = False
    """True when the denominator is summed over all tracked brands instead of the brand itself."""
    up_is_good: bool | None = None
    """True or False when a rise is plainly good or bad news for the brand; None when it depends."""
    population: str = "与品牌相关的全部提及（含转发）"
    """Which mentions are counted."""
    source: str
    """Where the formula comes from."""
    version: str = "1"
    """Raised when the formula changes, so that figures of two definitions are never compared silently."""
    is_default: bool = True
    """Whether this variant is the one shown when only the meaning is named."""

    @property
    def numerator_sql(self) -> str:
        """The numerator as an aggregate expression over `v_insight_day`."""
        return _sum_sql(self.numerator)

    @property
    def denominator_sql(self) -> str | None:
        """The denominator likewise; over all tracked brands when `is_share_of_tracked`."""
        return None if self.denominator is None else _sum_sql(self.denominator)

    @property
    def sql(self) -> str:
        """The metric as one SQL expression; NULL where the denominator is 0.

        A share of tracked brands uses a window, so the query must be grouped by brand (and hold tracked brands only).
        """
        if self.denominator_sql is None:
            return self.numerator_sql
        whole = self.denominator_sql
        if self.is_share_of_tracked:
            whole = f"sum({whole}) over ()"
        return f"1.0 * ({self.numerator_sql}) / nullif({whole}, 0)"

    def value(self, sums: Sums, tracked: Sums | None = None) -> Number | None:
        """The metric from summed columns; None when a needed sum is unknown or the denominator is 0.

        `tracked` holds the sums over all tracked brands and is needed by shares of them only.
        """
        top = _total(self.numerator, sums)
        if self.denominator is None:
            return top
        bottom = _total(self.denominator, (tracked or {}) if self.is_share_of_tracked else sums)
        return None if top is None or not bottom else top / bottom


def _sum_sql(terms: Terms) -> str:
    pieces = [f"{'-' if weight < 0 else '+'} {_weighted(column, abs(weight))}" for column, weight in terms.items()]
    return " ".join(pieces).removeprefix("+ ")


def _weighted(column: str, weight: int) -> str:
    return f"sum({column})" if weight == 1 else f"{weight} * sum({column})"


def _total(terms: Terms, sums: Sums) -> Number | None:
    total: Number = 0
    for column, weight in terms.items():
        part = sums.get(column)
        if part is None:
            return None
        total += weight * part
    return total


METRICS: tuple[Metric, ...] = (
    Metric(
        name="mention_volume", zh="声量", en="Mentions", meaning="volume", unit="count",
        formula="提及条数；一条内容多次提到同一品牌算一次；含转发",
        formula_en="texts mentioning the brand; several mentions in one text count once; reposts included",
        numerator={"mention_count": 1}, source="数说故事《声量》; KAWO",
    ),
    Metric(
        name="deduplicated_volume", zh="去重声量", en="De-duplicated mentions", meaning="volume", unit="count",
        formula="品牌内每组近似重复内容只算一条；无文字的转发不计",
        formula_en="one per brand and group of near-duplicates; reposts without words not counted",
        numerator={"deduplicated_count": 1}, population="品牌在每个近似重复组中的第一条；无文字的转发除外",
        source="本项目", is_default=False,
    ),
    Metric(
        name="organic_volume", zh="自然声量", en="Organic mentions", meaning="volume", unit="count",
        formula="按自然权重加总，疑似水军降权", formula_en="sum of organic weights; suspected water army counts less",
        numerator={"organic_count": 1}, population="全部提及，按自然权重", source="本项目", is_default=False,
    ),
    Metric(
        name="net_sentiment", zh="净情感", en="Net sentiment", meaning="net_sentiment", unit="balance",
        formula="（正面 − 负面）÷（正面 + 中性 + 负面）",
        formula_en="(positive - negative) / (positive + neutral + negative)",
        numerator={"positive_count": 1, "negative_count": -1}, denominator=JUDGED, up_is_good=True,
        population="已判定情感的提及；模型弃权的不计", source="Black Box; Symanto",
    ),
    Metric(
        name="net_sentiment_polar", zh="净情感（仅正负）", en="Net sentiment, polar", meaning="net_sentiment",
        unit="balance",
        formula="（正面 − 负面）÷（正面 + 负面）", formula_en="(positive - negative) / (positive + negative)",
        numerator={"positive_count": 1, "negative_count": -1}, denominator={"positive_count": 1, "negative_count": 1},
        up_is_good=True, population="判定为正面或负面的提及", source="KAWO《社媒声量指标说明》", is_default=False,
    ),
    Metric(
        name="positive_share", zh="正面占比", en="Positive share", meaning="positive_share", unit="share",
        formula="正面 ÷（正面 + 中性 + 负面）", formula_en="positive / (positive + neutral + negative)",
        numerator={"positive_count": 1}, denominator=JUDGED, up_is_good=True,
        population="已判定情感的提及", source="数说故事",
    ),
    Metric(
        name="negative_share", zh="负面占比", en="Negative share", meaning="negative_share", unit="share",
        formula="负面 ÷（正面 + 中性 + 负面）", formula_en="negative / (positive + neutral + negative)",
        numerator={"negative_count": 1}, denominator=JUDGED, up_is_good=False,
        population="已判定情感的提及", source="数说故事",
    ),
    Metric(
        name="share_of_voice", zh="声量份额", en="Share of voice", meaning="share_of_voice", unit="share",
        formula="品牌声量 ÷ 全部监测品牌声量之和", formula_en="brand mentions / mentions of all tracked brands",
        numerator={"mention_count": 1}, denominator={"mention_count": 1}, is_share_of_tracked=True,
        population="全部监测品牌的提及；同时提到两个品牌的内容各算一次", source="Sprout Social",
    ),
    Metric(
        name="negative_share_of_voice", zh="负面声量份额", en="Negative share of voice",
        meaning="negative_share_of_voice", unit="share",
        formula="品牌负面 ÷ 全部监测品牌负面之和", formula_en="brand negatives / negatives of all tracked brands",
        numerator={"negative_count": 1}, denominator={"negative_count": 1}, is_share_of_tracked=True,
        up_is_good=False, population="全部监测品牌判定为负面的提及", source="本项目",
    ),
    Metric(
        name="complaint_count", zh="投诉数", en="Complaints", meaning="complaint_count", unit="count",
        formula="被识别为投诉的提及条数", formula_en="mentions recognised as complaints",
        numerator={"complaint_count": 1}, up_is_good=False,
        population="投诉平台的单子与帖子中识别出的投诉", source="本项目",
    ),
    Metric(
        name="complaint_share", zh="投诉占比", en="Complaint share", meaning="complaint_share", unit="share",
        formula="投诉数 ÷ 声量", formula_en="complaints / mentions",
        numerator={"complaint_count": 1}, denominator={"mention_count": 1}, up_is_good=False, source="本项目",
    ),
    Metric(
        name="engagement", zh="互动量", en="Engagement", meaning="engagement", unit="count",
        formula="点赞 + 评论 + 转发（+ 收藏），取最近一次观测；阅读与播放不计",
        formula_en="likes + comments + shares (+ favourites), latest observation; views not counted",
        numerator={"engagement_count": 1}, population="互动数已知的提及", source="KAWO",
    ),
    Metric(
        name="engagement_per_mention", zh="篇均互动", en="Engagement per mention", meaning="engagement_per_mention",
        unit="ratio", formula="互动量 ÷ 声量", formula_en="engagement / mentions",
        numerator={"engagement_count": 1}, denominator={"mention_count": 1}, source="KAWO",
    ),
    Metric(
        name="abstention_rate", zh="弃权率", en="Abstention rate", meaning="abstention_rate", unit="share",
        formula="模型弃权 ÷（正面 + 中性 + 负面 + 弃权）",
        formula_en="abstained / (positive + neutral + negative + abstained)",
        numerator={"abstained_count": 1}, denominator={**JUDGED, "abstained_count": 1},
        population="情感模型读过的提及", source="本项目",
    ),
)  # fmt: skip
"""Every metric of the product."""

BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}
"""The registry by name."""


def default_of(meaning: str) -> Metric:
    """The one default metric of a meaning. Raises KeyError for a meaning that no metric has."""
    for metric in METRICS:
        if metric.meaning == meaning and metric.is_default:
            return metric
    raise KeyError(meaning)
