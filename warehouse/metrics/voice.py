"""Whose voice is loudest among the tracked brands, by whatever is counted."""

from warehouse.metrics.definition import Definition
from warehouse.metrics.sums import Metric

_TRACKED = "全部监测品牌的提及；同时提到两个品牌的内容各算一次"
_TRACKED_EN = "mentions of all tracked brands; one about two of them counts for each"


def _share(
    name: str, zh: str, en: str, column: str, what: str, what_en: str, source: str = "Sprout; blabla.ai SOV", *,
    view: str = "v_insight_day", is_own: bool = False, is_default: bool = False, is_starter: bool = False,
    population: str = "", population_en: str = "",
) -> Metric:  # fmt: skip
    return Metric(
        name=name, zh=zh, en=en, meaning="share_of_voice", unit="share", view=view,
        formula=f"品牌{what} ÷ 全部监测品牌{what}之和", formula_en=f"brand {what_en} / {what_en} of all tracked brands",
        numerator={column: 1}, denominator={column: 1}, is_share_of_tracked=True,
        population=_TRACKED + population, population_en=_TRACKED_EN + population_en, source=source,
        evidence="own" if is_own else "vendor", is_default=is_default, is_starter=is_starter,
    )  # fmt: skip


FAMILY: tuple[Definition, ...] = (
    _share("share_of_voice", "声量份额", "Share of voice", "mention_count", "声量", "mentions",
           is_default=True, is_starter=True),
    _share("share_of_voice_deduplicated", "声量份额（去重）", "Share of voice, de-duplicated", "deduplicated_count",
           "去重声量", "de-duplicated mentions", "本项目", is_own=True),
    _share("share_of_voice_organic", "声量份额（自然）", "Share of voice, organic", "organic_count", "自然声量",
           "organic mentions", "本项目", is_own=True),
    _share("share_of_engagement", "互动份额", "Share of engagement", "engagement_count", "互动量", "engagement",
           population="；限互动数已知者", population_en="; where engagement is known"),
    _share("share_of_reach", "触达份额", "Share of reach", "reach_count", "潜在触达", "potential reach",
           view="v_mention_measure", population="；限粉丝数已知者",
           population_en="; where the author's followers are known"),
    Metric(
        name="negative_share_of_voice", zh="负面声量份额", en="Negative share of voice",
        meaning="negative_share_of_voice", unit="share", formula="品牌负面声量 ÷ 全部监测品牌负面声量之和",
        formula_en="brand negative mentions / negative mentions of all tracked brands",
        numerator={"negative_count": 1}, denominator={"negative_count": 1}, is_share_of_tracked=True, up_is_good=False,
        population=_TRACKED, population_en=_TRACKED_EN, abstentions="excluded", source="本项目", evidence="own",
    ),
    Metric(
        name="positive_share_of_voice", zh="正面声量份额", en="Positive share of voice",
        meaning="positive_share_of_voice", unit="share", formula="品牌正面声量 ÷ 全部监测品牌正面声量之和",
        formula_en="brand positive mentions / positive mentions of all tracked brands",
        numerator={"positive_count": 1}, denominator={"positive_count": 1}, is_share_of_tracked=True, up_is_good=True,
        population=_TRACKED, population_en=_TRACKED_EN, abstentions="excluded", source="本项目", evidence="own",
    ),
)  # fmt: skip
"""Shares of voice by mentions, engagement and reach, and of each tone."""
