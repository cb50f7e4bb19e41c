"""`fact_order_line`: what was bought, given back and called off."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from records import Brand
from warehouse import tables as t
from warehouse.load import feeds, goods
from warehouse.members import UNKNOWN
from warehouse.sql import date_key_of, first_of, insert_select, one_if, yes
from warehouse.tables.firstparty import MONEY, QUANTITY

_REFUNDED = ("退款成功", "已退款", "退款完成", "全额退款", "已退货", "退货成功", "退货完成", "refunded", "returned")
_CANCELLED = ("取消", "关闭", "作废", "撤单", "cancel", "void", "closed")
_NOT_CANCELLED = ("取消退款", "退款关闭", "退款取消", "取消售后", "售后关闭")
"""A refund that was called off leaves the sale as it was."""
_UNPAID = ("待付款", "未付款", "等待买家付款", "待支付", "未支付", "unpaid", "pending payment", "awaiting payment")


def load_orders(connection: sa.Connection, brands: Sequence[Brand]) -> None:
    """One row per order line, in the state observed last.

    Gross is what was booked, whatever became of it; refunds and cancellations are measures of their own, so that net
    is gross less both. A sale whose words say `refunded` counts as given back unless its order has rows that book
    refunds by themselves: the same money would go back twice.
    """
    goods.widen_regions(connection, feeds.order.c.region)
    rows = _measured().subquery()
    line = rows.c
    meaning = goods.Meaning(line, ("product", "channel"), brands)
    source = meaning.join(rows).outerjoin(t.dim_customer, feeds.version_at(line.customer_id, line.ordered_at))
    source = source.outerjoin(t.dim_region, t.dim_region.c.region == line.region)
    same = (
        "source", "order_id", "line_number", "customer_id", "channel", "coupon", "status", "state", "ordered_at",
        "observed_at", "is_first_order", "order_count", "currency", "returned_quantity", "cancelled_quantity",
        "gross_amount", "refund_amount", "cancelled_amount",
    )  # fmt: skip
    statement = (
        sa.select(
            *(line[name] for name in same),
            line.product.label("product_name"),
            line.booked_quantity.label("quantity"),
            sa.cast(line.discount_amount, MONEY).label("discount_amount"),
            (line.gross_amount - line.refund_amount - line.cancelled_amount).label("net_amount"),
            sa.literal(1).label("line_count"),
            date_key_of(line.ordered_at).label("date_key"),
            feeds.version_key(line.customer_id, nobody=UNKNOWN).label("customer_key"),
            meaning.brand_key(),
            meaning.product_key,
            sa.func.coalesce(t.dim_region.c.region_key, UNKNOWN).label("region_key"),
        )
        .select_from(source)
        .order_by(line.ordered_at, line.source, line.order_id, line.line_number)
    )
    insert_select(connection, t.fact_order_line, statement)


def _stated() -> sa.Select[Any]:
    """Each line with its state, and whether it is a sale: paid for and not called off."""
    seen = feeds.latest(feeds.order, "source", "order_id", "line_number").c
    status = sa.func.lower(sa.func.coalesce(seen.status, ""))
    books_refunds = sa.func.bool_or(seen.amount < 0).over(partition_by=(seen.source, seen.order_id))
    state = sa.case(
        (sa.or_(seen.amount < 0, seen.quantity < 0), "return"),
        (_says(status, _UNPAID), "unpaid"),
        (_says(status, _REFUNDED), sa.case((books_refunds, "sold"), else_="refunded")),
        (sa.and_(_says(status, _CANCELLED), ~_says(status, _NOT_CANCELLED)), "cancelled"),
        else_="sold",
    )
    return sa.select(*seen, state.label("state"))


def _says(status: sa.ColumnElement[str], words: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(status.contains(word) for word in words))


def _measured() -> sa.Select[Any]:
    line = _in_orders().subquery().c
    amount, quantity = sa.func.abs(sa.cast(line.amount, MONEY)), sa.func.abs(sa.cast(line.quantity, QUANTITY))
    is_booked = line.state.in_(("sold", "refunded", "cancelled"))
    given_back, called_off = line.state.in_(("refunded", "return")), line.state == "cancelled"
    position = first_of(line.source, line.order_id, order_by=(one_if(~line.is_sale), line.line_number))
    first = sa.func.dense_rank().over(
        partition_by=(line.customer_id, line.has_sale), order_by=(line.began_at, line.source, line.order_id)
    )
    return sa.select(
        *line,
        one_if(sa.and_(position == 1, line.is_sale)).label("order_count"),
        yes(sa.and_(line.has_sale, first == 1)).label("is_first_order"),
        _where(is_booked, quantity, QUANTITY).label("booked_quantity"),
        _where(given_back, quantity, QUANTITY).label("returned_quantity"),
        _where(called_off, quantity, QUANTITY).label("cancelled_quantity"),
        _where(is_booked, amount, MONEY).label("gross_amount"),
        _where(given_back, amount, MONEY).label("refund_amount"),
        _where(called_off, amount, MONEY).label("cancelled_amount"),
    )


def _in_orders() -> sa.Select[Any]:
    """Each line with what its whole order tells."""
    line = _stated().subquery().c
    is_sale = line.state.in_(("sold", "refunded"))
    order = (line.source, line.order_id)
    return sa.select(
        *line,
        yes(is_sale).label("is_sale"),
        sa.func.bool_or(is_sale).over(partition_by=order).label("has_sale"),
        sa.func.min(line.ordered_at).over(partition_by=order).label("began_at"),
    )


def _where(condition: sa.ColumnElement[bool], value: sa.ColumnElement[Any], type_: Any) -> sa.ColumnElement[Any]:
    return sa.case((condition, value), else_=sa.cast(sa.literal(0), type_))
