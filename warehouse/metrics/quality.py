"""How far the figures can be trusted: what was refused, and how often people agree with the model."""

from warehouse.metrics.definition import Definition
from warehouse.metrics.sums import Metric

FAMILY: tuple[Definition, ...] = (
    Metric(
        name="refusal_rate", zh="拒收率", en="Refusal rate", meaning="refusal_rate", unit="share", view="v_coverage",
        formula="拒收行数 ÷（提及数 + 拒收行数）", formula_en="rows refused / (mentions + rows refused)",
        numerator={"refused_count": 1}, denominator={"mention_count": 1, "refused_count": 1}, up_is_good=False,
        population="采集运行读到的行", population_en="rows read by gathering runs", source="本项目", evidence="own",
    ),
    Metric(
        name="model_agreement", zh="人机一致率", en="Agreement with people", meaning="model_agreement", unit="share",
        view="v_correction", formula="人与模型判断一致的条数 ÷ 人工判断数",
        formula_en="verdicts on which people and the model agree / verdicts by people", numerator={"agreed_count": 1},
        denominator={"correction_count": 1}, up_is_good=True, abstentions="counted",
        population="人工判断过的提及，含非随机抽取者：只能作参考，估计错误率用校正口径",
        population_en="mentions people judged, also those not drawn at random: a hint, not an error rate",
        source="本项目", evidence="own",
    ),
)  # fmt: skip
"""Of the gathering, and of the sentiment model."""
