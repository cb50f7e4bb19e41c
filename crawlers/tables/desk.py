"""What the readers of first-party rows share: the file, its context and the pseudonyms of its people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.spec import SourceSpec
from crawlers.tables.checks import check_past
from crawlers.tables.faults import Fault
from crawlers.tables.fields import FieldError
from records.ids import hashed_native_id

REPEATED = Fault("repeated row", is_skip=True)


@dataclass(slots=True, kw_only=True)
class Desk:
    """One first-party file being read."""

    spec: SourceSpec
    query: str
    received_at: datetime
    book: AuthorBook
    context: Context
    _ordinals: Counter[str] = field(default_factory=Counter)

    def customer(self, values: Mapping[str, Any]) -> str | None:
        """The pseudonym of a row's customer; number, telephone and nickname never leave this room."""
        return self.known_customer(values) if values.get("customer_id") else None

    def known_customer(self, values: Mapping[str, Any]) -> str:
        """The same of a row that cannot do without. Raises FieldError for a blank number."""
        customer_id = self.book.pseudonym(required(values, "customer_id"))
        self.book.note_customer(customer_id, contact=values.get("contact"), nickname=values.get("nickname"))
        return customer_id

    def seen_at(self, values: Mapping[str, Any]) -> datetime:
        """When a row was seen: as the file says, else when it arrived."""
        found: datetime = values.get("observed_at") or self.received_at
        return found

    def moment(self, values: Mapping[str, Any], name: str) -> datetime:
        """A row's time. Raises FieldError where it is blank or lies in the future."""
        instant: datetime = required(values, name)
        check_past(name, instant, self.received_at)
        return instant

    def id_of(self, given: str | None, who: str, when: datetime, what: str) -> str:
        """The system's id, or one hashed from what the row says, with its place among equal rows."""
        if given:
            return given
        parts = (self.spec.platform, who, when.isoformat(), what)
        first = hashed_native_id(*parts, 0)
        ordinal = self._ordinals[first]
        self._ordinals[first] += 1
        return hashed_native_id(*parts, ordinal) if ordinal else first


def required(values: Mapping[str, Any], name: str) -> Any:
    """The value of a field that a record cannot do without. Raises FieldError."""
    if values.get(name) is None:
        raise FieldError(f"{name}: blank")
    return values[name]
