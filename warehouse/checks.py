"""Data quality: checks declared as data, proven by set queries, recorded in `fact_quality`; a failure stops a publish.

Results are counts only: no text and no ids of content leave the warehouse through a check.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from records.errors import QualityGateFailed
from warehouse import tables as t
from warehouse.rules import Check, gate_checks
from warehouse.sql import insert_rows
from warehouse.touched import EVERYTHING, Scope
from warehouse.troubles import troubles

__all__ = ["Check", "Result", "gate", "gate_checks", "record", "require_passed", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a check found."""

    check: Check
    failed_count: int
    observed: float | None = None
    """The largest value measured; None of a check without a threshold, and where nothing could be measured."""

    @property
    def is_passed(self) -> bool:
        """Whether no row broke the rule."""
        return self.failed_count == 0


def gate(connection: sa.Connection, *, run_id: str, checked_at: datetime, scope: Scope = EVERYTHING) -> list[Result]:
    """Runs all checks, records them in `fact_quality` and refuses what fails. Raises QualityGateFailed."""
    results = run(connection, gate_checks(), scope)
    record(connection, results, stage="gate", run_id=run_id, checked_at=checked_at, scope=scope)
    require_passed(connection)
    return results


def run(connection: sa.Connection, checks: Iterable[Check], scope: Scope = EVERYTHING) -> list[Result]:
    """Counts the rows in scope that break each check, in the order given."""
    ordered = list(checks)
    filled = _filled(connection, dict.fromkeys(check.table for check in ordered), scope)
    has_foreign_keys = connection.dialect.name == "postgresql"
    asked = [
        check
        for check in ordered
        if (check.table in filled or not check.needs_rows) and not (check.is_foreign_key and has_foreign_keys)
    ]
    found = {check: Result(check=check, failed_count=0) for check in ordered}
    for name in dict.fromkeys(check.table for check in asked):
        of_table = [check for check in asked if check.table == name]
        rows = [check for check in of_table if check.condition is not None]
        sets = [check for check in of_table if check.condition is None]
        found |= _count_rows(connection, t.METADATA.tables[name], rows, scope) if rows else {}
        found |= _count_sets(connection, sets, scope) if sets else {}
    return [found[check] for check in ordered]


def _filled(connection: sa.Connection, names: Iterable[str], scope: Scope) -> set[str]:
    """Tables that hold a row in scope."""
    tables = [t.METADATA.tables[name] for name in names]
    held = [sa.select(sa.literal(1)).select_from(table).where(scope.rows_of(table)).exists() for table in tables]
    if not tables:
        return set()
    row = connection.execute(sa.select(*held)).one()
    return {table.name for table, is_filled in zip(tables, row, strict=True) if is_filled}


def _count_rows(
    connection: sa.Connection, table: sa.Table, checks: Sequence[Check], scope: Scope
) -> dict[Check, Result]:
    """Rules about single rows of one table, by one scan of it."""
    counts = [sa.func.count(sa.case((check.condition, 1))) for check in checks if check.condition is not None]
    row = connection.execute(sa.select(*counts).select_from(table).where(scope.rows_of(table))).one()
    return {check: Result(check=check, failed_count=count) for check, count in zip(checks, row, strict=True)}


def _count_sets(connection: sa.Connection, checks: Sequence[Check], scope: Scope) -> dict[Check, Result]:
    """Other rules, by one statement: planning each alone costs more than counting."""
    figures = [check.figures(scope).add_columns(sa.literal(place)) for place, check in enumerate(checks)]
    return {
        checks[place]: Result(check=checks[place], failed_count=count, observed=observed)
        for count, observed, place in connection.execute(sa.union_all(*figures))
    }


def record(
    connection: sa.Connection,
    results: Sequence[Result],
    *,
    stage: str,
    run_id: str,
    checked_at: datetime,
    scope: Scope = EVERYTHING,
) -> None:
    """Writes results to `fact_quality` in place of those of the same stage."""
    connection.execute(sa.delete(t.fact_quality).where(t.fact_quality.c.stage == stage))
    rows = [
        {
            "check_name": result.check.name,
            "table_name": result.check.table,
            "run_id": run_id,
            "severity": result.check.severity,
            "stage": stage,
            "checked_at": checked_at,
            "failed_count": result.failed_count,
            "is_passed": result.is_passed,
            "description": result.check.en,
            "description_zh": result.check.zh,
            "scope": "everything" if scope is EVERYTHING else "touched",
            "threshold": result.check.threshold,
            "observed": result.observed,
        }
        for result in results
    ]
    insert_rows(connection, t.fact_quality, rows)


def require_passed(connection: sa.Connection, *, keys_at: Path | None = None) -> None:
    """Raises QualityGateFailed for recorded failures of severity `fail`: check, table, count, and where keys lie."""
    failed = troubles(connection, "fail")
    if not failed:
        return
    named = "; ".join(f"{each.check_name} on {each.table_name}: {each.failed_count} row(s)" for each in failed[:5])
    more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
    keys = f"; keys of these rows: {keys_at}" if keys_at else ""
    raise QualityGateFailed(
        f"quality gate: {len(failed)} check(s) failed, nothing was published and the last published warehouse stays:"
        f" {named}{more}{keys}; `scrm doctor` explains each; mend the source or configuration, then run `scrm load`"
    )
