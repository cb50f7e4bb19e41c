"""One row of a file of accounts -> an author as seen then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.reading import Reading
from crawlers.spec import SourceSpec
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import compile_fields, evaluate
from records import COUNT_FIELDS, Author


class AccountRows:
    """Reads the rows of one file in order and remembers which accounts it has shown."""

    def __init__(self, spec: SourceSpec, received_at: datetime, book: AuthorBook, context: Context) -> None:
        self._received_at = received_at
        self._book = book
        self._context = context
        self._fields = compile_fields({k: v for k, v in spec.mention.items() if k not in COUNT_FIELDS})
        self._author_fields = compile_fields(spec.author)
        self.forget()

    def forget(self) -> None:
        """Forgets the rows read so far."""
        self._accounts: dict[str, list[dict[str, Any]]] = {}

    def read(self, row: Row, reading: Reading) -> Fault | None:
        """Adds the account to the reading, or says why the row holds none. Raises FieldError."""
        values = evaluate(self._author_fields, row, self._context)
        identity = values.get("id") or values.get("name")
        if not identity:
            return Fault("id: blank")
        seen_at = evaluate(self._fields, row, self._context).get("observed_at")
        namesakes = self._accounts.setdefault(identity, [])
        if (sighting := {**values, "seen_at": seen_at}) in namesakes:
            return Fault("repeated row", is_skip=True)
        namesakes.append(sighting)
        if len(namesakes) > 1 and seen_at is None:
            # A file without times lists an account once: other figures are another account of that name.
            values = {**values, "id": f"{identity}|{len(namesakes)}"}
        author = self._book.from_fields(values, seen_at or self._received_at)
        if author is not None:
            reading.authors.append(author)
        return None


def with_settled_marks(spec: SourceSpec, authors: Sequence[Author]) -> list[Author]:
    """Accounts without a mark are unmarked where the file marks others; else nothing tells."""
    rule = spec.author.get("is_verified")
    if not (rule and rule.converter == "present" and any(author.is_verified for author in authors)):
        return list(authors)
    return [replace(author, is_verified=False) if author.is_verified is None else author for author in authors]
