"""Rows of a consent register -> consents."""

from crawlers.tables.desk import REPEATED, Desk, required
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import compile_fields, evaluate
from records import Consent

_OWN = ("consent_id", "customer_id", "decided_at", "observed_at", "is_granted")


class ConsentRows:
    """Reads consents; a row that the file repeats is skipped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[Consent] | Fault:
        """The consent of a row. Raises FieldError: a word that is neither yes nor no is never taken for a yes."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        sighting = tuple(values.values())
        if sighting in self._seen:
            return REPEATED
        customer, is_granted = required(values, "customer_id"), required(values, "is_granted")
        decided_at = desk.moment(values, "decided_at")
        self._seen.add(sighting)
        what = f"{values.get('purpose') or ''}{is_granted}"
        consent = Consent(
            source=desk.spec.name,
            consent_id=desk.id_of(values.get("consent_id"), customer, decided_at, what),
            customer_id=desk.book.pseudonym(customer),
            decided_at=decided_at,
            observed_at=desk.seen_at(values),
            is_granted=is_granted,
            query=desk.query,
            **{name: value for name, value in values.items() if name not in _OWN},
        )
        return [consent]
