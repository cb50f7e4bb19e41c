"""`dim_customer`: customers met in the user's own books, and their versions by the states of each month (SCD2).

A month's state is known when the month has ended, so a version is valid from then: an event never sees a tier that was
reckoned from itself. The first version is assumed of the time before, as for authors; its key is that of the customer
inferred from events, so facts that were loaded before any state was known keep their key until `repoint`.
"""

from typing import Any

import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.keys import keyed
from warehouse.load import feeds, goods
from warehouse.load.authors import instant
from warehouse.load.special import BEGINNING, END
from warehouse.load.staging import stage
from warehouse.members import UNKNOWN
from warehouse.sql import SHANGHAI, insert_keyed, insert_select, yes

TRACKED = ("tier", "stage", "persona_id", "region")
"""A change in any of these opens a version."""

state = stage("customer_state", "customer_id:s ended_at:t tier:s stage:s persona_id:s region:s")
version = stage(
    "customer_version",
    "customer_key:i customer_id:s tier:s stage:s persona_id:s region_key:i is_identified:b valid_from:t valid_to:t"
    " is_current:b is_inferred:b",
)

EVENTS: tuple[tuple[sa.Table, str, str, str], ...] = (
    (t.fact_order_line, "customer_key", "customer_id", "ordered_at"),
    (t.fact_contact, "customer_key", "customer_id", "contacted_at"),
    (t.fact_survey_response, "customer_key", "customer_id", "answered_at"),
    (t.fact_referral, "referrer_key", "referrer_id", "referred_at"),
    (t.fact_referral, "referred_key", "referred_id", "referred_at"),
    (t.fact_loyalty_txn, "customer_key", "customer_id", "occurred_at"),
    (t.fact_touchpoint, "customer_key", "customer_id", "touched_at"),
    (t.fact_consent, "customer_key", "customer_id", "decided_at"),
)
"""Fact, its key, the customer's natural key, the moment of the event."""


def load_customers(connection: sa.Connection) -> None:
    """An inferred member for everyone whom the books name; versions follow with the results of crm."""
    met = sa.union(*(sa.select(column.label("customer_id")) for column in feeds.CUSTOMERS)).subquery().c.customer_id
    insert_keyed(
        connection, t.dim_customer, _inferred(sa.select(met).where(met.is_not(None))), ("customer_id", "valid_from")
    )


def rebuild(connection: sa.Connection, months: sa.Table, links: sa.Table, actions: sa.Table) -> None:
    """Versions of every customer by the states of their months, in place of those there were; facts follow.

    New versions come first and what nobody refers to any more goes last, so that every key is found at any moment.
    """
    goods.widen_regions(connection, months.c.region)
    for table in (state, version):
        table.create(connection)
    insert_select(connection, state, _filled(_stated(months).cte("stated")))
    rows = keyed(bulk.fetch(connection, _versions(links, actions)), "customer_key", ("customer_id", "valid_from"))
    bulk.append(connection, version.name, rows)
    _replace_versions(connection)
    repoint(connection)
    kept = sa.select(version.c.customer_key).where(version.c.customer_key == t.dim_customer.c.customer_key).exists()
    connection.execute(sa.delete(t.dim_customer).where(t.dim_customer.c.customer_key > 0, ~kept))


def repoint(connection: sa.Connection) -> None:
    """Gives every event of the books the customer's version that was valid at the time."""
    for table, key, customer_id, at in EVENTS:
        fact = table.c
        statement = (
            sa.update(table)
            .values({key: version.c.customer_key})
            .where(
                version.c.customer_id == fact[customer_id],
                version.c.valid_from <= fact[at],
                fact[at] < version.c.valid_to,
                version.c.customer_key != fact[key],
            )
        )
        connection.execute(statement)


def month_end(month: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The moment a month ends in China, given its first day."""
    following = sa.cast(month, sa.DateTime) + sa.text("INTERVAL '1' MONTH")
    return sa.func.timezone(SHANGHAI, following)


def _stated(months: sa.Table) -> sa.Select[Any]:
    """One state a customer and month; where a result names a month twice, the last by text."""
    said = months.c
    values = [sa.func.max(said[name]).label(name) for name in TRACKED]
    return sa.select(said.customer_id, month_end(said.month).label("ended_at"), *values).group_by(
        said.customer_id, said.month
    )


def _filled(stated: sa.CTE) -> sa.Select[Any]:
    """A month that does not say leaves the last known state standing."""
    said = stated.c
    window: dict[str, Any] = {"partition_by": said.customer_id, "order_by": said.ended_at}
    runs = [sa.func.count(said[name]).over(**window).label(f"{name}_run") for name in TRACKED]
    numbered = sa.select(stated, *runs).subquery().c
    carried = [
        sa.func.max(numbered[name]).over(partition_by=(numbered.customer_id, numbered[f"{name}_run"])).label(name)
        for name in TRACKED
    ]
    return sa.select(numbered.customer_id, numbered.ended_at, *carried)


def _spans() -> sa.Select[Any]:
    rows = state.c
    window: dict[str, Any] = {"partition_by": rows.customer_id, "order_by": rows.ended_at}
    differs = sa.or_(*(rows[name].is_distinct_from(sa.func.lag(rows[name]).over(**window)) for name in TRACKED))
    position = sa.func.row_number().over(**window)
    marked = sa.select(state, position.label("position"), yes(differs).label("differs")).subquery().c
    opening = sa.select(*marked).where(sa.or_(marked.position == 1, marked.differs)).subquery().c
    following = sa.func.lead(opening.ended_at).over(partition_by=opening.customer_id, order_by=opening.ended_at)
    return sa.select(
        opening.customer_id,
        *(opening[name] for name in TRACKED),
        sa.case((opening.position == 1, instant(BEGINNING)), else_=opening.ended_at).label("valid_from"),
        sa.func.coalesce(following, instant(END)).label("valid_to"),
        yes(following.is_(None)).label("is_current"),
        sa.false().label("is_inferred"),
    )


def _versions(links: sa.Table, actions: sa.Table) -> sa.Select[Any]:
    """Everyone's versions: of those with states, and one of everyone else whom an event, a link or an action names."""
    columns = [fact.c[name] for fact, _, name, _ in EVENTS] + [links.c.customer_id, actions.c.customer_id]
    met = sa.union(*(sa.select(column.label("customer_id")) for column in columns)).subquery().c
    has_states = sa.select(state.c.customer_id).where(state.c.customer_id == met.customer_id).exists()
    others = _inferred(sa.select(met.customer_id).where(met.customer_id.is_not(None), ~has_states)).subquery()
    everyone = sa.union_all(_spans(), sa.select(*(others.c[name] for name in _SPAN))).subquery().c
    linked = sa.select(links.c.customer_id).where(links.c.customer_id == everyone.customer_id, links.c.is_active)
    return (
        sa.select(
            *(everyone[name] for name in _SPAN if name != "region"),
            sa.func.coalesce(t.dim_region.c.region_key, UNKNOWN).label("region_key"),
            yes(linked.exists()).label("is_identified"),
        )
        .select_from(everyone.customer_id.table)
        .outerjoin(t.dim_region, t.dim_region.c.region == everyone.region)
    )


_SPAN = ("customer_id", *TRACKED, "valid_from", "valid_to", "is_current", "is_inferred")


def _inferred(ids: sa.Select[Any]) -> sa.Select[Any]:
    nothing = [sa.cast(sa.null(), sa.String).label(name) for name in TRACKED]
    return sa.select(
        ids.subquery().c.customer_id,
        *nothing,
        sa.literal(UNKNOWN).label("region_key"),
        sa.false().label("is_identified"),
        instant(BEGINNING).label("valid_from"),
        instant(END).label("valid_to"),
        sa.true().label("is_current"),
        sa.true().label("is_inferred"),
    )


def _replace_versions(connection: sa.Connection) -> None:
    """Changes versions that stay and adds those that are new."""
    own, new = t.dim_customer, version.c
    values = {c.name: new[c.name] for c in own.columns if c.name != "customer_key"}
    connection.execute(sa.update(own).values(values).where(own.c.customer_key == new.customer_key))
    known = sa.select(own.c.customer_key).where(own.c.customer_key == new.customer_key).exists()
    insert_select(connection, own, sa.select(*new).where(~known))
