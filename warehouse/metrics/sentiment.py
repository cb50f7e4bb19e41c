"""How people feel: rival formulas, twins without repeats or water army, and figures without the model's errors."""

from warehouse.metrics.correction import NET
from warehouse.metrics.definition import Definition
from warehouse.metrics.estimate import EstimateMetric
from warehouse.metrics.sums import JUDGED, Metric, Terms

_NET: Terms = {"positive_count": 1, "negative_count": -1}
_JUDGED = "已判定情感的提及；模型弃权的不计"
_JUDGED_EN = "mentions whose sentiment was judged; abstentions left out"
_READ = "情感模型读过的提及，含弃权"
_READ_EN = "mentions the sentiment model read, abstentions included"
_SAMPLE = "情感模型读过的提及；错误率取自随机抽取的人工判断，少于 50 条则不给"
_SAMPLE_EN = "mentions the model read; error rates from people's verdicts on a random sample, withheld below 50"
_STRATA = "Cochran, Sampling Techniques (1977), 5A.9"
_TWINS = (
    ("deduplicated", "去重", "de-duplicated", "去重声量内", "within the de-duplicated volume"),
    ("organic", "自然", "organic", "按自然权重", "by organic weight"),
)


def _within(population: str, terms: Terms) -> Terms:
    return {f"{population}_{column}": weight for column, weight in terms.items()}


FAMILY: tuple[Definition, ...] = (
    Metric(
        name="net_sentiment", zh="净情感", en="Net sentiment", meaning="net_sentiment", unit="balance",
        formula="（正面 − 负面）÷（正面 + 中性 + 负面）",
        formula_en="(positive - negative) / (positive + neutral + negative)",
        numerator=_NET, denominator=JUDGED, up_is_good=True, population=_JUDGED, population_en=_JUDGED_EN,
        abstentions="excluded", source="Black Box; Symanto", evidence="vendor", is_starter=True,
    ),
    Metric(
        name="net_sentiment_polar", zh="净情感（仅正负）", en="Net sentiment, polar", meaning="net_sentiment",
        unit="balance", formula="（正面 − 负面）÷（正面 + 负面）",
        formula_en="(positive - negative) / (positive + negative)",
        numerator=_NET, denominator={"positive_count": 1, "negative_count": 1}, up_is_good=True,
        population="判定为正面或负面的提及", population_en="mentions judged positive or negative",
        abstentions="excluded", source="KAWO《社媒声量指标说明》", evidence="vendor", is_default=False,
    ),
    Metric(
        name="net_sentiment_of_all", zh="净情感（占全部声量）", en="Net sentiment of all mentions",
        meaning="net_sentiment", unit="balance", formula="（正面 − 负面）÷ 声量",
        formula_en="(positive - negative) / mentions",
        numerator=_NET, denominator={"mention_count": 1}, up_is_good=True, abstentions="counted",
        population="全部提及，含弃权与未判断", population_en="all mentions, abstained and unjudged ones included",
        source="Symanto; Black Box", evidence="vendor", is_default=False,
    ),
    *(
        Metric(
            name=f"net_sentiment_{name}", zh=f"净情感（{zh}）", en=f"Net sentiment, {en}", meaning="net_sentiment",
            unit="balance", formula=f"{where}的（正面 − 负面）÷（正面 + 中性 + 负面）",
            formula_en=f"(positive - negative) / (positive + neutral + negative), {where_en}",
            numerator=_within(name, _NET), denominator=_within(name, JUDGED), up_is_good=True,
            population=f"{where}，{_JUDGED}", population_en=f"{where_en}: {_JUDGED_EN}", abstentions="excluded",
            source="本项目", evidence="own", is_default=False,
        )
        for name, zh, en, where, where_en in _TWINS
    ),
    EstimateMetric(
        name="net_sentiment_corrected", zh="净情感（校正模型误差）", en="Net sentiment, error-corrected",
        meaning="net_sentiment", unit="balance", method="post_stratified", scores=NET, up_is_good=True,
        formula="Σ 各判定类条数 × 该类随机样本人工评分均值 ÷ Σ 各判定类条数；附 95% 区间",
        formula_en="mean of what people said about a random sample, weighted by the model's verdict; 95% interval",
        population=_SAMPLE, population_en=_SAMPLE_EN, abstentions="counted", source=_STRATA, evidence="published",
        is_default=False,
    ),
    Metric(
        name="positive_share", zh="正面占比", en="Positive share", meaning="positive_share", unit="share",
        formula="正面 ÷（正面 + 中性 + 负面）", formula_en="positive / (positive + neutral + negative)",
        numerator={"positive_count": 1}, denominator=JUDGED, up_is_good=True, population=_JUDGED,
        population_en=_JUDGED_EN, abstentions="excluded", source="数说故事", evidence="vendor",
    ),
    Metric(
        name="neutral_share", zh="中性占比", en="Neutral share", meaning="neutral_share", unit="share",
        formula="中性 ÷（正面 + 中性 + 负面）", formula_en="neutral / (positive + neutral + negative)",
        numerator={"neutral_count": 1}, denominator=JUDGED, population=_JUDGED, population_en=_JUDGED_EN,
        abstentions="excluded", source="数说故事", evidence="vendor",
    ),
    Metric(
        name="negative_share", zh="负面占比", en="Negative share", meaning="negative_share", unit="share",
        formula="负面 ÷（正面 + 中性 + 负面）", formula_en="negative / (positive + neutral + negative)",
        numerator={"negative_count": 1}, denominator=JUDGED, up_is_good=False, population=_JUDGED,
        population_en=_JUDGED_EN, abstentions="excluded", source="数说故事", evidence="vendor", is_starter=True,
    ),
    Metric(
        name="negative_share_of_all", zh="负面占比（占全部声量）", en="Negative share of all mentions",
        meaning="negative_share", unit="share", formula="负面 ÷ 声量", formula_en="negative / mentions",
        numerator={"negative_count": 1}, denominator={"mention_count": 1}, up_is_good=False, abstentions="counted",
        population="全部提及，含弃权与未判断", population_en="all mentions, abstained and unjudged ones included",
        source="数说故事", evidence="vendor", is_default=False,
    ),
    *(
        Metric(
            name=f"negative_share_{name}", zh=f"负面占比（{zh}）", en=f"Negative share, {en}",
            meaning="negative_share", unit="share", formula=f"{where}的负面 ÷（正面 + 中性 + 负面）",
            formula_en=f"negative / (positive + neutral + negative), {where_en}",
            numerator=_within(name, {"negative_count": 1}), denominator=_within(name, JUDGED), up_is_good=False,
            population=f"{where}，{_JUDGED}", population_en=f"{where_en}: {_JUDGED_EN}", abstentions="excluded",
            source="本项目", evidence="own", is_default=False,
        )
        for name, zh, en, where, where_en in _TWINS
    ),
    EstimateMetric(
        name="negative_share_corrected", zh="负面占比（校正模型误差）", en="Negative share, error-corrected",
        meaning="negative_share", unit="share", method="post_stratified", up_is_good=False,
        scores={"positive": 0, "neutral": 0, "negative": 1},
        formula="Σ 各判定类条数 × 该类随机样本中人判为负面的比例 ÷ Σ 各判定类条数；附 95% 区间",
        formula_en="share people call negative in a random sample, weighted by the model's verdict; 95% interval",
        population=_SAMPLE, population_en=_SAMPLE_EN, abstentions="counted", source=_STRATA, evidence="published",
        is_default=False,
    ),
    EstimateMetric(
        name="negative_share_adjusted", zh="负面占比（Rogan-Gladen）", en="Negative share, Rogan-Gladen",
        meaning="negative_share", unit="share", method="rogan_gladen", up_is_good=False,
        scores={"positive": 0, "neutral": 0, "negative": 1},
        formula="（模型负面比例 + 特异度 − 1）÷（灵敏度 + 特异度 − 1），限于 0 至 1；附 95% 区间",
        formula_en="(model's share + specificity - 1) / (sensitivity + specificity - 1), within 0 and 1; 95% interval",
        population=_SAMPLE, population_en=_SAMPLE_EN, abstentions="counted",
        source="Rogan & Gladen, Am. J. Epidemiology 107(1), 1978; Forman, DMKD 17, 2008", evidence="published",
        is_default=False,
    ),
    Metric(
        name="experience_score", zh="体验分", en="Experience score", meaning="experience_score", unit="points",
        formula="（100 × 正面 + 50 × 中性 + 0 × 负面）÷（正面 + 中性 + 负面）",
        formula_en="(100 x positive + 50 x neutral + 0 x negative) / (positive + neutral + negative)",
        numerator={"positive_count": 100, "neutral_count": 50}, denominator=JUDGED, up_is_good=True,
        population=_JUDGED, population_en=_JUDGED_EN, abstentions="excluded",
        source="Sprinklr Standard PI Metrics", evidence="vendor",
    ),
    Metric(
        name="positive_negative_ratio", zh="正负比", en="Positive to negative", meaning="positive_negative_ratio",
        unit="ratio", formula="正面 ÷ 负面", formula_en="positive / negative", numerator={"positive_count": 1},
        denominator={"negative_count": 1}, up_is_good=True, population="判定为正面或负面的提及",
        population_en="mentions judged positive or negative", abstentions="excluded", source="本项目", evidence="own",
    ),
    Metric(
        name="abstention_rate", zh="弃权率", en="Abstention rate", meaning="abstention_rate", unit="share",
        formula="模型弃权 ÷（正面 + 中性 + 负面 + 弃权）",
        formula_en="abstained / (positive + neutral + negative + abstained)",
        numerator={"abstained_count": 1}, denominator={**JUDGED, "abstained_count": 1}, population=_READ,
        population_en=_READ_EN, abstentions="counted", source="本项目", evidence="own",
    ),
    Metric(
        name="judged_share", zh="情感覆盖率", en="Judged share", meaning="judged_share", unit="share",
        formula="（正面 + 中性 + 负面）÷ 声量", formula_en="(positive + neutral + negative) / mentions",
        numerator=JUDGED, denominator={"mention_count": 1}, abstentions="counted", source="本项目", evidence="own",
    ),
)  # fmt: skip
"""Net sentiment and shares of tone, each with its rivals and twins."""
