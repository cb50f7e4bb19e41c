"""Whether customer relations pay: the scorecard, and what programmes cost and bring."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, flag, key_of, text

PERSPECTIVES = ("finance", "customer", "process", "learning", "all")
"""Kaplan and Norton's four, and all of them together."""
PROGRAM_KINDS = ("channel", "referral")
"""Advertising on a channel; customers who bring customers."""


def _brand() -> sa.Column[Any]:
    return key_of("dim_brand.brand_key", "品牌;-4 为全部品牌", "Brand; -4 all brands")


def _month() -> sa.Column[Any]:
    return column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY)


def _code(name: str, zh: str, en: str, one_of: tuple[str, ...] = ()) -> sa.Column[Any]:
    return column(name, sa.String, zh, en, merge=Merge.KEY, one_of=one_of)


def _figure(name: str, zh: str, en: str, unit: str, minimum: float | None = None) -> sa.Column[Any]:
    return measure(name, zh, en, unit, type_=sa.Double, minimum=minimum)


_MONTH_END = ("月末日", "Last day of the month")
_VERSION = ("model_version", "计算方法的版本", "Version of the method")

fact_scorecard = table(
    "fact_scorecard",
    _brand(),
    _month(),
    date_key(*_MONTH_END),
    _code("perspective", "维度:finance 财务、customer 客户、process 内部流程、learning 学习与成长、all 全部",
          "View of the card, or all of them", PERSPECTIVES),
    _code("indicator", "指标;all 为该维度的合计", "Indicator; all for the view as a whole"),
    _figure("indicator_value", "指标值(指标自身的单位);合计行为空", "Value in the indicator's own unit; NULL on totals",
            "value"),
    _figure("floor_value", "得 0 分的值(企业自定)", "Value that scores 0, the firm's own", "value"),
    _figure("target_value", "得 100 分的值(企业自定)", "Value that scores 100, the firm's own", "value"),
    _figure("score", "得分(0-100);合计为已知指标的加权平均", "Score, 0 to 100; totals: weighted mean of what is known",
            "points", 0),
    _figure("weight", "权重;各指标之和为 1", "Weight; those of the indicators sum to 1", "share", 0),
    _figure("weighted_score", "加权得分 = 得分 × 权重", "Score x weight", "points", 0),
    _figure("weight_known", "当月有数据的指标所占权重;指标行为 1", "Part of the weight that is known", "share", 0),
    measure("indicator_count", "有数据的指标数", "Indicators known", "indicators"),
    text("weighting", "权重来源:judged 两两比较(AHP)、entropy 熵权、equal 等权", "Where weights come from",
         one_of=("judged", "entropy", "equal")),
    text(*_VERSION),
    zh="一行是一个品牌、月份的平衡计分卡的一个指标,或一个维度的合计;含合计,不可相加",
    en="One row is one indicator of a brand's scorecard of a month, or a view as a whole; totals and parts, never add",
    kind="snapshot",
    key=("brand_key", "month", "perspective", "indicator"),
    refresh=Refresh.PROFILE,
)  # fmt: skip

fact_programme_month = table(
    "fact_programme_month",
    _brand(),
    _code("programme", "项目:投放渠道,或推荐活动(未写明为 referral)", "Channel, or campaign (referral: unnamed)"),
    _month(),
    date_key(*_MONTH_END),
    _code("kind", "类别:channel 渠道投放、referral 老带新", "Advertising on a channel, or referrals", PROGRAM_KINDS),
    _figure("spent_amount", "当月费用(元)", "Spent in the month, in yuan", "CNY"),
    _figure("benefit_amount", "当月收益(元):归因订单或被推荐人订单的毛利;未配置毛利率则为收入",
            "Margin of orders credited to it, in yuan; revenue where no margin is configured", "CNY"),
    _figure("benefit_low", "当月收益下限:各归因规则中最低者,或明确不会自来者", "Lowest of the rules, or surely won",
            "CNY"),
    _figure("benefit_high", "当月收益上限", "Highest of the rules, or all who joined", "CNY"),
    flag("is_margin", "收益是否为毛利(否则为收入)", "Whether the benefit is margin, else revenue"),
    measure("period_count", "自首月累计的月数", "Months from its first one", "months"),
    _figure("roi", "累计投资回报率 = (收益 - 费用) / 费用,未折现", "(benefit - cost) / cost to date, not discounted",
            "times"),
    _figure("npv", "累计净现值(元),折现至首月", "Net present value to date, discounted to its first month", "CNY"),
    _figure("npv_low", "净现值下限", "With the low end of benefits", "CNY"),
    _figure("npv_high", "净现值上限", "With the high end of benefits", "CNY"),
    _figure("payback_months", "回收期(月);尚未回收为空", "Months until it paid for itself; NULL not yet", "months", 0),
    measure("invite_count", "当月邀请数;渠道为空", "Invitations of the month; NULL for channels", "invitations"),
    measure("inviter_count", "当月发出邀请的客户数", "Customers who invited", "customers"),
    measure("joined_count", "当月邀请中已成为客户者", "Of those invited, who joined", "customers"),
    measure("customer_count", "可发出邀请的客户数(至月末买过者);不可跨月相加",
            "Customers who could invite: had bought by the month's end; never add over months", "customers"),
    _figure("k_factor", "K 值 = 每客户邀请数 × 转化率", "K: invitations a customer x conversion", "customers", 0),
    text(*_VERSION),
    zh="一行是一个项目一个月的投入与收益及至当月的回报;收益为归因所得,不证明因果",
    en="One row is one programme's month: cost, benefit, and its return to date; credit is no proof of a cause",
    kind="snapshot",
    key=("brand_key", "programme", "kind", "month"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
