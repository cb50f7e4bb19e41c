"""What PostgreSQL enforces and how it lies on its disk, derived from what columns and tables declare.

The migrations create tables, columns and comments alike on both engines. On PostgreSQL two things are added: a fact of
content is partitioned by month of its `date_key` when it is created, and `constrain` puts keys, checks and indexes on
the newest schema. These are code, not schema, as views are: they leave before a migration and come back after it.

* UNIQUE: the grain of every table, special members aside. A partitioned table's grain holds its date as well, as
  PostgreSQL demands; that a content has one date is proven by the gate.
* FOREIGN KEY: every declared reference. Deferrable, so that a load may replace a dimension's row in mid-transaction.
* CHECK: what the gate refuses of a single row: values outside a closed range or a list, spans that are empty.
* Indexes: BRIN on a fact's date and day, B-tree on (brand, day), and on every key into a table whose rows are replaced.
  The day is reckoned from the key as views reckon it (`daykeys`): so they find it, and the planner knows its values.

DuckDB has none of this: there the gate proves the same by set queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from warehouse.columns import Refresh, field_of, grain_of
from warehouse.daykeys import reckoned
from warehouse.members import SPECIAL
from warehouse.postgres import execute_as_is
from warehouse.tables import METADATA

_NAME_BYTES = 63
"""Longest name PostgreSQL keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One constraint or index."""

    name: str
    table: str
    create: str
    """The statement that makes it."""
    is_index: bool = False

    @property
    def drop(self) -> str:
        """The statement that removes it if it is there."""
        if self.is_index:
            return f"DROP INDEX IF EXISTS {self.name}"
        return f"ALTER TABLE IF EXISTS {self.table} DROP CONSTRAINT IF EXISTS {self.name}"


def rules() -> list[Rule]:
    """Everything `constrain` makes, in the order it is made."""
    tables = METADATA.sorted_tables
    made = (_unique, _checks, _indexes, _references)
    return [rule for make in made for table in tables for rule in make(table)]


def constrain(connection: sa.Connection) -> None:
    """Puts constraints and indexes on the newest schema (rows in place are proven). Raises what the engine raises."""
    for rule in rules():
        execute_as_is(connection, rule.create)


def release(connection: sa.Connection) -> None:
    """Takes constraints and indexes off again, whichever are there, so that a migration meets bare tables."""
    for rule in reversed(rules()):
        execute_as_is(connection, rule.drop)


def partition_key(name: str) -> str | None:
    """The column a table is partitioned by; None for a table that is not.

    Facts of contents, of their counts and of days grow with every post and are read and replaced by day. fact_sentiment
    and bridge_mention_topic have no date of their own: they are always reached through their content.
    """
    table = METADATA.tables.get(name)
    if table is None or "date_key" not in table.c:
        return None
    is_growing = grain_of(table).refresh in (Refresh.CONTENT, Refresh.COUNT, Refresh.DAY)
    return "date_key" if is_growing and name.startswith("fact_") else None


def _unique(table: sa.Table) -> Iterator[Rule]:
    key = [*grain_of(table).key]
    if key == [column.name for column in table.primary_key]:
        return
    if (part := partition_key(table.name)) and part not in key:
        key.append(part)
    surrogate = next(iter(table.primary_key), None) if table.name.startswith("dim_") else None
    tail = "" if surrogate is None else f" WHERE {surrogate.name} > 0"
    # Unknown parts of a key are alike: two themes of NULL in one type are one theme twice.
    made = f"CREATE UNIQUE INDEX {{}} ON {table.name} ({_listed(key)}) NULLS NOT DISTINCT{tail}"
    yield _index("uq", table, "grain", made)


def _checks(table: sa.Table) -> Iterator[Rule]:
    for column in table.columns:
        field = field_of(column)
        if field.minimum is not None and field.maximum is not None:
            between = f"{_quoted(column.name)} BETWEEN {field.minimum} AND {field.maximum}"
            yield _constraint("ck", table, column.name, f"CHECK ({between})")
        if field.one_of:
            values = ", ".join("'" + value.replace("'", "''") + "'" for value in field.one_of)
            yield _constraint("ck", table, column.name, f"CHECK ({_quoted(column.name)} IN ({values}))")
        if column.primary_key and table.name.startswith("dim_"):
            yield _constraint("ck", table, column.name, f"CHECK ({column.name} >= {min(SPECIAL)})")
    if {"valid_from", "valid_to"} <= set(table.c.keys()):
        yield _constraint("ck", table, "span", "CHECK (valid_from < valid_to)")


def _indexes(table: sa.Table) -> Iterator[Rule]:
    if table.name.startswith("fact_") and "date_key" in table.c:
        day = f"({reckoned('date_key')})"
        yield _index("brin", table, "date_key", f"CREATE INDEX {{}} ON {table.name} USING brin (date_key, {day})")
        if "brand_key" in table.c:
            yield _index("ix", table, "brand_day", f"CREATE INDEX {{}} ON {table.name} (brand_key, {day})")
    first = grain_of(table).key[0]
    for column in table.columns:
        target = field_of(column).references
        if target and column.name != first and not column.primary_key and _is_replaced(target.partition(".")[0]):
            yield _index("ix", table, column.name, f"CREATE INDEX {{}} ON {table.name} ({_quoted(column.name)})")


def _is_replaced(name: str) -> bool:
    """Whether rows of a referenced table may be deleted: each deletion then looks for rows that still point there."""
    return grain_of(METADATA.tables[name]).refresh in (Refresh.CONTENT, Refresh.ACCOUNT, Refresh.PROFILE)


def _references(table: sa.Table) -> Iterator[Rule]:
    for column in table.columns:
        target = field_of(column).references
        if target:
            name, _, key = target.partition(".")
            foreign = f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {name} ({key}) DEFERRABLE INITIALLY IMMEDIATE"
            yield _constraint("fk", table, column.name, foreign)


def _constraint(prefix: str, table: sa.Table, about: str, body: str) -> Rule:
    name = _name(prefix, table, about)
    return Rule(name=name, table=table.name, create=f"ALTER TABLE {table.name} ADD CONSTRAINT {name} {body}")


def _index(prefix: str, table: sa.Table, about: str, statement: str) -> Rule:
    name = _name(prefix, table, about)
    return Rule(name=name, table=table.name, create=statement.format(name), is_index=True)


def _name(prefix: str, table: sa.Table, about: str) -> str:
    name = f"{prefix}_{table.name}_{about}"
    if len(name.encode()) > _NAME_BYTES:
        raise ValueError(f"{name}: longer than {_NAME_BYTES} bytes, PostgreSQL would cut it")
    return name


def _listed(names: list[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return f'"{name}"'
