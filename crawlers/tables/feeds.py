"""Which reader turns the rows of a first-party file into records."""

from collections.abc import Callable, Sequence
from typing import Protocol

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.spec import SourceSpec
from crawlers.tables.consents import ConsentRows
from crawlers.tables.contacts import ContactRows
from crawlers.tables.costs import CostRows
from crawlers.tables.desk import Desk
from crawlers.tables.faults import Fault, Row
from crawlers.tables.loyalty import LoyaltyRows
from crawlers.tables.orders import OrderRows
from crawlers.tables.referrals import ReferralRows
from crawlers.tables.surveys import SurveyRows
from crawlers.tables.touchpoints import TouchpointRows
from records import FeedRecord


class _Rows(Protocol):
    def __init__(self, desk: Desk) -> None: ...

    def read(self, row: Row) -> Sequence[FeedRecord] | Fault: ...


_READERS: dict[str, type[_Rows]] = {
    "order": OrderRows,
    "contact": ContactRows,
    "survey": SurveyRows,
    "referral": ReferralRows,
    "loyalty": LoyaltyRows,
    "touchpoint": TouchpointRows,
    "cost": CostRows,
    "consent": ConsentRows,
}


def feed_rows(
    spec: SourceSpec, query: str, book: AuthorBook, context: Context
) -> Callable[[Row], Sequence[FeedRecord] | Fault] | None:
    """A function from a row to its records; None for a source of mentions or authors."""
    reader = _READERS.get(spec.record)
    if reader is None:
        return None
    return reader(Desk(spec=spec, query=query, received_at=context.fetched_at, book=book, context=context)).read
