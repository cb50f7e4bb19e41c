"""Which brand, product, campaign and region the user's own books mean by the words they use."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from records import Brand
from records.ids import surrogate_key
from warehouse import tables as t
from warehouse.load import feeds
from warehouse.load.regions import country_of, province_of
from warehouse.load.staging import stage
from warehouse.members import NOT_APPLICABLE, UNKNOWN
from warehouse.sql import first_of, insert_rows, local_day

named = stage("named", "text:s brand_key:i product_key:i")
"""What each distinct text of the books names; texts that name nothing have no row."""

_TEXTS = (
    feeds.order.c.product, feeds.order.c.channel, feeds.survey.c.product, feeds.survey.c.channel,
    feeds.touchpoint.c.product, feeds.touchpoint.c.channel, feeds.cost.c.brand, feeds.cost.c.product,
    feeds.cost.c.channel,
)  # fmt: skip


def build_named(connection: sa.Connection, brands: Sequence[Brand]) -> None:
    """Reads every distinct text once: the longest brand or product name within it tells whose it is."""
    named.create(connection)
    texts = sa.union(*(sa.select(column.label("text")) for column in _TEXTS)).subquery().c.text
    found = ((text, meant(text, brands)) for text in connection.scalars(sa.select(texts).where(texts.is_not(None))))
    rows = [{"text": text, "brand_key": keys[0], "product_key": keys[1]} for text, keys in found if keys]
    insert_rows(connection, named, rows)


def meant(text: str, brands: Sequence[Brand]) -> tuple[int, int | None] | None:
    """(brand key, product key) that a text names; None where it names no brand, or several equally well.

    A product counts for its brand; one that several brands have counts for the brand that the text names as well, or
    for the user's own.
    """
    low, own = text.lower(), own_brand(brands)
    spoken = {brand.brand_id for brand in brands if _longest(low, (brand.name, *brand.rule.aliases))}
    goods = [
        (length, brand.brand_id, product.product_id)
        for brand in brands
        for product in brand.products
        if (length := _longest(low, (product.name, *product.rule.aliases)))
    ]
    for likely in (spoken, {own.brand_id} if own else set(), {brand.brand_id for brand in brands}):
        if among := [each for each in goods if each[1] in likely]:
            longest = max(each[0] for each in among)
            winners = {(brand_id, product_id) for length, brand_id, product_id in among if length == longest}
            return _keys(*winners.pop()) if len(winners) == 1 else None
    return _keys(spoken.pop()) if len(spoken) == 1 else None


def _longest(text: str, words: Iterable[str]) -> int:
    """Characters of the longest of these words that stands in a text; 0 where none does."""
    return max((len(word) for word in words if word.lower() in text), default=0)


def _keys(brand_id: str, product_id: str | None = None) -> tuple[int, int | None]:
    return surrogate_key(brand_id), surrogate_key(brand_id, product_id) if product_id else None


def own_brand(brands: Sequence[Brand]) -> Brand | None:
    """Whose books these are: the only brand, or the only one that lists competitors; None where that does not tell."""
    if len(brands) == 1:
        return brands[0]
    listing = [brand for brand in brands if brand.competitors]
    return listing[0] if len(listing) == 1 else None


def own_brand_key(brands: Sequence[Brand]) -> int:
    """The key of the user's own brand, or -1."""
    own = own_brand(brands)
    return surrogate_key(own.brand_id) if own else UNKNOWN


class Meaning:
    """Joins of a book's texts to what they name; the first that names a brand decides, else the user's own brand."""

    def __init__(self, rows: Any, texts: Iterable[str], brands: Sequence[Brand]) -> None:
        self._rows = rows
        self._own = own_brand_key(brands)
        self._joins = [(rows[name], named.alias(f"named_{name}")) for name in texts]

    def join(self, source: sa.FromClause) -> sa.FromClause:
        """The source with the joins."""
        for column, table in self._joins:
            source = source.outerjoin(table, table.c.text == column)
        return source

    def brand_key(self, *others: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """The brand that the texts name; else what something else tells (a campaign); else the user's own."""
        keys = [table.c.brand_key for _, table in self._joins]
        return sa.func.coalesce(*keys, *others, self._own).label("brand_key")

    @property
    def product_key(self) -> sa.ColumnElement[int]:
        """The product; -1 where the row names one that the configuration does not hold, -2 where it names none."""
        known = sa.func.coalesce(*(table.c.product_key for _, table in self._joins), UNKNOWN)
        return sa.case((self._rows.product.is_(None), NOT_APPLICABLE), else_=known).label("product_key")


def campaign_of(rows: Any, key: str, at: sa.ColumnElement[Any]) -> sa.Subquery:
    """(source, row id, campaign and brand key) of rows whose campaign is called like a configured one.

    Of several years' campaigns the one that began nearest to the day counts.
    """
    campaign = t.dim_campaign.c
    away = sa.func.abs(local_day(at) - campaign.begins_on)
    position = first_of(rows.source, rows[key], order_by=(away, campaign.campaign_key))
    matched = (
        sa.select(
            rows.source,
            rows[key].label("row_id"),
            campaign.campaign_key,
            campaign.brand_key,
            position.label("position"),
        )
        .join(t.dim_campaign, sa.func.lower(campaign.name) == sa.func.lower(rows.campaign))
        .where(campaign.campaign_key > 0)
        .subquery()
    )
    return sa.select(matched).where(matched.c.position == 1).subquery("campaign_of")


def campaign_key(rows: Any, found: sa.Subquery) -> sa.ColumnElement[int]:
    """The key found by `campaign_of`; -1 where the name is none of the configuration, -2 where there is none."""
    known = sa.func.coalesce(found.c.campaign_key, UNKNOWN)
    return sa.case((rows.campaign.is_(None), NOT_APPLICABLE), else_=known).label("campaign_key")


def widen_regions(connection: sa.Connection, written: sa.ColumnElement[Any]) -> None:
    """Adds regions that only these rows name to `dim_region`."""
    known = sa.select(t.dim_region.c.region).where(t.dim_region.c.region == written).exists()
    missing = connection.scalars(sa.select(written).where(written.is_not(None), ~known).distinct())
    rows = [
        {
            "region_key": surrogate_key(region),
            "region": region,
            "province": province_of(region),
            "country": country_of(region),
        }
        for region in sorted(missing)
    ]
    insert_rows(connection, t.dim_region, rows)
