"""`fact_community_day` and `fact_contact`: first-party figures of communities and service."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds, staging
from warehouse.sql import date_key_of, day_key, first_of, insert_select

COMMUNITY_FIGURES = (
    "group_count", "new_group_count", "active_group_count", "member_count", "new_member_count", "active_member_count",
    "message_count",
)  # fmt: skip


def load_communities(connection: sa.Connection) -> None:
    """One row per community and day; of each figure the value that was observed last.

    Sources give the figures of a day piecemeal (followers in all, followers gained), so a row that is silent about a
    figure does not blot out what an earlier one said.
    """
    seen, platform = staging.community.c, t.dim_platform.c
    day = (seen.platform, seen.community_id, seen.day)
    columns = [_latest_known(seen[name], day).label(name) for name in COMMUNITY_FIGURES]
    position = first_of(*day, order_by=_latest_first())
    ranked = sa.select(*day, seen.source, seen.observed_at, *columns, position.label("position")).subquery().c
    statement = (
        sa.select(
            platform.platform_key,
            ranked.community_id,
            day_key(ranked.day).label("date_key"),
            ranked.source,
            ranked.observed_at,
            *(ranked[name] for name in COMMUNITY_FIGURES),
        )
        .join(t.dim_platform, platform.platform == ranked.platform)
        .where(ranked.position == 1)
        .order_by(sa.text("date_key"), platform.platform_key, ranked.community_id)
    )
    insert_select(connection, t.fact_community_day, statement)


def load_contacts(connection: sa.Connection) -> None:
    """One row per contact, in the state that was observed last; what was said stays in the lake."""
    seen = staging.contact.c
    order = (seen.observed_at.desc(), seen.contact_count.desc(), seen.query.desc().nulls_last())
    position = first_of(seen.source, seen.contact_id, order_by=order)
    ranked = sa.select(*seen, position.label("position")).subquery().c
    kept = [ranked[name] for name in (c.name for c in t.fact_contact.columns) if name in ranked]
    statement = (
        sa.select(
            *kept,
            date_key_of(ranked.contacted_at).label("date_key"),
            feeds.version_key(ranked.customer_id).label("customer_key"),
        )
        .outerjoin(t.dim_customer, feeds.version_at(ranked.customer_id, ranked.contacted_at))
        .where(ranked.position == 1)
        .order_by(ranked.contacted_at, ranked.source, ranked.contact_id)
    )
    insert_select(connection, t.fact_contact, statement)


def _latest_known(column: sa.ColumnElement[Any], day: tuple[Any, ...]) -> sa.ColumnElement[Any]:
    return sa.func.first_value(column).over(partition_by=day, order_by=(column.is_(None), *_latest_first()))


def _latest_first() -> tuple[sa.ColumnElement[Any], ...]:
    seen = staging.community.c
    return (seen.observed_at.desc(), seen.source, seen.query.nulls_last())
