"""The user's own books as Arrow tables, for crm: one row per event, days in Asia/Shanghai, money as plain numbers.

Ids of rows carry their source (`orders:A1`), since they are unique within it only. Nobody's words are in them.
"""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.sql import local_day


def order_frame(connection: sa.Connection) -> pa.Table:
    """One row per order line: customer_id, brand_id, order_id, day, amounts, currency, and what was sold where.

    That is region, product, category and channel.
    gross_amount is what was booked, back_amount what was refunded or called off, amount the difference; besides these
    discount_amount and quantity. region is as the shop writes it, product as the configuration calls it, else as the
    shop does; category is the configuration's alone. Rows without a customer are left out, as in all frames but sales,
    answers and costs.
    """
    line, product = t.fact_order_line.c, t.dim_product.c
    region = sa.case((t.dim_region.c.region_key > 0, t.dim_region.c.region)).label("region")
    columns = [
        line.customer_id,
        _brand_id(),
        _id(line.source, line.order_id, "order_id"),
        t.dim_date.c.day,
        _number(line.gross_amount),
        _number(line.refund_amount + line.cancelled_amount, "back_amount"),
        _number(line.net_amount, "amount"),
        _number(line.discount_amount),
        line.currency,
        region,
        sa.case((product.product_key > 0, product.name), else_=line.product_name).label("product"),
        _number(line.quantity),
        line.channel,
        product.category,
    ]
    source = (
        _branded(t.fact_order_line)
        .join(t.dim_region, t.dim_region.c.region_key == line.region_key)
        .join(t.dim_product, product.product_key == line.product_key)
    )
    return _frame(connection, source, columns, _known(line.customer_id), (line.order_id, line.line_number))


def sale_frame(connection: sa.Connection) -> pa.Table:
    """brand_id, product_id, day, order_count: orders paid for by day and product of the configuration, of everybody."""
    line, product = t.fact_order_line.c, t.dim_product.c
    keys = (t.dim_brand.c.brand_id, product.product_id, t.dim_date.c.day)
    source = _branded(t.fact_order_line).join(t.dim_product, product.product_key == line.product_key)
    is_known = sa.and_(t.dim_brand.c.brand_key > 0, product.product_key > 0, t.dim_date.c.day.is_not(None))
    count = sa.cast(sa.func.sum(line.order_count), sa.BigInteger).label("order_count")
    statement = sa.select(*keys, count).select_from(source).where(is_known).group_by(*keys).order_by(*keys)
    return bulk.fetch(connection, statement)


def answer_frame(connection: sa.Connection) -> pa.Table:
    """customer_id (NULL: anonymous), response_id, brand_id, day, question, score, scale: one row per scored answer."""
    row = t.fact_survey_response.c
    columns = [row.customer_id, _id(row.source, row.response_id, "response_id"), _brand_id(), t.dim_date.c.day,
               row.question, row.score, row.scale]  # fmt: skip
    source = _branded(t.fact_survey_response)
    return _frame(connection, source, columns, row.score.is_not(None), (row.response_id, row.question))


def contact_frame(connection: sa.Connection) -> pa.Table:
    """A row a contact of somebody known: who and when, what it was about, the score, who came to whom.

    customer_id, day, contact_count, satisfaction, satisfaction_scale, reason, direction, is_answered, action_kind,
    contacted_at, is_resolved, channel.
    """
    row = t.fact_contact.c
    columns = [row.customer_id, t.dim_date.c.day, row.contact_count, row.satisfaction, row.satisfaction_scale,
               row.reason, row.direction, row.is_answered, row.action_kind, row.contacted_at,
               row.is_resolved, row.channel]  # fmt: skip
    return _frame(connection, _dated(t.fact_contact), columns, _known(row.customer_id), (row.contact_id,))


def referral_frame(connection: sa.Connection) -> pa.Table:
    """referrer_id, referred_id, day (joined), would_join_anyway, reward: one row per person who joined."""
    row = t.fact_referral.c
    columns = [row.referrer_id, row.referred_id, t.dim_date.c.day, row.would_join_anyway,
               _number(row.reward_amount, "reward")]  # fmt: skip
    source = t.fact_referral.join(t.dim_date, t.dim_date.c.date_key == row.joined_date_key)
    known = sa.and_(_known(row.referrer_id), _known(row.referred_id), row.joined_count == 1)
    return _frame(connection, source, columns, known, (row.referral_id,))


def invitation_frame(connection: sa.Connection) -> pa.Table:
    """campaign_id (NULL: unnamed), day (invited), referrer_id, invite_count, converted_count: one row an invitation."""
    row = t.fact_referral.c
    columns = [row.campaign.label("campaign_id"), t.dim_date.c.day, row.referrer_id,
               row.referral_count.label("invite_count"), row.joined_count.label("converted_count")]  # fmt: skip
    return _frame(connection, _dated(t.fact_referral), columns, _known(row.referrer_id), (row.referral_id,))


def cost_frame(connection: sa.Connection) -> pa.Table:
    """brand_id (NULL: none), day, channel, currency, cost: one row per item of spending on a channel."""
    row = t.fact_cost.c
    columns = [_brand_id(), t.dim_date.c.day, row.channel, row.currency, _number(row.cost_amount, "cost")]
    return _frame(connection, _branded(t.fact_cost), columns, row.channel.is_not(None), (row.cost_id,))


def point_frame(connection: sa.Connection) -> pa.Table:
    """One row per movement of points: customer_id, day, kind, points (signed), value (money they stood for).

    Also program (NULL: unnamed), earned_points, redeemed_points, expired_points and adjusted_points.
    """
    row = t.fact_loyalty_txn.c
    parts = (row.earned_points, row.redeemed_points, row.expired_points, row.adjusted_points)
    columns = [row.customer_id, t.dim_date.c.day, row.kind, _number(row.points), _number(row.value_amount, "value"),
               row.program, *map(_number, parts)]  # fmt: skip
    return _frame(connection, _dated(t.fact_loyalty_txn), columns, _known(row.customer_id), (row.transaction_id,))


def touch_frame(connection: sa.Connection) -> pa.Table:
    """customer_id, day, channel, kind, order_id, brand_id (NULL: none): one row per touchpoint of a known customer."""
    row = t.fact_touchpoint.c
    columns = [row.customer_id, t.dim_date.c.day, row.channel, row.kind, row.order_id, _brand_id()]
    return _frame(connection, _branded(t.fact_touchpoint), columns, _known(row.customer_id), (row.touchpoint_id,))


def consent_frame(connection: sa.Connection) -> pa.Table:
    """customer_id, day, is_granted, purpose (NULL: all), expires_on: one row per decision."""
    row = t.fact_consent.c
    columns = [row.customer_id, t.dim_date.c.day, row.is_granted, row.purpose,
               local_day(row.expires_at).label("expires_on")]  # fmt: skip
    return _frame(connection, _dated(t.fact_consent), columns, _known(row.customer_id), (row.consent_id,))


def _dated(fact: sa.Table) -> sa.Join:
    return fact.join(t.dim_date, t.dim_date.c.date_key == fact.c.date_key)


def _branded(fact: sa.Table) -> sa.Join:
    return _dated(fact).join(t.dim_brand, t.dim_brand.c.brand_key == fact.c.brand_key)


def _brand_id() -> sa.Label[Any]:
    """NULL for what is of none of the tracked brands."""
    return sa.case((t.dim_brand.c.brand_key > 0, t.dim_brand.c.brand_id)).label("brand_id")


def _id(source: sa.ColumnElement[str], own: sa.ColumnElement[str], name: str) -> sa.Label[str]:
    return (source + sa.literal(":") + own).label(name)


def _known(customer_id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return customer_id.is_not(None)


def _number(value: sa.ColumnElement[Any], name: str | None = None) -> sa.Label[Any]:
    return sa.cast(value, sa.Double).label(name or value.key)


def _frame(
    connection: sa.Connection,
    source: sa.FromClause,
    columns: Sequence[sa.ColumnElement[Any]],
    condition: sa.ColumnElement[bool],
    order: Sequence[sa.ColumnElement[Any]],
) -> pa.Table:
    """Rows on a known day that hold the condition, by day."""
    on_a_day = t.dim_date.c.day.is_not(None)
    statement = sa.select(*columns).select_from(source).where(condition, on_a_day).order_by(t.dim_date.c.day, *order)
    return bulk.fetch(connection, statement)
