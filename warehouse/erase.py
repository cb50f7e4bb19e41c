"""A built or published star without one person: rows about them gone, words of theirs masked, and no trace on the disk.

The star is a build of the lake, so this is for the time until the next load: the rows of the person go now, counts of
others' rows follow when `scrm load` reads the lake that no longer holds them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import sqlalchemy as sa

from records.errors import ScrmError
from warehouse import duck, postgres
from warehouse.columns import field_of, grain_of
from warehouse.tables import METADATA

_BATCH = 500
_UNKNOWN = -1

MaskAll = Callable[[Sequence[str | None]], Mapping[int, str]]
"""Position -> masked text, of the texts that hold anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom to take out."""

    author_id: str
    mention_ids: Collection[str]
    mask_all: MaskAll


@dataclass(slots=True)
class Removed:
    """What a star lost."""

    row_count: int = 0
    masked_count: int = 0


def erase_from_file(path: Path, person: Person) -> Removed:
    """Takes a person out of a DuckDB file and writes the rest anew, so that no freed block holds them.

    Killed at any moment, the file is the old one or the new one. Raises ScrmError.
    """
    aside, fresh = path.with_name(f".{path.name}.erasing"), path.with_name(f".{path.name}.fresh")
    for each in (aside, fresh):
        duck.remove_file(each)
    try:
        copy_file(path, aside)
        with duck.one_line(path, "erasing"), duck.engine_for(aside).begin() as connection:
            removed = erase(connection, person)
        copy_file(aside, fresh)
        fresh.replace(path)
        duck.log_of(path).unlink(missing_ok=True)
    finally:
        for each in (aside, fresh):
            duck.remove_file(each)
    return removed


def copy_file(source: Path, target: Path) -> None:
    """Writes a database file anew from its live rows, views and comments. Raises ScrmError."""
    duck.remove_file(target)
    old, new = (str(each).replace("'", "''") for each in (source, target))
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{old}' AS old")
            connection.execute(f"ATTACH '{new}' AS fresh (STORAGE_VERSION '{duck.STORAGE_VERSION}')")
            connection.execute("COPY FROM DATABASE old TO fresh")
            connection.execute("CHECKPOINT fresh")
    except duckdb.Error as error:
        raise ScrmError(f"{source}: cannot be written anew ({duck.first_line(error)}); run again") from None


def erase_from_server(url: str, person: Person) -> Removed:
    """The same in the schemas of a PostgreSQL database, whose freed rows VACUUM FULL then writes over."""
    engine = postgres.engine_for(url)
    removed = Removed()
    with postgres.one_line("erasing"):
        schemas = [name for name in ("star", "star_next", "star_old") if sa.inspect(engine).has_schema(name)]
        for schema in schemas:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL search_path = {schema}, public")
                connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
                found = erase(connection, person)
            removed.row_count += found.row_count
            removed.masked_count += found.masked_count
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for schema in schemas:
                for table in sa.inspect(connection).get_table_names(schema):
                    connection.exec_driver_sql(f'VACUUM FULL "{schema}"."{table}"')
    return removed


def erase(connection: sa.Connection, person: Person) -> Removed:
    """Takes a person out of a star, within the caller's transaction."""
    removed = Removed()
    there = set(sa.inspect(connection).get_table_names())
    tables = [table for table in reversed(METADATA.sorted_tables) if table.name in there]
    dead = _dead_members(connection, tables, person)
    for table in tables:
        removed.row_count += _cut_references(connection, table, dead)
    for table in tables:
        removed.row_count += _cut_named(connection, table, person)
        removed.masked_count += _mask(connection, table, person)
    return removed


def _dead_members(connection: sa.Connection, tables: list[sa.Table], person: Person) -> dict[str, list[int]]:
    """`dimension.key` -> the surrogate keys of the members that are the person or what they wrote."""
    dead: dict[str, list[int]] = {}
    for table in tables:
        key = next(iter(table.primary_key), None)
        if key is not None and isinstance(key.type, sa.BigInteger):
            statements = [sa.select(key).where(each) for each in _conditions(table, person)]
            keys = {each for asked in statements for each in connection.scalars(asked)}
            dead[f"{table.name}.{key.name}"] = sorted(keys)
    return dead


def _conditions(table: sa.Table, person: Person) -> list[sa.ColumnElement[bool]]:
    """What rows of a table say of themselves to be the person's: a pseudonym, or the id of what they wrote."""
    conditions: list[sa.ColumnElement[bool]] = [
        table.c[name] == person.author_id for name in ("author_id", "customer_id") if name in table.c
    ]
    if "mention_id" in table.c:
        ids = sorted(person.mention_ids)
        conditions += [table.c.mention_id.in_(ids[at : at + _BATCH]) for at in range(0, len(ids), _BATCH)]
    return conditions


def _cut_references(connection: sa.Connection, table: sa.Table, dead: Mapping[str, list[int]]) -> int:
    """Rows whose grain is about a dead member go; in all others the member becomes the unknown one."""
    count = 0
    key = {*grain_of(table).key, *(column.name for column in table.primary_key)}
    for column in table.columns:
        keys = dead.get(field_of(column).references or "", [])
        for at in range(0, len(keys), _BATCH):
            condition = column.in_(keys[at : at + _BATCH])
            if column.name in key:
                count += connection.execute(sa.delete(table).where(condition)).rowcount
            else:
                connection.execute(sa.update(table).where(condition).values({column.name: _UNKNOWN}))
    return count


def _cut_named(connection: sa.Connection, table: sa.Table, person: Person) -> int:
    return sum(connection.execute(sa.delete(table).where(each)).rowcount for each in _conditions(table, person))


def _mask(connection: sa.Connection, table: sa.Table, person: Person) -> int:
    """Masks texts; where a text tells rows apart, the row goes (a masked term is no term)."""
    count = 0
    for column in table.columns:
        if not isinstance(column.type, sa.String):
            continue
        values = list(connection.scalars(sa.select(column).where(column.is_not(None)).distinct()))
        for place, masked in person.mask_all(values).items():
            condition = column == values[place]
            if column.name in grain_of(table).key:
                connection.execute(sa.delete(table).where(condition))
            else:
                connection.execute(sa.update(table).where(condition).values({column.name: masked}))
            count += 1
    return count
