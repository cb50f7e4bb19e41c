"""Pseudonyms -> those of the next generation, wherever they stand: in columns, in lines, in small databases.

Keyed hashes say by their shape what they are (`a_`, `k_` or `n_` and 20 hex digits), so nothing has to know which
column holds one. What people wrote is left as it is.
"""

import re
import sqlite3
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from records.ids import rekeyed

WRITTEN = frozenset({"title", "text", "extra"})
"""Columns with people's own words, which only look like a pseudonym by chance and must equal what a replay reads."""
_ROUGH = "[akn]_[0-9a-f]{20}"
_KEYED = re.compile(rf"(?<![0-9A-Za-z]){_ROUGH}(?![0-9A-Za-z])")
_GLOB = f"*[akn][_]{'[0-9a-f]' * 20}*"
_MARK = "pseudonym_mark"


@dataclass(frozen=True, slots=True)
class Renaming:
    """One rotation: what was keyed before is hashed once more."""

    secret: bytes
    mark: str
    """Stands at every place where it was done, so that it is done once."""

    def text(self, given: str) -> str:
        """The text with every pseudonym in it renamed."""
        return _KEYED.sub(lambda found: rekeyed(self.secret, found[0]), given)

    def table(self, rows: pa.Table) -> pa.Table:
        """The rows renamed, in the same order and with the same types; the same table where there is nothing to do."""
        for place, field in enumerate(rows.schema):
            column = None if field.name in WRITTEN else self._column(rows.column(place).combine_chunks())
            rows = rows if column is None else rows.set_column(place, field, column)
        return rows

    def _column(self, values: pa.Array) -> pa.Array | None:
        if _is_text(values.type):
            encoded = values.dictionary_encode()
            if not _may_hold(encoded.dictionary):
                return None
            named = [self.text(each) for each in encoded.dictionary.to_pylist()]
            return pa.array(named, values.type).take(encoded.indices)
        if not any(map(_may_hold, _texts_in(values))):
            return None
        return pa.array([self._value(each) for each in values.to_pylist()], values.type)

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {name: self._value(each) for name, each in value.items()}
        return type(value)(map(self._value, value)) if isinstance(value, (list, tuple)) else value

    def database(self, connection: sqlite3.Connection) -> bool:
        """Renames in every table within the caller's transaction; False where it was done before. Raises Error."""
        if not self.claims(connection):
            return False
        connection.create_function("renamed", 1, self.text, deterministic=True)
        for table in _tables(connection):
            for column in [row[1] for row in connection.execute(f'pragma table_info("{table}")')]:
                where = f"typeof(\"{column}\") = 'text' and \"{column}\" glob '{_GLOB}'"
                connection.execute(f'update "{table}" set "{column}" = renamed("{column}") where {where}')  # noqa: S608
        return True

    def claims(self, connection: sqlite3.Connection) -> bool:
        """Leaves the mark in a database within the caller's transaction; False where it stands already."""
        connection.execute(f"create table if not exists {_MARK} (mark text primary key)")
        if connection.execute(f"select 1 from {_MARK} where mark = ?", (self.mark,)).fetchone():  # noqa: S608
            return False
        connection.execute(f"insert into {_MARK} values (?)", (self.mark,))  # noqa: S608
        return True


def marks_of(connection: sqlite3.Connection) -> frozenset[str]:
    """The rotations that a database has been through."""
    if _MARK not in _tables(connection):
        return frozenset()
    return frozenset(row[0] for row in connection.execute(f"select mark from {_MARK}"))  # noqa: S608


def _tables(connection: sqlite3.Connection) -> list[str]:
    sql = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    return [row[0] for row in connection.execute(sql)]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts_in(values: pa.Array) -> list[pa.Array]:
    """Every text within lists, maps and structs."""
    kind = values.type
    if _is_text(kind):
        return [values]
    if pa.types.is_map(kind):
        return [each for inner in (values.keys, values.items) for each in _texts_in(inner)]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _texts_in(values.flatten())
    if pa.types.is_struct(kind):
        return [each for inner in values.flatten() for each in _texts_in(inner)]
    return _texts_in(values.dictionary) if pa.types.is_dictionary(kind) else []


def _may_hold(texts: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, _ROUGH)).as_py())
