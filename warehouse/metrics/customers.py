"""What customers say when asked, and how often a sale ends in a complaint. Needs orders and surveys of one's own."""

from warehouse.metrics.definition import Definition
from warehouse.metrics.sums import Metric

_VIEW = "v_brand_day"

FAMILY: tuple[Definition, ...] = (
    Metric(
        name="complaint_rate", zh="投诉率（每千单）", en="Complaints per 1,000 orders", meaning="complaint_rate",
        unit="per_1000", view=_VIEW, formula="1000 × 投诉数 ÷ 订单数", formula_en="1000 x complaints / orders",
        numerator={"complaint_count": 1000}, denominator={"order_count": 1}, up_is_good=False,
        population="同一时期的投诉与已付款且未取消的订单；只知监测到的投诉",
        population_en="complaints gathered and orders of the same time; orders paid for and not called off",
        source="本项目", evidence="own",
    ),
    Metric(
        name="nps", zh="净推荐值 NPS", en="Net promoter score", meaning="nps", unit="balance", view=_VIEW,
        formula="（9–10 分人数 − 0–6 分人数）÷ 有得分的作答数；只来自问卷，绝不由文字推断",
        formula_en="(answers of 9 or 10 - answers of 0 to 6) / scored answers; from surveys, never from texts",
        numerator={"promoter_count": 1, "detractor_count": -1}, denominator={"nps_count": 1}, up_is_good=True,
        population="有得分的 NPS 作答", population_en="scored answers to NPS",
        source="Reichheld, The One Number You Need to Grow, HBR 12/2003", evidence="published",
    ),
    Metric(
        name="csat", zh="满意率 CSAT", en="Customer satisfaction", meaning="csat", unit="share", view=_VIEW,
        formula="得分不低于满分八成的作答 ÷ 有得分的作答数",
        formula_en="answers of at least four fifths of the scale / scored answers",
        numerator={"satisfied_count": 1}, denominator={"csat_count": 1}, up_is_good=True,
        population="有得分的 CSAT 作答", population_en="scored answers to CSAT", source="3chat.ai; hao.ren8",
        evidence="vendor",
    ),
)  # fmt: skip
"""Complaints per order, net promoter score, satisfaction."""
