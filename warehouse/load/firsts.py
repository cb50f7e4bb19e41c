"""Under which brand a content about several is filed, for facts of one row per content."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from records import Brand
from records.ids import surrogate_key
from warehouse import tables as t
from warehouse.load import staging, work
from warehouse.sql import first_of, insert_rows, insert_select, yes

first_brand = staging.stage(
    "first_brand",
    "content_key:i brand_key:i product_key:i date_key:i platform_key:i author_key:i",
)
brand_name = staging.stage("brand_name", "brand_key:i name:s")

ASSIGNED = "assigned"
"""Label of a link that a source's whole query was said to have."""


def build_first_brands(connection: sa.Connection, brands: Iterable[Brand]) -> None:
    """One brand-level row of `fact_mention` per content, with the product and author that stand there.

    The brand that the source's product field names comes first: it is what a review or complaint is filed under, and a
    rival is only compared with. Then the one the whole query is about, then the one named earliest in title or text,
    then by id.
    """
    for table in (brand_name, first_brand):
        table.create(connection)
    insert_rows(connection, brand_name, _names(brands))
    several = _several()
    alone = sa.select(*_keys()).where(_BRAND_ROW.mention_count == 1, ~_is_one_of(several))
    insert_select(connection, first_brand, alone)
    ranked = _ranked(several).subquery().c
    kept = [ranked[c.name] for c in first_brand.columns]
    insert_select(connection, first_brand, sa.select(*kept).where(ranked.position == 1))


_BRAND_ROW = t.fact_mention.c


def _keys() -> list[sa.ColumnElement[Any]]:
    keys = [_BRAND_ROW[name] for name in ("content_key", "brand_key", "date_key", "platform_key", "author_key")]
    return [*keys, _BRAND_ROW.lead_product_key.label("product_key")]


def _several() -> sa.Subquery:
    """Contents about several brands; only of these it must be told which comes first."""
    row = _BRAND_ROW
    counted = sa.select(row.content_key).where(row.mention_count == 1).group_by(row.content_key)
    return counted.having(sa.func.count() > 1).subquery("several")


def _is_one_of(several: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.select(several.c.content_key).where(several.c.content_key == _BRAND_ROW.content_key).exists()


def _ranked(several: sa.Subquery) -> sa.Select[Any]:
    row, brand, place = _BRAND_ROW, t.dim_brand.c, _places(several).c
    order = (
        place.in_product.nulls_last(),
        sa.func.coalesce(place.is_assigned, sa.false()).desc(),
        place.in_text.nulls_last(),
        brand.brand_id,
    )
    same = sa.and_(place.content_key == row.content_key, place.brand_key == row.brand_key)
    return (
        sa.select(*_keys(), first_of(row.content_key, order_by=order).label("position"))
        .join(t.dim_brand, brand.brand_key == row.brand_key)
        .outerjoin(place.content_key.table, same)
        .where(row.mention_count == 1, _is_one_of(several))
    )


def _names(brands: Iterable[Brand]) -> list[dict[str, Any]]:
    return [
        {"brand_key": surrogate_key(brand.brand_id), "name": name}
        for brand in brands
        for name in sorted({name.lower() for name in (brand.name, *brand.rule.aliases)})
    ]


def _places(several: sa.Subquery) -> sa.Subquery:
    """Per content and brand of its own: where its names stand in product field and text, and whether it was assigned.

    The links' spans do not tell: they leave out the product field, and take in the words of a brand's query.
    """
    row, content, said = _BRAND_ROW, work.content.c, work.verdict.c
    assigned = work.current_of("link").where(said.label == ASSIGNED, ~said.is_abstained).subquery().c
    wording = sa.func.coalesce(content.title, "") + "\n" + sa.func.coalesce(content.text, "")
    grouped: sa.Select[Any] = (
        sa.select(
            row.content_key,
            row.brand_key,
            sa.func.min(_place(content.product)).label("in_product"),
            sa.func.min(_place(wording)).label("in_text"),
            sa.func.bool_or(yes(assigned.content_key.is_not(None))).label("is_assigned"),
        )
        .join(work.content, content.content_key == row.content_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(brand_name, brand_name.c.brand_key == row.brand_key)
        .outerjoin(
            assigned.content_key.table,
            sa.and_(assigned.content_key == row.content_key, assigned.target == t.dim_brand.c.brand_id),
        )
        .where(row.mention_count == 1, ~row.is_inherited, _is_one_of(several))
        .group_by(row.content_key, row.brand_key)
    )
    return grouped.subquery("place")


def _place(words: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Position of a brand's name, from 1; NULL where it is not."""
    return sa.func.nullif(sa.func.strpos(sa.func.lower(words), brand_name.c.name), 0)
