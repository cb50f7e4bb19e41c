"""Programmes that customers take part in: referrals, points, consents."""

from typing import Any

import sqlalchemy as sa

from records import LOYALTY_KINDS
from warehouse.columns import Refresh, measure, table
from warehouse.tables.firstparty import QUANTITY, currency, customer_id, customer_key, money, row_id, seen_at, source
from warehouse.tables.shared import date_key, flag, instant, key_of, text

fact_referral = table(
    "fact_referral",
    source(),
    row_id("referral_id", "推荐编号", "Referral id"),
    date_key("推荐日(北京时间)", "Day referred (Asia/Shanghai)"),
    key_of("dim_date.date_key", "成为客户之日;-3 为尚未", "Day joined; -3 not yet", name="joined_date_key"),
    customer_key("推荐人(推荐当时的版本)", "Customer who referred, as of then", name="referrer_key"),
    customer_key("被推荐人(推荐当时的版本)", "Person referred, as of then", name="referred_key"),
    customer_id("referrer_id", "推荐人假名", "Keyed pseudonym of who referred"),
    customer_id("referred_id", "被推荐人假名;未知为空", "Keyed pseudonym of the person referred; NULL unknown"),
    text("channel", "渠道", "Channel"),
    text("campaign", "推荐活动", "Programme or campaign"),
    text("status", "状态(来源的写法)", "State in the programme's own words"),
    instant("referred_at", "推荐时间", "When referred", is_nullable=False),
    instant("joined_at", "成为客户时间", "When they became a customer"),
    seen_at(),
    flag(
        "would_join_anyway", "没有推荐是否也会来;未问则为空", "Whether they would have come anyway; NULL not asked",
        is_nullable=True,
    ),
    measure("referral_count", "推荐数(恒为 1)", "Referrals, always 1", "referrals", is_nullable=False),
    measure("joined_count", "成为客户数:0 或 1", "Joined: 0 or 1", "customers", is_nullable=False),
    currency(),
    money("reward_amount", "奖励额", "Reward given", is_nullable=True, minimum=0),
    zh="一行是一次推荐(以最近一次观测为准)",
    en="One row is one referral (the state observed last)",
    kind="transaction",
    key=("source", "referral_id"),
    refresh=Refresh.WHOLE,
)  # fmt: skip


def _points(name: str, zh: str, en: str, *, minimum: float | None = None) -> sa.Column[Any]:
    return measure(name, zh, en, "points", type_=QUANTITY, is_nullable=False, minimum=minimum)


fact_loyalty_txn = table(
    "fact_loyalty_txn",
    source(),
    row_id("transaction_id", "流水编号", "Transaction id"),
    date_key("变动日(北京时间)", "Day points moved (Asia/Shanghai)"),
    customer_key(),
    customer_id(),
    text("program", "会员计划", "Programme"),
    text("kind", "类别:earn 获得、redeem 兑换、expire 过期、adjust 调整", "Kind of movement", one_of=LOYALTY_KINDS),
    text("channel", "渠道", "Channel"),
    text("order_id", "关联订单编号", "Order it belongs to"),
    text("reason", "原因(来源的写法)", "Reason, as the source says"),
    instant("occurred_at", "变动时间", "When points moved", is_nullable=False),
    instant("expires_at", "积分到期时间", "When earned points lapse"),
    seen_at(),
    _points("points", "积分变动 = 获得 - 兑换 - 过期 + 调整", "Points moved: earned - redeemed - expired + adjusted"),
    _points("earned_points", "获得积分", "Points earned", minimum=0),
    _points("redeemed_points", "兑换积分", "Points redeemed", minimum=0),
    _points("expired_points", "过期积分", "Points lapsed", minimum=0),
    _points("adjusted_points", "调整积分(可为负)", "Points corrected, either way"),
    _points(
        "running_points",
        "该账户至此累计变动;期初余额不在库中时不等于余额;不可相加",
        "Sum of the account's movements so far; not the balance where an opening balance is missing; never add",
    ),
    measure(
        "stated_balance", "来源所写的变动后余额;不可相加", "Balance after it, as the source says; never add", "points",
        type_=QUANTITY,
    ),
    flag(
        "is_balanced",
        "与上一笔所写余额之差是否等于本笔变动;无从核对则为空",
        "Whether the stated balance moved by just these points since the last; NULL when it cannot be told",
        is_nullable=True,
    ),
    currency(),
    money("value_amount", "积分抵用金额", "Money the points stood for", is_nullable=True),
    zh="一行是一笔积分变动(以最近一次观测为准)",
    en="One row is one movement on one points account (the state observed last)",
    kind="transaction",
    key=("source", "transaction_id"),
    refresh=Refresh.WHOLE,
)  # fmt: skip

fact_consent = table(
    "fact_consent",
    source(),
    row_id("consent_id", "授权编号", "Consent id"),
    date_key("授权或撤回日(北京时间)", "Day decided (Asia/Shanghai)"),
    customer_key(),
    customer_id(),
    text("purpose", "目的(来源的写法);空为全部目的", "Purpose, as the source says; NULL for all"),
    text("basis", "合法性基础", "Legal basis"),
    text("channel", "渠道", "Channel"),
    text("policy_version", "隐私政策版本", "Version of the wording agreed to"),
    instant("decided_at", "授权或撤回时间", "When decided", is_nullable=False),
    instant("expires_at", "到期时间", "When it lapses"),
    seen_at(),
    flag("is_granted", "是否同意", "Whether agreed to"),
    flag("is_latest", "是否该客户对该目的的最近一次决定", "Whether the customer's latest decision for this purpose"),
    measure("consent_count", "决定数(恒为 1)", "Decisions, always 1", "decisions", is_nullable=False),
    zh="一行是一位客户对一个目的的一次同意或拒绝",
    en="One row is one agreement or refusal of one customer for one purpose",
    kind="transaction",
    key=("source", "consent_id"),
    refresh=Refresh.WHOLE,
)
