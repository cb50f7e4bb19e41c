"""Staging of the user's own books: contacts, orders, answers, referrals, points, touchpoints, costs, consents."""

from typing import Any

import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.load import staging
from warehouse.load.inputs import Files, Inputs
from warehouse.load.staging import stage
from warehouse.members import NOT_APPLICABLE, NOT_ARRIVED
from warehouse.sql import first_of

order = stage(
    "order",
    "source:s order_id:s line_number:i customer_id:s ordered_at:t quantity:f amount:f currency:s product:s channel:s"
    " observed_at:t query:s status:s discount_amount:f coupon:s region:s",
)
survey = stage(
    "survey",
    "source:s response_id:s question:s answered_at:t observed_at:t query:s customer_id:s score:f scale:f product:s"
    " channel:s",
)
referral = stage(
    "referral",
    "source:s referral_id:s referrer_id:s referred_at:t observed_at:t query:s referred_id:s joined_at:t channel:s"
    " campaign:s reward_amount:f currency:s status:s would_join_anyway:b",
)
loyalty = stage(
    "loyalty",
    "source:s transaction_id:s customer_id:s occurred_at:t observed_at:t kind:s points:f query:s balance:f"
    " value_amount:f currency:s program:s channel:s order_id:s reason:s expires_at:t",
)
touchpoint = stage(
    "touchpoint",
    "source:s touchpoint_id:s touched_at:t observed_at:t query:s customer_id:s channel:s kind:s campaign:s product:s"
    " order_id:s touch_count:i",
)
cost = stage(
    "cost",
    "source:s cost_id:s spent_at:t observed_at:t amount:f currency:s query:s kind:s brand:s product:s channel:s"
    " campaign:s platform:s author_id:s",
)
consent = stage(
    "consent",
    "source:s consent_id:s customer_id:s decided_at:t observed_at:t is_granted:b query:s purpose:s basis:s channel:s"
    " policy_version:s expires_at:t",
)

EVENT_TIMES: tuple[sa.ColumnElement[Any], ...] = (
    order.c.ordered_at, survey.c.answered_at, referral.c.referred_at, referral.c.joined_at, loyalty.c.occurred_at,
    touchpoint.c.touched_at, cost.c.spent_at, consent.c.decided_at,
)  # fmt: skip
"""Moments whose days the calendar must hold."""

CUSTOMERS: tuple[sa.ColumnElement[Any], ...] = (
    order.c.customer_id, survey.c.customer_id, referral.c.referrer_id, referral.c.referred_id, loyalty.c.customer_id,
    touchpoint.c.customer_id, consent.c.customer_id, staging.contact.c.customer_id,
)  # fmt: skip
"""Where customers are named."""


def read_feeds(connection: sa.Connection, inputs: Inputs) -> None:
    """Creates the staging tables of the user's own books and reads the lake's files into them."""
    read_known(connection, staging.contact, inputs.contacts)
    read_known(connection, order, inputs.orders)
    read_known(connection, survey, inputs.surveys)
    read_known(connection, referral, inputs.referrals)
    read_known(connection, loyalty, inputs.loyalty)
    read_known(connection, touchpoint, inputs.touchpoints)
    read_known(connection, cost, inputs.costs)
    read_known(connection, consent, inputs.consents)


def read_known(connection: sa.Connection, table: sa.Table, files: Files) -> None:
    """Stages files that may lack some of the table's columns (written before those were known, or left to others)."""
    table.create(connection)
    if not files:
        return
    described = bulk.query_parquet(connection, "DESCRIBE SELECT * FROM {rows}", rows=files)
    known = set(described.column("column_name").to_pylist())
    select_list = [f'"{c.name}"' if c.name in known else "NULL" for c in table.columns]
    bulk.read_parquet(connection, table.name, select_list, files)


def latest(table: sa.Table, *key: str) -> sa.Subquery:
    """Of each row the state observed last; among equals the one that sorts first, so always the same one."""
    rest = [column.asc().nulls_last() for column in table.columns if column.name not in (*key, "observed_at")]
    last_seen = [column.desc().nulls_last() for column in table.columns if column.name == "observed_at"]
    position = first_of(*(table.c[name] for name in key), order_by=(*last_seen, *rest))
    ranked = sa.select(*table.columns, position.label("position")).subquery()
    return sa.select(*(ranked.c[column.name] for column in table.columns)).where(ranked.c.position == 1).subquery()


def version_at(
    customer_id: sa.ColumnElement[Any], at: sa.ColumnElement[Any], version: Any = t.dim_customer
) -> sa.ColumnElement[bool]:
    """The join to a customer's version that was valid at a moment."""
    span = version.c
    return sa.and_(span.customer_id == customer_id, span.valid_from <= at, at < span.valid_to)


def version_key(
    customer_id: sa.ColumnElement[Any], version: Any = t.dim_customer, nobody: int = NOT_APPLICABLE
) -> sa.ColumnElement[int]:
    """The key of the version joined by `version_at`; `nobody` where the row names no customer."""
    return sa.case((customer_id.is_(None), nobody), else_=sa.func.coalesce(version.c.customer_key, NOT_ARRIVED))
