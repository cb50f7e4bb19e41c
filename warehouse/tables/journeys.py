"""Where customers and the brand meet, and what is spent on it."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Privacy, Refresh, measure, table
from warehouse.tables.firstparty import currency, customer_id, customer_key, money, row_id, seen_at, source
from warehouse.tables.shared import brand_key, date_key, instant, key_of, platform_key, product_key, text


def _campaign_key() -> sa.Column[Any]:
    return key_of(
        "dim_campaign.campaign_key", "配置中的活动;-1 为未对上,-2 为无活动",
        "Campaign of the configuration; -1 none of them, -2 without a campaign",
    )  # fmt: skip


fact_touchpoint = table(
    "fact_touchpoint",
    source(),
    row_id("touchpoint_id", "触点编号", "Touchpoint id"),
    date_key("触达日(北京时间)", "Day of the touch (Asia/Shanghai)"),
    customer_key(),
    customer_id(),
    brand_key(),
    product_key(),
    _campaign_key(),
    text("channel", "渠道(来源的写法)", "Channel, as the source says"),
    text("kind", "类型(来源的写法)", "What happened, in the source's own words"),
    text("campaign", "活动(来源的写法)", "Campaign, as the source says"),
    text("order_id", "促成的订单编号", "Order it led to"),
    instant("touched_at", "触达时间", "When it happened", is_nullable=False),
    seen_at(),
    measure("touch_count", "触达次数", "Touches this row stands for", "touches", is_nullable=False),
    zh="一行是一次触点(以最近一次观测为准)",
    en="One row is one touchpoint (the state observed last)",
    kind="transaction",
    key=("source", "touchpoint_id"),
    refresh=Refresh.WHOLE,
)

fact_cost = table(
    "fact_cost",
    source(),
    row_id("cost_id", "费用编号", "Cost id"),
    date_key("费用日(北京时间)", "Day spent (Asia/Shanghai)"),
    brand_key(),
    product_key(),
    _campaign_key(),
    platform_key(),
    text("author_id", "收款账号假名", "Keyed pseudonym of the account paid", privacy=Privacy.PSEUDONYMOUS),
    text("kind", "费用类型(来源的写法)", "What it was spent on, in the books' own words"),
    text("channel", "渠道(来源的写法)", "Channel, as the source says"),
    text("campaign", "活动(来源的写法)", "Campaign, as the source says"),
    instant("spent_at", "支出时间", "When spent", is_nullable=False),
    seen_at(),
    currency(),
    money("cost_amount", "费用;退回为负", "Spent; negative for money that came back"),
    zh="一行是一笔费用(以最近一次观测为准)",
    en="One row is one item of spending (the state observed last)",
    kind="transaction",
    key=("source", "cost_id"),
    refresh=Refresh.WHOLE,
)  # fmt: skip
