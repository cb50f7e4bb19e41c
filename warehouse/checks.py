"""Data quality: checks declared as data, proven by set queries, recorded in `fact_quality`; a failure stops a publish.

Results are counts only: no text and no ids of content leave the warehouse through a check.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from records.errors import QualityGateFailed
from warehouse import tables as t
from warehouse.rules import Check, gate_checks
from warehouse.sql import insert_rows

__all__ = ["Check", "Result", "gate", "gate_checks", "record", "require_passed", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a check found."""

    check: Check
    failed_count: int

    @property
    def is_passed(self) -> bool:
        """Whether no row broke the rule."""
        return self.failed_count == 0


def gate(connection: sa.Connection, *, run_id: str, checked_at: datetime) -> list[Result]:
    """Runs all checks, records them in `fact_quality` and refuses what fails. Raises QualityGateFailed."""
    results = run(connection, gate_checks())
    record(connection, results, stage="gate", run_id=run_id, checked_at=checked_at)
    require_passed(connection)
    return results


def require_passed(connection: sa.Connection) -> None:
    """Raises QualityGateFailed naming check, table and count of the recorded failures of severity `fail`."""
    quality = t.fact_quality.c
    failed = connection.execute(
        sa.select(quality.check_name, quality.table_name, quality.failed_count)
        .where(quality.severity == "fail", ~quality.is_passed)
        .order_by(quality.table_name, quality.check_name)
    ).all()
    if failed:
        named = "; ".join(f"{name} on {table}: {count} row(s)" for name, table, count in failed[:5])
        raise QualityGateFailed(f"quality gate: {len(failed)} check(s) failed, nothing was published: {named}")


def run(connection: sa.Connection, checks: Iterable[Check]) -> list[Result]:
    """Counts the rows that break each check."""
    return [Result(check=check, failed_count=connection.scalar(check.failed_count) or 0) for check in checks]


def record(
    connection: sa.Connection, results: Sequence[Result], *, stage: str, run_id: str, checked_at: datetime
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
            "description": result.check.description,
        }
        for result in results
    ]
    insert_rows(connection, t.fact_quality, rows)
