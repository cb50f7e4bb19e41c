"""What was bought."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.firstparty import QUANTITY, currency, customer_id, customer_key, money, row_id, source
from warehouse.tables.shared import brand_key, date_key, flag, instant, key_of, product_key, text

ORDER_STATES = ("sold", "refunded", "cancelled", "unpaid", "return")
"""A sale; a sale given back; one called off; one not paid for; a row that books a return or a refund by itself."""


def _units(name: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(name, zh, en, "units", type_=QUANTITY, is_nullable=False, minimum=0)


fact_order_line = table(
    "fact_order_line",
    source(),
    row_id("order_id", "订单编号", "Order id"),
    column("line_number", sa.BigInteger, "行号", "Line within the order", merge=Merge.KEY),
    date_key("下单日(北京时间)", "Day ordered (Asia/Shanghai)"),
    customer_key(),
    customer_id(),
    brand_key(),
    product_key(),
    key_of("dim_region.region_key", "收货地区", "Region it went to"),
    text("channel", "渠道或店铺(来源的写法)", "Channel or shop, as the source says"),
    text("product_name", "商品名称(店铺的写法)", "Product as the shop names it"),
    text("coupon", "优惠券或活动", "Coupon or promotion"),
    text("status", "订单状态(店铺的写法)", "State in the shop's own words"),
    text("state", "归一状态", "State read from words and signs", one_of=ORDER_STATES),
    instant("ordered_at", "下单时间", "When ordered", is_nullable=False),
    instant("observed_at", "最近一次观测时间", "When seen last"),
    flag("is_first_order", "是否该客户在库中的首单", "Whether the customer's first order known here"),
    measure(
        "order_count",
        "订单数:每张未取消、已付款订单的首行计 1,其余计 0",
        "Orders: 1 on the first line of each order paid for and not called off, else 0",
        "orders",
        is_nullable=False,
    ),
    measure("line_count", "订单行数(恒为 1)", "Order lines, always 1", "lines", is_nullable=False),
    currency(),
    _units("quantity", "售出数量(含后来退货或取消的)", "Units sold, later returned or cancelled ones included"),
    _units("returned_quantity", "退货数量", "Units returned"),
    _units("cancelled_quantity", "取消数量", "Units cancelled"),
    money(
        "gross_amount", "成交额(含后来退款或取消的)", "Booked, later refunded or cancelled money included", minimum=0
    ),
    money("refund_amount", "退款额", "Refunded", minimum=0),
    money("cancelled_amount", "取消额", "Cancelled", minimum=0),
    money("net_amount", "净额 = 成交额 - 退款额 - 取消额", "Net: booked less refunded less cancelled"),
    money("discount_amount", "优惠额;来源未给则为空", "Taken off; NULL when not said", is_nullable=True, minimum=0),
    zh="一行是一张订单的一行商品(以最近一次观测为准)",
    en="One row is one product line of one order (the state observed last)",
    kind="transaction",
    key=("source", "order_id", "line_number"),
    refresh=Refresh.WHOLE,
)
