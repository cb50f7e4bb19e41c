"""`fact_mention`: which content is about which brand or product, by its own words or through its thread."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import filed, repeats, staging, work
from warehouse.load.authors import as_of
from warehouse.members import NOT_APPLICABLE, UNKNOWN
from warehouse.sql import date_key_of, insert_select, one_if, yes
from warehouse.tone import APART, WHOLE, stated, verdicts_on

link = staging.stage("link", "content_key:i brand_key:i product_key:i is_inherited:b")
own = staging.stage("own_link", "content_key:i brand_key:i product_key:i is_central:b")
tracked = staging.stage("tracked", "target:s brand_key:i product_key:i")
"""Targets of links with the rows each gives: a product's brand gets a brand-level row too."""

NOT_ORGANIC = ("paid", "lottery", "BGC")
"""Classes of content that nobody posted of their own accord."""
CENTRAL = 1.0
"""Prominence (`value` of a link) from which a text is about the brand and does not name it in passing only."""


def build_links(connection: sa.Connection) -> None:
    """Own links, and for content without any the central ones of its thread's root, else of its parent.

    A product's brand gets a brand-level row too. Targets no longer tracked are left out, and so is what answers a
    complaint, whose product field merely repeats the complaint's.
    """
    for table in (tracked, own, link):
        table.create(connection)
    insert_select(connection, tracked, _tracked())
    insert_select(connection, own, _own_links())
    taken = [own.c[name] for name in ("content_key", "brand_key", "product_key")]
    insert_select(connection, link, sa.select(*taken, sa.false().label("is_inherited")))
    insert_select(connection, link, _through("root_key"))
    insert_select(connection, link, _through("parent_key"))


def load_mentions(connection: sa.Connection) -> None:
    """One row per content and brand, one more per product named; -2 for content about no tracked brand.

    What most questions count by stands on the row itself, tone included (`fact_sentiment` is loaded before): rows lie
    by day, so a week is read without looking into the large tables of contents and verdicts.
    """
    said, trait, author, judged = work.content.c, work.trait.c, as_of.c, filed.verdicts().c
    brand_key = sa.func.coalesce(link.c.brand_key, NOT_APPLICABLE)
    product_key = sa.func.coalesce(link.c.product_key, NOT_APPLICABLE)
    repeats.build_within(connection, _rows(brand_key, product_key))
    is_brand_row = product_key == NOT_APPLICABLE
    lead = _lead_products()
    of_whole, of_brand = verdicts_on(said.content_key, brand_key)
    counted = one_if(is_brand_row)
    repeat = repeats.within.c
    adds_nothing = sa.or_(repeat.content_key.is_not(None), repeats.is_bare_repost(said))
    statement = (
        sa.select(
            said.content_key,
            brand_key.label("brand_key"),
            product_key.label("product_key"),
            date_key_of(said.published_at).label("date_key"),
            t.dim_platform.c.platform_key,
            sa.func.coalesce(author.author_key, UNKNOWN).label("author_key"),
            sa.func.coalesce(t.dim_region.c.region_key, UNKNOWN).label("region_key"),
            sa.case((is_brand_row, sa.func.coalesce(lead.c.product_key, NOT_APPLICABLE)), else_=product_key).label(
                "lead_product_key"
            ),
            said.published_at,
            sa.func.coalesce(link.c.is_inherited, sa.false()).label("is_inherited"),
            counted.label("mention_count"),
            (1 - counted).label("product_mention_count"),
            sa.case((adds_nothing, 0), else_=counted).label("deduplicated_count"),
            (counted * organic_weight(trait.content_class, trait.army_weight)).label("organic_count"),
            author.follower_count.label("author_follower_count"),
            said.source.label("content_source"),
            said.kind.label("content_kind"),
            stated().label("sentiment"),
            yes(filed.is_complaint(judged)).label("is_complaint"),
            sa.func.coalesce(trait.is_water_army, sa.false()).label("is_army_suspect"),
        )
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .outerjoin(work.trait, trait.content_key == said.content_key)
        .outerjoin(link, link.c.content_key == said.content_key)
        .outerjoin(lead, sa.and_(lead.c.content_key == link.c.content_key, lead.c.brand_key == link.c.brand_key))
        .outerjoin(repeats.within, _same_row(said.content_key, brand_key, product_key))
        .outerjoin(as_of, author.content_key == said.content_key)
        .outerjoin(t.dim_region, t.dim_region.c.region == author.region)
        .outerjoin(judged.content_key.table, judged.content_key == said.content_key)
        .outerjoin(WHOLE, of_whole)
        .outerjoin(APART, of_brand)
        .order_by(sa.text("date_key"), brand_key, said.content_key, product_key)
    )
    insert_select(connection, t.fact_mention, statement)


def _rows(brand_key: sa.ColumnElement[Any], product_key: sa.ColumnElement[Any]) -> sa.Subquery:
    """The key of every row there will be."""
    said = work.content.c
    keys = (said.content_key, brand_key.label("brand_key"), product_key.label("product_key"))
    return sa.select(*keys).outerjoin(link, link.c.content_key == said.content_key).subquery("row")


def _same_row(content_key: Any, brand_key: Any, product_key: Any) -> sa.ColumnElement[bool]:
    row = repeats.within.c
    return sa.and_(row.content_key == content_key, row.brand_key == brand_key, row.product_key == product_key)


def organic_weight(content_class: Any, army_weight: Any) -> sa.ColumnElement[Any]:
    """0 for paid, lottery and brand's own content, the integrity engine's weight for a suspect, else 1."""
    return sa.case((content_class.in_(NOT_ORGANIC), 0.0), else_=sa.func.coalesce(army_weight, 1.0))


def _tracked() -> sa.Select[Any]:
    brand, product = t.dim_brand.c, t.dim_product.c
    whole = sa.literal(NOT_APPLICABLE).label("product_key")
    named = (product.brand_id + "/" + product.product_id).label("target")
    rows = sa.union_all(
        sa.select(brand.brand_id.label("target"), brand.brand_key, whole).where(brand.brand_id.is_not(None)),
        sa.select(named, product.brand_key, whole).where(product.product_id.is_not(None)),
        sa.select(named, product.brand_key, product.product_key).where(product.product_id.is_not(None)),
    ).subquery()
    return sa.select(*rows.c)


def _own_links() -> sa.Select[Any]:
    said = work.current_of("link").where(~work.verdict.c.is_abstained).subquery().c
    # Annotations written before prominence was measured have none: as before, each counts as central.
    is_central = sa.func.bool_or(sa.func.coalesce(said.value, CENTRAL) >= CENTRAL).label("is_central")
    keys = (said.content_key, tracked.c.brand_key, tracked.c.product_key)
    grouped: sa.Select[Any] = (
        sa.select(*keys, is_central)
        .join(tracked, tracked.c.target == said.target)
        .where(said.content_key.is_not(None), ~work.is_answer(said.content_key))
        .group_by(*keys)
    )
    return grouped


def _through(column: str) -> sa.Select[Any]:
    """Central links of the content named by `root_key` or `parent_key`, for content that has none so far."""
    child = work.content.c
    has_any = sa.select(link.c.content_key).where(link.c.content_key == child.content_key)
    return (
        sa.select(child.content_key, own.c.brand_key, own.c.product_key, sa.true().label("is_inherited"))
        .join(own, own.c.content_key == child[column])
        .where(own.c.is_central, ~has_any.exists(), ~work.is_answer(child.content_key))
    )


def _lead_products() -> sa.Subquery:
    """The first product of each content and brand, by product id."""
    ranked = (
        sa.select(
            link.c.content_key,
            link.c.brand_key,
            link.c.product_key,
            sa.func.row_number()
            .over(partition_by=(link.c.content_key, link.c.brand_key), order_by=t.dim_product.c.product_id)
            .label("position"),
        )
        .join(t.dim_product, t.dim_product.c.product_key == link.c.product_key)
        .where(link.c.product_key > 0)
        .subquery()
        .c
    )
    return (
        sa.select(ranked.content_key, ranked.brand_key, ranked.product_key).where(ranked.position == 1).subquery("lead")
    )
