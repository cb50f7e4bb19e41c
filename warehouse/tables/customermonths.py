"""What is reckoned of each customer month by month, and what is done about it."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.firstparty import MONEY, customer_id, customer_key
from warehouse.tables.shared import brand_key, date_key, flag, instant, product_key, text

LOYALTY_MEASURES = (
    "repeat_order_count", "decision_days", "price_sensitivity", "competitor_attitude", "fault_tolerance",
    "category_spend",
)  # fmt: skip
"""The six measures of loyalty, in the order of the textbooks (忠诚六测)."""
RISKS = (
    "acquisition_risk", "satisfaction_risk", "credit_risk", "churn_risk", "retention_risk", "communication_risk"
)  # fmt: skip
"""The six risks of a customer relationship."""


def _amount(name: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(name, f"{zh}(元)", f"{en}, in yuan", "CNY", type_=MONEY)


def _index(name: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(name, f"{zh};指数,不可与金额相加", f"{en}; an index, never added to money", "index", type_=sa.Double)


def _risk(name: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(name, f"{zh} 0-1", f"{en}, 0 to 1", "share", type_=sa.Double)


def _score(letter: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(
        f"{letter}_score", f"{zh}五分位,5 最好", f"{en}, quintile, 5 is best", "points", minimum=1, maximum=5
    )


fact_customer_month = table(
    "fact_customer_month",
    customer_key("客户(月末的版本)", "Customer, in the version of the month's end"),
    column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY),
    date_key("月末日", "Last day of the month"),
    customer_id(),
    measure("order_count", "当月订单数", "Orders of the month", "orders"),
    _amount("net_amount", "当月净额", "Net amount of the month"),
    measure("contact_count", "当月服务联系次数", "Service contacts of the month", "contacts"),
    measure("complaint_count", "当月投诉数", "Complaints of the month", "complaints"),
    measure("recency_days", "距最近一次购买的天数", "Days since the last purchase", "days", minimum=0, type_=sa.Double),
    measure("frequency", "截至月末的购买次数", "Purchases up to the month's end", "orders", minimum=0),
    _amount("monetary", "截至月末的购买额", "Money spent up to the month's end"),
    _score("r", "最近购买", "Recency"),
    _score("f", "购买次数", "Frequency"),
    _score("m", "购买额", "Money"),
    measure("p_alive", "仍为活跃客户的概率", "Probability of being alive", "share", type_=sa.Double),
    measure("expected_order_count", "未来预期订单数", "Orders expected", "orders", type_=sa.Double),
    _amount("clv", "客户终身价值", "Customer lifetime value"),
    _amount("crv", "推荐价值", "Customer referral value"),
    _amount("civ", "影响者价值(不含自身价值)", "Customer influencer value, without the own lifetime value"),
    _index("ckv_index", "知识价值", "Customer knowledge value"),
    _amount("profit", "扣除服务成本后的利润", "Profit after the cost to serve"),
    measure("share_of_wallet_proxy", "客户份额(社交数据代理)", "Share of wallet (proxy)", "share", type_=sa.Double),
    text("customer_class", "客户状态:非、潜在、目标、现实、流失", "Class: non, potential, target, actual, lost"),
    text("stage", "关系阶段:考察、形成、稳定、退化", "Stage: exploration, build-up, maturity, decline"),
    text("tier", "客户层级:重要、主要、普通、小", "Tier: key, major, ordinary, small"),
    text("value_cell", "CLV×CRV 象限", "Cell of lifetime value by referral value"),
    text("persona_id", "画像代号", "Persona id"),
    text("loyalty_type", "忠诚类型:真、潜在、虚假、无", "Loyalty: true, latent, spurious, none"),
    measure("repeat_order_count", "重复购买次数", "Repeat purchases", "orders"),
    measure("decision_days", "购买决策用时", "Days from first touch to order", "days", minimum=0, type_=sa.Double),
    _index("price_sensitivity", "价格敏感度", "Price sensitivity"),
    _index("competitor_attitude", "对竞品的态度", "Attitude to competitors"),
    _index("fault_tolerance", "对失误的承受力", "Tolerance of faults"),
    _amount("category_spend", "品类购买费用", "Spending on the category"),
    _index("switching_cost", "转移成本", "Switching cost"),
    _risk("acquisition_risk", "获取风险", "Risk of acquisition"),
    _risk("satisfaction_risk", "满意风险", "Risk of dissatisfaction"),
    _risk("credit_risk", "信用风险(不使用社交文本)", "Credit risk, never from social text"),
    _risk("churn_risk", "流失风险", "Risk of churn"),
    _risk("retention_risk", "挽留风险", "Risk that retention fails"),
    _risk("communication_risk", "沟通风险", "Risk of communication"),
    measure("churn_probability", "校准后的流失概率", "Calibrated probability of churn", "share", type_=sa.Double),
    text("churn_type", "流失类型", "Type of churn"),
    measure("lead_score", "线索得分(校准概率)", "Lead score, a calibrated probability", "share", type_=sa.Double),
    flag("is_consented", "是否同意画像与营销", "Whether profiling and marketing are agreed to", is_nullable=True),
    text("model_version", "计算方法的版本", "Version of the methods"),
    _amount(
        "cev",
        "参与价值:终身、推荐、影响者价值之和;用于排序,不可跨客户相加",
        "Engagement value: lifetime, referral and influencer value; it ranks and is never added over customers",
    ),
    measure(
        "value_rank",
        "价值名次,1 最高;客户层级由此划分",
        "Rank by value, 1 is the highest; the tier follows from it",
        "rank",
    ),
    text(
        "purchase_step",
        "购买阶段:first 初次、repeat 重复、loyal 忠诚;非现实客户为空",
        "Step of buying: first, repeat, loyal; NULL unless an actual customer",
    ),
    measure(
        "episode_number",
        "第几段关系:流失后再购为新的一段",
        "Which episode: coming back after being lost opens one",
        "episodes",
        minimum=1,
    ),
    text(
        "segment",
        "细分代号(s_0 最大);仅最近一个完整月份",
        "Segment, s_0 is the largest; of the latest whole month only",
    ),
    text(
        "segment_name",
        "细分的名称:该细分明显多见的习惯、提升倍数与人数",
        "What sets the segment apart, with lift and n",
    ),
    zh="一行是一位客户的一个月(未计算的列为空)",
    en="One row is one month of one customer (columns not reckoned are NULL)",
    kind="snapshot",
    key=("customer_id", "month"),
    refresh=Refresh.PROFILE,
)

ACTION_STATES = ("proposed", "approved", "declined", "taken", "done", "expired")

fact_customer_action = table(
    "fact_customer_action",
    column("action_id", sa.String, "行动代号", "Action id", merge=Merge.KEY),
    customer_key("客户(提出时的版本);个案行动为 -2", "Customer, as of the proposal; -2 for an action on a case"),
    customer_id(),
    text("complaint_id", "所针对的投诉", "Complaint it is about"),
    brand_key(),
    product_key(),
    date_key("提出日", "Day proposed"),
    text("kind", "类别:care 关怀、retention 挽留、winback 赢回、product_fix 产品改进、abandon 放弃",
         "Kind: care, retention, winback, product_fix, abandon"),
    text("action", "行动", "What to do"),
    text("channel", "渠道", "Channel"),
    text("reason", "依据(JSON)", "Grounds (JSON)"),
    text("state", "状态", "State", one_of=ACTION_STATES),
    flag("is_permitted", "授权是否允许;未知为空", "Whether consent permits it; NULL unknown", is_nullable=True),
    instant("proposed_at", "提出时间", "When proposed", is_nullable=False),
    instant("taken_at", "执行时间", "When taken"),
    measure("action_count", "行动数(恒为 1)", "Actions, always 1", "actions", is_nullable=False),
    _amount("expected_gain", "预期收益", "Expected gain"),
    _amount("cost_amount", "行动成本", "Cost of the action"),
    measure("success_probability", "成功概率", "Probability of success", "share", type_=sa.Double),
    zh="一行是针对一位客户或一个个案提出或执行的一项行动",
    en="One row is one action proposed or taken for one customer or case",
    kind="transaction",
    key=("action_id",),
    ordered=(("proposed_at", "taken_at"),),
    refresh=Refresh.PROFILE,
)  # fmt: skip
