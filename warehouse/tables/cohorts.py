"""How long customers who came in the same month stay, and how soon they buy again."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table

ENDINGS = ("lost", "second_purchase")
"""What a customer of a cohort is followed to."""


def _share(name: str, zh: str, en: str) -> sa.Column[float]:
    return measure(name, zh, en, "share", type_=sa.Double)


fact_cohort_month = table(
    "fact_cohort_month",
    column("cohort", sa.Date, "首购月份(首日)", "Month of the first purchase (its first day)", merge=Merge.KEY),
    column("ending", sa.String, "所观察的结果:lost 流失、second_purchase 第二次购买",
           "What is waited for: lost, second_purchase", merge=Merge.KEY, one_of=ENDINGS),
    column("age_months", sa.BigInteger, "首购后满几个月", "Whole months since the first purchase", unit="months",
           merge=Merge.KEY, minimum=0),
    measure("customer_count", "该批客户数", "Customers of the cohort", "customers", is_nullable=False),
    measure("at_risk_count", "该月初仍在观察且未发生的客户数",
            "Customers still observed to whom it had not happened when the month of age began", "customers",
            is_nullable=False),
    measure("ending_count", "该月龄内发生的客户数", "Customers to whom it happened in that month of age", "customers",
            is_nullable=False),
    _share("survival", "至此尚未发生的比例(Kaplan-Meier,未完者按删失计)",
           "Share to whom it has not happened by then (Kaplan-Meier, those still open censored)"),
    _share("survival_low", "该比例 95% 区间下限;无事件或全部发生时为空", "Lower end of its 95% interval; or NULL"),
    _share("survival_high", "该比例 95% 区间上限;无事件或全部发生时为空", "Upper end of its 95% interval; or NULL"),
    zh="一行是同月首购的一批客户在一个月龄上的一种结果",
    en="One row is one cohort of first purchases at one age in months, for one ending",
    kind="aggregate",
    key=("cohort", "ending", "age_months"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
