"""What decisions stand on: improvements, credits, books of points, rules, offers, scorecards, programmes."""

from collections.abc import Iterator

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.sql import yes
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, derived, shown

_IMPROVE = t.fact_improvement.c
_OWN = ("brand_key", "product_key", "aspect_key", "customer_key", "month", "date_key")


def _rest(fact: sa.Table) -> Iterator[ViewColumn]:
    return (shown(column) for column in fact.columns if column.name not in _OWN)


def _of_brands(name: str, zh: str, en: str, fact: sa.Table) -> View:
    """A fact as it is, with the brand's id and name in place of its key."""
    return View(
        name=name, zh=zh, en=en,
        source=fact.join(t.dim_brand, t.dim_brand.c.brand_key == fact.c.brand_key),
        columns=(shown(fact.c.month), *shared.brand(), *_rest(fact)),
    )  # fmt: skip


V_IMPROVEMENT = View(
    name="v_improvement",
    zh="一行是一个品牌、产品、月份的一个方面及其改进次序;含品牌合计行与产品行,不可相加",
    en="One row is one aspect of one brand, product and month with its place in what to improve; totals and parts",
    source=(
        t.fact_improvement.join(t.dim_brand, t.dim_brand.c.brand_key == _IMPROVE.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _IMPROVE.product_key)
        .join(t.dim_aspect, t.dim_aspect.c.aspect_key == _IMPROVE.aspect_key)
    ),
    columns=(
        shown(_IMPROVE.month),
        *shared.brand(),
        shared.product_or_all(_IMPROVE.product_key),
        derived("is_total", yes(_IMPROVE.product_key == ALL), "是否品牌合计(不分产品)", "Whether over all products"),
        shown(t.dim_aspect.c.aspect),
        shown(t.dim_aspect.c.name, "aspect_name"),
        *_rest(t.fact_improvement),
    ),
)

V_ATTRIBUTION = _of_brands(
    "v_attribution",
    "一行是一个品牌、月份的订单按一种规则归于一个渠道的部分;同一规则内归因订单数可相加",
    "One row is the part of a brand's orders of a month that one rule credits to one channel; adds up within a rule",
    t.fact_attribution,
)

V_LOYALTY_MONTH = View(
    name="v_loyalty_month",
    zh="一行是一个会员计划一个月的积分账",
    en="One row is one month of one programme's books of points",
    source=t.fact_loyalty_month,
    additive=("earned_points", "redeemed_points", "expired_points", "adjusted_points"),
    columns=(shown(t.fact_loyalty_month.c.month), *_rest(t.fact_loyalty_month)),
)

V_ASSOCIATION = _of_brands(
    "v_association",
    "一行是截至月末的一年中一个品牌的一条关联规则",
    "One row is one association rule of one brand in the year up to the month's end",
    t.fact_association,
)

V_RECOMMENDATION = _of_brands(
    "v_recommendation",
    "一行是给一位已授权客户的一件推荐",
    "One row is one offer for one customer who agreed",
    t.fact_recommendation,
)

V_SCORECARD = _of_brands(
    "v_scorecard",
    "一行是一个品牌、月份的平衡计分卡的一个指标或合计;含合计,不可相加",
    "One row is one indicator of a brand's scorecard of a month, or a total; totals and parts, never add",
    t.fact_scorecard,
)

V_PROGRAMME_MONTH = _of_brands(
    "v_programme_month",
    "一行是一个项目一个月的投入、收益与至当月的回报",
    "One row is one programme's month: cost, benefit, and its return to date",
    t.fact_programme_month,
)
