"""The rules of the gate: declared beside tables where a declaration says it, else one file a family."""

from warehouse import tables as t
from warehouse.rules.check import Check, Severity
from warehouse.rules.content import content_checks
from warehouse.rules.course import course_checks
from warehouse.rules.declared import declared_checks
from warehouse.rules.ledgers import ledger_checks
from warehouse.rules.rhythm import rhythm_checks
from warehouse.rules.shift import shift_checks
from warehouse.rules.sums import sum_checks

__all__ = ["Check", "Severity", "gate_checks"]


def gate_checks() -> list[Check]:
    """Everything that can be asked of a finished warehouse."""
    return [
        *declared_checks(t.METADATA.sorted_tables),
        *content_checks(),
        *sum_checks(),
        *ledger_checks(),
        *course_checks(),
        *rhythm_checks(),
        *shift_checks(),
    ]
