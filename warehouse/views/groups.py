"""`v_risk_register`, `v_tier_migration` and `v_cohort`: what the months of customers say of all of them together."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.tables.customermonths import RISKS
from warehouse.views.view import View, derived, shown

HIGH_RISK = 0.5
"""From here on a risk counts as high, as in crm.stage.register."""
RISK_NAMES = dict(zip(RISKS, ("获取风险", "满意风险", "信用风险", "流失风险", "挽留风险", "沟通风险"), strict=True))
"""Risk -> its Chinese name."""
_MONTH = t.fact_customer_month.c


def _of_risk(risk: str) -> sa.Select[Any]:
    told = _MONTH[risk]
    worth = told * sa.cast(_MONTH.clv, sa.Double)
    return sa.select(
        _MONTH.month,
        sa.literal(risk).label("risk"),
        sa.literal(RISK_NAMES[risk]).label("risk_name"),
        sa.func.count().label("customer_count"),
        sa.func.count(told).label("known_count"),
        sa.func.sum(told).label("risk_sum"),
        sa.func.count(sa.case((told >= HIGH_RISK, 1))).label("high_count"),
        sa.func.sum(worth).label("value_at_risk"),
        sa.func.count(worth).label("valued_count"),
    ).group_by(_MONTH.month)


_REGISTER = sa.union_all(*(_of_risk(risk) for risk in RISKS)).subquery("register").c

V_RISK_REGISTER = View(
    name="v_risk_register",
    zh="一行是一个月的一种客户关系风险;六种都列,无人知晓的为 0 人。各行计的是同一批客户,不可相加",
    en="One row is one risk of customer relationships in one month, all six of them, known or not; never add them",
    source=_REGISTER.month.table,
    columns=(
        derived("month", _REGISTER.month, "月份(首日)", "Month (its first day)"),
        derived("risk", _REGISTER.risk, "风险代号", "Risk"),
        derived("risk_name", _REGISTER.risk_name, "风险名称", "Its Chinese name"),
        derived("customer_count", _REGISTER.customer_count, "客户数", "Customers", unit="customers"),
        derived("known_count", _REGISTER.known_count, "风险已知的客户数", "Customers of known risk", unit="customers"),
        derived("risk_sum", _REGISTER.risk_sum, "风险之和;除以已知客户数为平均风险",
                "Sum of the risks; over the known customers it is the mean", unit="customers"),
        derived("high_count", _REGISTER.high_count, "高风险(不低于 0.5)客户数", "Customers of a risk of 0.5 or more",
                unit="customers"),
        derived("value_at_risk", _REGISTER.value_at_risk, "风险×终身价值之和(元)",
                "Sum of risk times lifetime value, in yuan", unit="CNY"),
        derived("valued_count", _REGISTER.valued_count, "风险与终身价值均已知的客户数",
                "Customers of whom risk and lifetime value are known", unit="customers"),
    ),
)  # fmt: skip


def _moves() -> Any:
    now, before = t.fact_customer_month.alias("now").c, t.fact_customer_month.alias("before").c
    follows = sa.and_(
        now.customer_id == before.customer_id,
        now.month == sa.cast(before.month + sa.text("INTERVAL '1' MONTH"), sa.Date),
    )
    tier_from, tier_to = (sa.func.coalesce(each.tier, "unknown") for each in (before, now))
    counted = (
        sa.select(
            now.month,
            tier_from.label("tier_from"),
            tier_to.label("tier_to"),
            sa.func.count().label("customer_count"),
        )
        .select_from(now.month.table.join(before.month.table, follows))
        .group_by(now.month, tier_from, tier_to)
        .subquery("counted")
    )
    of_tier = sa.func.sum(counted.c.customer_count).over(partition_by=(counted.c.month, counted.c.tier_from))
    total = sa.cast(of_tier, sa.BigInteger).label("tier_from_count")
    return sa.select(*counted.c, total).subquery("moves").c


_MOVES = _moves()

V_TIER_MIGRATION = View(
    name="v_tier_migration",
    zh="一行是从上月某层级到本月某层级的客户数;只计连续两月都有的客户,层级未知记为 unknown",
    en="One row is the customers of one tier last month and one this month; only those of both months",
    source=_MOVES.month.table,
    additive=("customer_count",),
    columns=(
        derived("month", _MOVES.month, "月份(首日),即后一个月", "Month (its first day), the later one"),
        derived("tier_from", _MOVES.tier_from, "上月层级", "Tier of the month before"),
        derived("tier_to", _MOVES.tier_to, "本月层级", "Tier of the month"),
        derived("customer_count", _MOVES.customer_count, "客户数", "Customers", unit="customers"),
        derived("tier_from_count", _MOVES.tier_from_count, "上月该层级的客户数,即转移率的分母",
                "Customers of that tier the month before: the denominator of the rate", unit="customers"),
    ),
)  # fmt: skip

V_COHORT = View(
    name="v_cohort",
    zh="一行是同月首购的一批客户在一个月龄上的留存或复购(生存曲线)",
    en="One row is one cohort of first purchases at one age: how many are not lost, or have not bought again",
    source=t.fact_cohort_month,
    additive=("ending_count",),
    columns=tuple(shown(column) for column in t.fact_cohort_month.columns),
)
