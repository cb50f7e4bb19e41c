"""Authors over time: spans in which nothing that matters changed (SCD2), rebuilt whole."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging, work
from warehouse.load.inputs import Inputs
from warehouse.load.special import BEGINNING, END
from warehouse.members import UNKNOWN
from warehouse.sql import insert_keyed, insert_select, yes
from warehouse.tables.shared import INSTANT

state = staging.stage(
    "author_state",
    "platform:s author_id:s observed_at:t name:s follower_count:i tier:s is_verified:b verified_type:s region:s",
)
follower = staging.stage("follower", "platform:s author_id:s follower_count:i valid_from:t valid_to:t")

TRACKED = ("name", "tier", "is_verified", "verified_type", "region")
"""A change in any of these opens a new version; followers do so only by tier."""


def build_author_states(connection: sa.Connection, inputs: Inputs) -> None:
    """What was known of each account after each observation.

    A source that does not say leaves the last known state standing; what nobody said until then takes the first known.
    """
    for table in (state, follower):
        table.create(connection)
    seen = _one_per_moment().cte("seen")
    grouped = _numbered(seen).cte("numbered")
    filled = _filled(grouped).subquery().c
    tier = tier_of(filled.follower_count, inputs)
    columns = [tier.label("tier") if c.name == "tier" else filled[c.name] for c in state.columns]
    insert_select(connection, state, sa.select(*columns))
    insert_select(connection, follower, _spans(("follower_count",)))


def tier_of(followers: sa.ColumnElement[Any], inputs: Inputs) -> sa.ColumnElement[Any]:
    """The tier of a follower count; NULL stays unknown."""
    falling = sorted(inputs.tiers.items(), key=lambda item: -item[1])
    return sa.case(*((followers >= floor, sa.literal(name)) for name, floor in falling))


def load_authors(connection: sa.Connection) -> None:
    """`dim_author`: one row per account and span, and one for each account known only from its content."""
    versions = _spans(TRACKED).cte("versions")
    latest_from = sa.func.max(versions.c.valid_from).over(partition_by=(versions.c.platform, versions.c.author_id))
    profiled = sa.select(
        versions, yes(versions.c.valid_from == latest_from).label("is_current"), sa.false().label("is_inferred")
    )
    everyone = sa.union_all(profiled, _inferred()).subquery().c
    platform, region = t.dim_platform.c, t.dim_region.c
    about = _type_one().subquery().c
    statement = (
        sa.select(
            everyone.platform,
            platform.platform_key,
            *(everyone[name] for name in ("author_id", "name", "tier", "is_verified", "verified_type")),
            sa.func.coalesce(region.region_key, UNKNOWN).label("region_key"),
            about.gender,
            about.category,
            *(everyone[name] for name in ("valid_from", "valid_to", "is_current", "is_inferred")),
        )
        .join(t.dim_platform, platform.platform == everyone.platform)
        .outerjoin(t.dim_region, region.region == everyone.region)
        .outerjoin(
            about.author_id.table, sa.and_(about.platform == everyone.platform, about.author_id == everyone.author_id)
        )
    )
    insert_keyed(connection, t.dim_author, statement, ("platform", "author_id", "valid_from"))


def _one_per_moment() -> sa.Select[Any]:
    seen = staging.author.c
    values = [sa.func.max(seen[name]).label(name) for name in ("name", "follower_count", "verified_type", "region")]
    verified = sa.func.bool_or(seen.is_verified).label("is_verified")
    grain = (seen.platform, seen.author_id, seen.observed_at)
    return sa.select(*grain, *values, verified).group_by(*grain)


_CARRIED = ("name", "follower_count", "is_verified", "verified_type", "region")


def _numbered(seen: sa.CTE) -> sa.Select[Any]:
    """Each row with, per attribute, how many known values there were up to it: the number of its run of one value."""
    window: dict[str, Any] = {"partition_by": (seen.c.platform, seen.c.author_id), "order_by": seen.c.observed_at}
    runs = [sa.func.count(seen.c[name]).over(**window).label(f"{name}_run") for name in _CARRIED]
    return sa.select(seen, *runs)


def _filled(rows: sa.CTE) -> sa.Select[Any]:
    account = (rows.c.platform, rows.c.author_id)
    columns = []
    for name in _CARRIED:
        value, run = rows.c[name], rows.c[f"{name}_run"]
        largest = sa.func.bool_or if name == "is_verified" else sa.func.max
        last_known = largest(value).over(partition_by=(*account, run))
        first_known = largest(sa.case((run == 1, value))).over(partition_by=account)
        columns.append(sa.func.coalesce(last_known, first_known).label(name))
    return sa.select(*account, rows.c.observed_at, *columns)


def _spans(tracked: tuple[str, ...]) -> sa.Select[Any]:
    """Spans of an account in which none of `tracked` changes: [valid_from, valid_to)."""
    rows = state.c
    window: dict[str, Any] = {"partition_by": (rows.platform, rows.author_id), "order_by": rows.observed_at}
    position = sa.func.row_number().over(**window)
    differs = sa.or_(*(rows[name].is_distinct_from(sa.func.lag(rows[name]).over(**window)) for name in tracked))
    marked = sa.select(state, position.label("position"), yes(differs).label("differs")).subquery().c
    opening = sa.select(*marked).where(sa.or_(marked.position == 1, marked.differs)).subquery().c
    following = sa.func.lead(opening.observed_at).over(
        partition_by=(opening.platform, opening.author_id), order_by=opening.observed_at
    )
    begins = sa.case((opening.position == 1, instant(BEGINNING)), else_=opening.observed_at)
    return sa.select(
        opening.platform,
        opening.author_id,
        *(opening[name] for name in tracked),
        begins.label("valid_from"),
        sa.func.coalesce(following, instant(END)).label("valid_to"),
    )


def _inferred() -> sa.Select[Any]:
    named = work.content.c
    known = sa.select(state.c.author_id).where(state.c.platform == named.platform, state.c.author_id == named.author_id)
    texts = [sa.cast(sa.null(), sa.Boolean if name == "is_verified" else sa.String).label(name) for name in TRACKED]
    return (
        sa.select(
            named.platform,
            named.author_id,
            *texts,
            instant(BEGINNING).label("valid_from"),
            instant(END).label("valid_to"),
            sa.true().label("is_current"),
            sa.true().label("is_inferred"),
        )
        .where(named.author_id.is_not(None), ~known.exists())
        .distinct()
    )


def _type_one() -> sa.Select[Any]:
    """Attributes without history: the last known of each."""
    seen = staging.author.c
    account = (seen.platform, seen.author_id)
    latest = []
    for name in ("gender", "category"):
        order = (seen[name].is_(None), seen.observed_at.desc(), seen[name])
        latest.append(sa.func.first_value(seen[name]).over(partition_by=account, order_by=order).label(name))
    return sa.select(*account, *latest).distinct()


def instant(value: object) -> sa.ColumnElement[Any]:
    """A fixed instant as a SQL expression."""
    return sa.cast(sa.literal(str(value)), INSTANT)
