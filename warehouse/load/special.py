"""Rows for the special members of every dimension."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import NAMES, NOT_APPLICABLE, SPECIAL, UNKNOWN
from warehouse.sql import insert_rows

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The first version of an author is valid from here: what was seen first is assumed of the time before."""
END = datetime(9999, 12, 31, tzinfo=UTC)
"""The last version is valid until here."""

_NAMED = {
    ("dim_brand", NOT_APPLICABLE): "未涉及品牌",
    ("dim_product", NOT_APPLICABLE): "品牌整体",
    ("dim_topic", UNKNOWN): "未分话题",
}
_FILLED: dict[str, dict[str, Any]] = {
    "dim_author": {
        "platform_key": UNKNOWN,
        "region_key": UNKNOWN,
        "valid_from": BEGINNING,
        "valid_to": END,
        "is_current": True,
        "is_inferred": False,
    },
    "dim_customer": {
        "region_key": UNKNOWN,
        "is_identified": False,
        "valid_from": BEGINNING,
        "valid_to": END,
        "is_current": True,
        "is_inferred": False,
    },
    "dim_model": {"is_current": False},
    "dim_product": {"brand_key": UNKNOWN},
    "dim_campaign": {"brand_key": UNKNOWN},
    "dim_content": {"platform_key": UNKNOWN, "content_class_key": UNKNOWN},
}


def insert_special_members(connection: sa.Connection) -> None:
    """Adds -1, -2, -3 and -4 to every dimension."""
    for table in t.METADATA.sorted_tables:
        if table.name.startswith("dim_"):
            insert_rows(connection, table, [_member(table, key) for key in SPECIAL])


def _member(table: sa.Table, key: int) -> dict[str, Any]:
    row: dict[str, Any] = {next(iter(table.primary_key.columns)).name: key, **_FILLED.get(table.name, {})}
    if "name" in table.c:
        row["name"] = _NAMED.get((table.name, key), NAMES[key])
    return row
