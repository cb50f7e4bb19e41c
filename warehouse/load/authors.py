"""Authors over time: spans in which nothing that matters changed (SCD2), rebuilt whole."""

from typing import Any

import sqlalchemy as sa

from records.tiers import TierScheme, by_precedence
from warehouse import tables as t
from warehouse.keys import KeyCollision, hashed
from warehouse.load import staging, work
from warehouse.load.inputs import Inputs
from warehouse.load.special import BEGINNING, END
from warehouse.members import UNKNOWN
from warehouse.sql import insert_distinct, insert_select, local_day, yes
from warehouse.tables.shared import INSTANT

state = staging.stage(
    "author_state",
    "account:i author_key:i platform:s author_id:s valid_from:t name:s follower_count:i tier:s is_verified:b"
    " verified_type:s region:s gender:s category:s opens:b is_inferred:b",
)
as_of = staging.stage("author_as_of", "content_key:i author_key:i region:s follower_count:i")
"""What was known of a content's author when it was published."""

TRACKED = ("name", "tier", "is_verified", "verified_type", "region")
"""A change in any of these opens a new version; followers do so only by tier."""
_CARRIED = ("name", "follower_count", "is_verified", "verified_type", "region")
_TYPE_ONE = ("gender", "category")
"""Attributes without history: the last known of each."""


def build_author_states(connection: sa.Connection, inputs: Inputs) -> None:
    """What was known of each account from each observation on, and the version it belongs to.

    A source that does not say leaves the last known state standing; what nobody said until then takes the first known.
    The first state is assumed of the time before. Raises KeyCollision.
    """
    state.create(connection)
    _require_one_number_each(connection)
    marked = _marked(inputs).subquery("marked")
    everyone = sa.union_all(_numbered(marked), _inferred(marked)).subquery().c
    insert_select(connection, state, sa.select(*(everyone[c.name] for c in state.columns)))
    _look_up_authors(connection)


def _require_one_number_each(connection: sa.Connection) -> None:
    seen, named = staging.author.c, work.content.c
    pairs = sa.union(
        sa.select(seen.account, seen.platform, seen.author_id),
        sa.select(named.account, named.platform, named.author_id).where(named.account.is_not(None)),
    ).subquery()
    counted = sa.select(sa.func.count() - sa.func.count(pairs.c.account.distinct()))
    if connection.scalar(counted):
        raise KeyCollision("dim_author: two accounts share a number")


def tier_of(
    followers: sa.ColumnElement[Any], platform: sa.ColumnElement[Any], at: sa.ColumnElement[Any], inputs: Inputs
) -> sa.ColumnElement[Any]:
    """The tier of a follower count by the bounds of its platform in force then; NULL stays unknown.

    Before the first bounds of all, and of a platform that no bounds are for, there is none.
    """
    return sa.case(
        *((_is_in_force(each, platform, at), _banded(followers, each)) for each in by_precedence(inputs.tiers))
    )


def _is_in_force(
    scheme: TierScheme, platform: sa.ColumnElement[Any], at: sa.ColumnElement[Any]
) -> sa.ColumnElement[bool]:
    begun = local_day(at) >= scheme.valid_from
    return begun if scheme.platform is None else sa.and_(platform == scheme.platform, begun)


def _banded(followers: sa.ColumnElement[Any], scheme: TierScheme) -> sa.ColumnElement[Any]:
    return sa.case(*((followers >= tier.at_least, sa.literal(tier.name)) for tier in reversed(scheme.tiers)))


def load_authors(connection: sa.Connection) -> None:
    """`dim_author`: one row per account and span, and one for each account known only from its content."""
    row, region = state.c, t.dim_region.c
    following = sa.func.lead(row.valid_from).over(partition_by=row.account, order_by=row.valid_from)
    names = ("author_key", "author_id", "name", "tier", "is_verified", "verified_type", *_TYPE_ONE, "valid_from")
    statement = (
        sa.select(
            *(row[name] for name in names),
            t.dim_platform.c.platform_key,
            sa.func.coalesce(region.region_key, UNKNOWN).label("region_key"),
            sa.func.coalesce(following, instant(END)).label("valid_to"),
            following.is_(None).label("is_current"),
            row.is_inferred,
        )
        .join(t.dim_platform, t.dim_platform.c.platform == row.platform)
        .outerjoin(t.dim_region, region.region == row.region)
        .where(row.opens)
    )
    insert_distinct(connection, t.dim_author, statement)


def _one_per_moment() -> sa.Subquery:
    seen = staging.author.c
    values = [sa.func.max(seen[name]).label(name) for name in ("name", "follower_count", "verified_type", "region")]
    values += [sa.func.bool_or(seen.is_verified).label("is_verified")]
    values += [sa.func.min(seen[name]).label(name) for name in ("platform", "author_id", *_TYPE_ONE)]
    grain = (seen.account, seen.observed_at)
    return sa.select(*grain, *values).group_by(*grain).subquery("moment")


def _marked(inputs: Inputs) -> sa.Select[Any]:
    """Each moment with what was known by then, and whether it opens a version.

    All of it is read off one window, an account in the order of time.
    """
    seen = _one_per_moment().c
    until, before, all_ = (None, 0), (None, -1), (None, None)

    def known(function: str, name: str, rows: tuple[int | None, int | None]) -> Any:
        value = getattr(sa.func, function)(seen[name].op("IGNORE")(sa.literal_column("NULLS")))
        return value.over(partition_by=seen.account, order_by=seen.observed_at, rows=rows)

    filled = {
        name: sa.func.coalesce(known("last_value", name, until), known("first_value", name, all_)) for name in _CARRIED
    }
    changes = [
        known("last_value", name, until).is_distinct_from(known("last_value", name, before))
        & known("last_value", name, before).is_not(None)
        for name in TRACKED
        if name != "tier"
    ]
    position = sa.func.row_number().over(partition_by=seen.account, order_by=seen.observed_at)
    row = (
        sa.select(
            *(seen[name] for name in ("account", "platform", "author_id", "observed_at")),
            sa.case((position == 1, instant(BEGINNING)), else_=seen.observed_at).label("valid_from"),
            *(value.label(name) for name, value in filled.items()),
            *(known("last_value", name, all_).label(name) for name in _TYPE_ONE),
            sa.or_(position == 1, *changes).label("opens"),
            known("last_value", "follower_count", until).label("now_count"),
            known("last_value", "follower_count", before).label("before_count"),
            sa.func.lag(seen.observed_at).over(partition_by=seen.account, order_by=seen.observed_at).label("before_at"),
        )
        .subquery("moments")
        .c
    )
    now, earlier = (
        tier_of(followers, row.platform, at, inputs)
        for followers, at in ((row.now_count, row.observed_at), (row.before_count, row.before_at))
    )
    has_moved = now.is_distinct_from(earlier) & row.before_count.is_not(None)
    return sa.select(
        *(row[name] for name in ("account", "platform", "author_id", "valid_from", *filled, *_TYPE_ONE)),
        tier_of(row.follower_count, row.platform, row.observed_at, inputs).label("tier"),
        yes(sa.or_(row.opens, has_moved)).label("opens"),
    )


def _numbered(marked: sa.Subquery) -> sa.Select[Any]:
    """The states with the key of their version, which is that of its first state."""
    row = marked.c
    opened = sa.func.max(sa.case((row.opens, row.valid_from))).over(
        partition_by=row.account, order_by=row.valid_from, rows=(None, 0)
    )
    opened.type = INSTANT
    versions = sa.select(marked, opened.label("version_from")).subquery().c
    names = [c.name for c in state.columns if c.name not in ("author_key", "is_inferred")]
    key = hashed([versions.platform, versions.author_id, versions.version_from])
    return sa.select(*(versions[name] for name in names), key.label("author_key"), sa.false().label("is_inferred"))


def _inferred(marked: sa.Subquery) -> sa.Select[Any]:
    """Accounts that only content names."""
    named, seen = work.content.c, staging.author.c
    is_known = sa.select(seen.account).where(seen.account == named.account).exists()
    accounts = (
        sa.select(named.account, named.platform, named.author_id)
        .where(named.account.is_not(None), ~is_known)
        .distinct()
        .subquery()
        .c
    )
    given: dict[str, sa.ColumnElement[Any]] = {
        **{name: accounts[name] for name in ("account", "platform", "author_id")},
        "valid_from": instant(BEGINNING),
        "opens": sa.true(),
    }
    names = [c.name for c in state.columns if c.name not in ("author_key", "is_inferred")]
    columns = [given.get(name, sa.cast(sa.null(), state.c[name].type)).label(name) for name in names]
    key = hashed([accounts.platform, accounts.author_id, instant(BEGINNING)])
    return sa.select(*columns, key.label("author_key"), sa.true().label("is_inferred"))


def _look_up_authors(connection: sa.Connection) -> None:
    """The state of each content's author at the time of the content."""
    as_of.create(connection)
    # SQLAlchemy has no ASOF JOIN; joined by range instead, busy accounts would meet each of their states each time.
    connection.exec_driver_sql(
        f"INSERT INTO {as_of.name} SELECT said.content_key, known.author_key, known.region, known.follower_count"
        f" FROM {work.content.name} said ASOF JOIN {state.name} known"
        " ON known.account = said.account AND known.valid_from <= said.event_at"
    )


def instant(value: object) -> sa.ColumnElement[Any]:
    """A fixed instant as a SQL expression."""
    return sa.cast(sa.literal(str(value)), INSTANT)
