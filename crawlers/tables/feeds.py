"""Which reader turns the rows of a first-party file into records."""

from collections.abc import Callable, Sequence

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.reading import FeedRecord
from crawlers.spec import SourceSpec
from crawlers.tables.contacts import ContactRows
from crawlers.tables.desk import Desk
from crawlers.tables.faults import Fault, Row
from crawlers.tables.orders import OrderRows
from crawlers.tables.surveys import SurveyRows

_READERS: dict[str, type[OrderRows] | type[ContactRows] | type[SurveyRows]] = {
    "order": OrderRows,
    "contact": ContactRows,
    "survey": SurveyRows,
}


def feed_rows(
    spec: SourceSpec, query: str, book: AuthorBook, context: Context
) -> Callable[[Row], Sequence[FeedRecord] | Fault] | None:
    """A function from a row to its records; None for a source of mentions or authors."""
    reader = _READERS.get(spec.record)
    if reader is None:
        return None
    return reader(Desk(spec=spec, query=query, received_at=context.fetched_at, book=book, context=context)).read
