"""`fact_mention`: which content is about which brand or product, by its own words or through its thread."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import authors, repeats, staging, work
from warehouse.members import NOT_APPLICABLE, UNKNOWN
from warehouse.sql import date_key_of, insert_select, one_if

link = staging.stage("link", "mention_id:s brand_key:i product_key:i is_inherited:b")
own = staging.stage("own_link", "mention_id:s brand_key:i product_key:i is_central:b")

NOT_ORGANIC = ("paid", "lottery", "BGC")
"""Classes of content that nobody posted of their own accord."""
CENTRAL = 1.0
"""Prominence (`value` of a link) from which a text is about the brand and does not name it in passing only."""


def build_links(connection: sa.Connection) -> None:
    """Own links, and for content without any the central ones of its thread's root, else of its parent.

    A product's brand gets a brand-level row too. Targets no longer tracked are left out, and so is what answers a
    complaint, whose product field merely repeats the complaint's.
    """
    for table in (own, link):
        table.create(connection)
    insert_select(connection, own, _own_links())
    taken = [own.c[name] for name in ("mention_id", "brand_key", "product_key")]
    insert_select(connection, link, sa.select(*taken, sa.false().label("is_inherited")))
    insert_select(connection, link, _through("root_id"))
    insert_select(connection, link, _through("parent_id"))


def load_mentions(connection: sa.Connection) -> None:
    """One row per content and brand, one more per product named; -2 for content about no tracked brand."""
    said, content = work.content.c, t.dim_content.c
    brand_key = sa.func.coalesce(link.c.brand_key, NOT_APPLICABLE)
    product_key = sa.func.coalesce(link.c.product_key, NOT_APPLICABLE)
    is_brand_row = product_key == NOT_APPLICABLE
    lead = _lead_products()
    counted = one_if(is_brand_row)
    adds_nothing = sa.or_(repeats.is_repeat_within(brand_key, product_key), repeats.is_bare_repost(said))
    army = work.water_army()
    weight = organic_weight(army.c.weight)
    statement = (
        sa.select(
            content.content_key,
            brand_key.label("brand_key"),
            product_key.label("product_key"),
            date_key_of(said.published_at).label("date_key"),
            content.platform_key,
            sa.func.coalesce(t.dim_author.c.author_key, UNKNOWN).label("author_key"),
            sa.func.coalesce(t.dim_author.c.region_key, UNKNOWN).label("region_key"),
            sa.case((is_brand_row, sa.func.coalesce(lead.c.product_key, NOT_APPLICABLE)), else_=product_key).label(
                "lead_product_key"
            ),
            said.published_at,
            sa.func.coalesce(link.c.is_inherited, sa.false()).label("is_inherited"),
            counted.label("mention_count"),
            (1 - counted).label("product_mention_count"),
            sa.case((adds_nothing, 0), else_=counted).label("deduplicated_count"),
            (counted * weight).label("organic_count"),
            authors.follower.c.follower_count.label("author_follower_count"),
        )
        .join(t.dim_content, content.mention_id == said.mention_id)
        .join(t.dim_content_class, t.dim_content_class.c.content_class_key == content.content_class_key)
        .outerjoin(link, link.c.mention_id == said.mention_id)
        .outerjoin(lead, sa.and_(lead.c.mention_id == link.c.mention_id, lead.c.brand_key == link.c.brand_key))
        .outerjoin(army, army.c.mention_id == said.mention_id)
        .outerjoin(repeats.repeat, repeats.repeat.c.mention_id == said.mention_id)
        .outerjoin(t.dim_author, as_of(t.dim_author, said, content.platform_key))
        .outerjoin(authors.follower, _followers_as_of(said))
        .order_by(sa.text("date_key"), brand_key, content.content_key, product_key)
    )
    insert_select(connection, t.fact_mention, statement)


def as_of(author: Any, said: Any, platform_key: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """The author version that was valid when the content was published."""
    return sa.and_(
        author.c.platform_key == platform_key,
        author.c.author_id == said.author_id,
        author.c.valid_from <= said.event_at,
        said.event_at < author.c.valid_to,
    )


def organic_weight(army_weight: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """0 for paid, lottery and brand's own content, the integrity engine's weight for a suspect, else 1."""
    return sa.case(
        (t.dim_content_class.c.content_class.in_(NOT_ORGANIC), 0.0), else_=sa.func.coalesce(army_weight, 1.0)
    )


def _own_links() -> sa.Select[Any]:
    said = work.current_of("link").where(~work.verdict.c.is_abstained).subquery().c
    brand, product = t.dim_brand.c, t.dim_product.c
    # Annotations written before prominence was measured have none: as before, each counts as central.
    is_central = (sa.func.coalesce(said.value, CENTRAL) >= CENTRAL).label("is_central")
    whole = sa.literal(NOT_APPLICABLE).label("product_key")
    named = product.brand_id + "/" + product.product_id == said.target
    products = sa.select(said.mention_id, product.brand_key, product.product_key, is_central).join(t.dim_product, named)
    implied = sa.select(said.mention_id, product.brand_key, whole, is_central).join(t.dim_product, named)
    brands = sa.select(said.mention_id, brand.brand_key, whole, is_central).join(
        t.dim_brand, brand.brand_id == said.target
    )
    rows = sa.union_all(brands, implied, products).subquery().c
    keys = (rows.mention_id, rows.brand_key, rows.product_key)
    grouped: sa.Select[Any] = (
        sa.select(*keys, sa.func.bool_or(rows.is_central).label("is_central"))
        .where(~work.is_answer(rows.mention_id))
        .group_by(*keys)
    )
    return grouped


def _through(column: str) -> sa.Select[Any]:
    """Central links of the content named by `root_id` or `parent_id`, for content that has none so far."""
    child, ancestor = work.content.c, work.content.alias("ancestor").c
    has_any = sa.select(link.c.mention_id).where(link.c.mention_id == child.mention_id)
    return (
        sa.select(child.mention_id, own.c.brand_key, own.c.product_key, sa.true().label("is_inherited"))
        .join(
            ancestor.mention_id.table,
            sa.and_(ancestor.platform == child.platform, ancestor.native_id == child[column]),
        )
        .join(own, own.c.mention_id == ancestor.mention_id)
        .where(own.c.is_central, ~has_any.exists(), ~work.is_answer(child.mention_id))
    )


def _lead_products() -> sa.Subquery:
    """The first product of each content and brand, by product id."""
    ranked = (
        sa.select(
            link.c.mention_id,
            link.c.brand_key,
            link.c.product_key,
            sa.func.row_number()
            .over(partition_by=(link.c.mention_id, link.c.brand_key), order_by=t.dim_product.c.product_id)
            .label("position"),
        )
        .join(t.dim_product, t.dim_product.c.product_key == link.c.product_key)
        .where(link.c.product_key > 0)
        .subquery()
        .c
    )
    return (
        sa.select(ranked.mention_id, ranked.brand_key, ranked.product_key).where(ranked.position == 1).subquery("lead")
    )


def _followers_as_of(said: Any) -> sa.ColumnElement[bool]:
    seen = authors.follower.c
    return sa.and_(
        seen.platform == said.platform,
        seen.author_id == said.author_id,
        seen.valid_from <= said.event_at,
        said.event_at < seen.valid_to,
    )
