"""Answers -> a page, a card, an index. Reads the warehouse's answers and metrics only."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from reports.alerts import alert_cards
from reports.build import MEMORY_MB, build_page
from reports.card import Card, build_card
from reports.index import build_index, newest_pages
from reports.ops import Stored, build_operations
from warehouse import answers
from warehouse.connect import Target

__all__ = [
    "Card",
    "Stored",
    "alert_cards",
    "brand_id_of",
    "brands_with_data",
    "build_card",
    "build_index",
    "build_operations",
    "build_page",
    "newest_pages",
    "reading_pages",
]


def brands_with_data(warehouse: Connection | Target) -> list[str]:
    """Ids of the tracked brands with at least one dated mention, in order of their names: those that have a page."""
    with answers.reading(warehouse) as connection:
        brands = [brand.brand_id for brand in answers.tracked_brands(connection)]
        return [brand_id for brand_id in brands if answers.data_until(connection, brand_id) is not None]


@contextmanager
def reading_pages(warehouse: Target) -> Iterator[Connection]:
    """One connection for the pages of many brands. Raises what opening a warehouse raises."""
    with answers.reading_all(warehouse, memory_mb=MEMORY_MB) as connection:
        yield connection


def brand_id_of(warehouse: Connection | Target, wanted: str) -> str:
    """The id of the brand with this id or name. Raises UsageError naming the brands that have data."""
    with answers.reading(warehouse) as connection:
        return answers.find_brand(connection, wanted).brand_id
