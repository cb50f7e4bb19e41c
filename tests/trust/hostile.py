"""The reports' made-up warehouse with every word of people and brands put behind a payload."""

import hashlib
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.reports.conftest import build_warehouse
from tests.trust.payloads import ADDRESSES_OF_POSTS, FORMULAS, SCRIPTS

PAYLOADS = (*SCRIPTS, *FORMULAS)
_SINGLY = ("text", "title")
"""Columns with enough values for each payload to stand alone in some."""
_TOGETHER = ("author_name", "topic", "top_topic", "brand", "product", "persona", "before_persona")
"""Columns of few values: each value gets its share of the payloads, in turn."""


def build(path: Path) -> Path:
    """Writes the warehouse; equal words stay equal, so that its tables still join."""
    build_warehouse(path)
    with duckdb.connect(str(path)) as connection:
        # Two weeks and a quarter of the posts: enough for every payload, and a quarter of the time.
        connection.execute("DELETE FROM v_mention WHERE day < DATE '2026-10-26' OR content_key % 4 <> 0")
        sql = """SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)
            WHERE column_name IN (SELECT unnest(?))"""
        found = connection.execute(sql, [[*_SINGLY, *_TOGETHER, "url"]]).fetchall()
        for table, column in found:
            asked = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
            words = [word for (word,) in connection.execute(asked).fetchall()]
            hostile = pa.array([_hostile(column, word) for word in words], pa.string())
            connection.register("new", pa.table({"word": pa.array(words, pa.string()), "hostile": hostile}))
            connection.execute(f"UPDATE {table} SET {column} = hostile FROM new WHERE new.word = {table}.{column}")
    return path


def _hostile(column: str, word: str) -> str:
    number = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    if column == "url":
        return ADDRESSES_OF_POSTS[number % len(ADDRESSES_OF_POSTS)]
    if column in _SINGLY:
        return PAYLOADS[number % len(PAYLOADS)] + word
    return "".join(PAYLOADS[number % 5 :: 5]) + word
