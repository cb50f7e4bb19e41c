"""Results of crm about customers: months, links to accounts, actions, satisfaction, watched accounts."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import customers, feeds
from warehouse.load.authors import instant
from warehouse.load.inputs import ProfileInputs
from warehouse.load.profiles import author_at_end_of
from warehouse.load.special import END
from warehouse.load.staging import stage
from warehouse.members import ALL, NOT_APPLICABLE, UNKNOWN
from warehouse.sql import date_key_of, day_key, insert_select, yes

_REAL = {sa.Date: "d", sa.String: "s", sa.Boolean: "b", sa.BigInteger: "i"}


def _of_month() -> str:
    """The columns that a result may give of a customer's month: those of the fact, and the region."""
    ours = {"customer_key", "date_key"}
    columns = (c for c in t.fact_customer_month.columns if c.name not in ours)
    return " ".join(f"{c.name}:{_REAL.get(type(c.type), 'f')}" for c in columns) + " region:s"


month = stage("customer_month", _of_month())
link = stage(
    "customer_link",
    "customer_id:s platform:s author_id:s valid_from:t valid_to:t match_probability:f is_active:b method:s reason:s",
)
action = stage(
    "customer_action",
    "action_id:s customer_id:s complaint_id:s brand_id:s product_id:s kind:s action:s channel:s reason:s state:s"
    " is_permitted:b proposed_at:t taken_at:t expected_gain:f cost_amount:f success_probability:f",
)
satisfaction = stage(
    "satisfaction",
    "brand_id:s product_id:s aspect:s channel:s month:d measure:s numerator:f denominator:f value_low:f value_high:f"
    " evidence_count:i evidence_grade:s is_proxy:b model_version:s",
)
watch = stage(
    "watch",
    "brand_id:s period_start:d period_end:d platform:s author_id:s reason:s mention_count:i is_silent:b",
)


def load_customer_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills everything that crm reckons about customers, in place of what an earlier call put there."""
    for table, files in (
        (month, inputs.customer_months), (link, inputs.customer_links), (action, inputs.customer_actions),
        (satisfaction, inputs.satisfaction), (watch, inputs.watches),
    ):  # fmt: skip
        feeds.read_known(connection, table, files)
    for fact in (
        t.fact_customer_month, t.fact_customer_action, t.bridge_customer_author, t.fact_satisfaction,
        t.fact_brand_author_watch,
    ):  # fmt: skip
        connection.execute(sa.delete(fact))
    customers.rebuild(connection, month, link, action)
    _load_months(connection)
    _load_links(connection)
    _load_actions(connection)
    _load_satisfaction(connection)
    _load_watches(connection)


def _load_months(connection: sa.Connection) -> None:
    rows = feeds.latest(month, "customer_id", "month")
    said = rows.c
    ended = customers.month_end(said.month)
    statement = (
        sa.select(
            *(said[c.name] for c in t.fact_customer_month.columns if c.name in said),
            date_key_of(ended - sa.text("INTERVAL '1' DAY")).label("date_key"),
            feeds.version_key(said.customer_id).label("customer_key"),
        )
        .select_from(rows.outerjoin(t.dim_customer, feeds.version_at(said.customer_id, ended)))
        .order_by(said.month, said.customer_id)
    )
    insert_select(connection, t.fact_customer_month, statement)


def _load_links(connection: sa.Connection) -> None:
    """A link without an end stands until withdrawn."""
    said, platform = link.c, t.dim_platform.c
    statement = (
        sa.select(
            *(said[name] for name in ("customer_id", "author_id", "valid_from", "match_probability", "method",
                                      "reason")),
            platform.platform_key,
            sa.func.coalesce(said.valid_to, instant(END)).label("valid_to"),
            yes(said.is_active).label("is_active"),
        )
        .join(t.dim_platform, platform.platform == said.platform)
        .order_by(said.customer_id, platform.platform_key, said.author_id, said.valid_from)
    )  # fmt: skip
    insert_select(connection, t.bridge_customer_author, statement)


def _load_actions(connection: sa.Connection) -> None:
    said = action.c
    same = [c.name for c in t.fact_customer_action.columns if c.name in said]
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.proposed_at).label("date_key"),
            feeds.version_key(said.customer_id).label("customer_key"),
            _brand_key(said, UNKNOWN),
            _product_key(said, NOT_APPLICABLE),
            sa.literal(1).label("action_count"),
        )
        .select_from(
            _with_goods(action, said).outerjoin(t.dim_customer, feeds.version_at(said.customer_id, said.proposed_at))
        )
        .order_by(said.proposed_at, said.action_id)
    )
    insert_select(connection, t.fact_customer_action, statement)


def _load_satisfaction(connection: sa.Connection) -> None:
    """What names no product, aspect or channel is the total over them."""
    said, aspect = satisfaction.c, t.dim_aspect.c
    same = [c.name for c in t.fact_satisfaction.columns if c.name in said and c.name not in ("channel", "is_proxy")]
    known_aspect = sa.func.coalesce(aspect.aspect_key, UNKNOWN)
    statement = sa.select(
        *(said[name] for name in same),
        sa.func.coalesce(said.channel, "all").label("channel"),
        yes(said.is_proxy).label("is_proxy"),
        day_key(sa.cast(said.month, sa.DateTime) + sa.text("INTERVAL '1' MONTH - INTERVAL '1' DAY")).label("date_key"),
        _brand_key(said, ALL),
        _product_key(said, ALL),
        sa.case((said.aspect.is_(None), ALL), else_=known_aspect).label("aspect_key"),
    ).select_from(_with_goods(satisfaction, said).outerjoin(t.dim_aspect, aspect.aspect == said.aspect))
    insert_select(connection, t.fact_satisfaction, statement.order_by(said.month, said.measure))


def _load_watches(connection: sa.Connection) -> None:
    """Watched accounts in the version of the end of the period; accounts that the star does not know have no row."""
    said = watch.c
    statement = (
        sa.select(
            t.dim_brand.c.brand_key,
            t.dim_author.c.author_key,
            t.dim_platform.c.platform_key,
            *(said[name] for name in ("period_start", "period_end", "reason")),
            sa.func.coalesce(said.mention_count, 0).label("mention_count"),
            yes(said.is_silent).label("is_silent"),
        )
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .join(t.dim_author, author_at_end_of(said))
        .order_by(said.period_start, t.dim_brand.c.brand_key, t.dim_author.c.author_key)
    )
    insert_select(connection, t.fact_brand_author_watch, statement)


def _with_goods(table: sa.FromClause, said: Any) -> sa.FromClause:
    brand, product = t.dim_brand.c, t.dim_product.c
    is_product = sa.and_(product.brand_id == said.brand_id, product.product_id == said.product_id)
    return table.outerjoin(t.dim_brand, brand.brand_id == said.brand_id).outerjoin(t.dim_product, is_product)


def _brand_key(said: Any, without: int) -> sa.ColumnElement[int]:
    known = sa.func.coalesce(t.dim_brand.c.brand_key, UNKNOWN)
    return sa.case((said.brand_id.is_(None), without), else_=known).label("brand_key")


def _product_key(said: Any, without: int) -> sa.ColumnElement[int]:
    known = sa.func.coalesce(t.dim_product.c.product_key, UNKNOWN)
    return sa.case((said.product_id.is_(None), without), else_=known).label("product_key")
