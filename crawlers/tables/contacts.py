"""Rows of a service system -> contacts."""

from crawlers.tables.checks import check_score, check_text
from crawlers.tables.desk import REPEATED, Desk
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import compile_fields, evaluate
from crawlers.tables.targets import PERSON
from records import Contact

_OWN = ("contact_id", "customer_id", "agent_id", "contacted_at", "observed_at", "contact_count", *PERSON)


class ContactRows:
    """Reads contacts; a row with an id that the file holds already, unchanged, is a repeated one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[Contact] | Fault:
        """The contact of a row. Raises FieldError."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        sighting = tuple(values.values())
        if values.get("contact_id") and sighting in self._seen:
            return REPEATED
        self._seen.add(sighting)
        contacted_at = desk.moment(values, "contacted_at")
        scale = desk.spec.scales.get("satisfaction")
        check_score("satisfaction", values.get("satisfaction"), scale)
        check_text("text", values.get("text"))
        said = f"{values.get('reason') or ''}{values.get('text') or ''}"
        count = values.get("contact_count")
        agent = values.get("agent_id")
        contact = Contact(
            source=desk.spec.name,
            contact_id=desk.id_of(values.get("contact_id"), values.get("customer_id") or "", contacted_at, said),
            contacted_at=contacted_at,
            observed_at=desk.seen_at(values),
            query=desk.query,
            customer_id=desk.customer(values),
            agent_id=desk.book.pseudonym(f"agent:{agent}") if agent else None,
            contact_count=1 if count is None else count,
            satisfaction_scale=scale if values.get("satisfaction") is not None else None,
            **{name: value for name, value in values.items() if name not in _OWN},
        )
        return [contact]
