"""What crm says of customers, from the user's own books, as results for the lake."""

from typing import TYPE_CHECKING

from pipeline.findings.books import CURRENCY, Books
from pipeline.findings.cohorts import cohort_results
from pipeline.findings.customers.actions import customer_actions
from pipeline.findings.customers.months import Months, customer_months
from pipeline.findings.customers.terms import ValueTerms
from pipeline.findings.customers.voice import Voice
from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.satisfaction import satisfaction
from pipeline.findings.voices import Voices
from pipeline.settings.actions import ActionsSection

if TYPE_CHECKING:
    import pandas as pd


def customer_results(
    books: Books,
    mentions: "pd.DataFrame",
    terms: ValueTerms | None = None,
    actions: ActionsSection | None = None,
    voice: Voice | None = None,
    voices: Voices | None = None,
) -> dict[str, Result]:
    """Customers and satisfaction, by the names `ProfileInputs` has for them; without books, what is left."""
    found = customer_months(books, terms, voice) if len(books.orders) else Months()
    return {
        "customer_months": _months(books, found),
        "customer_actions": customer_actions(books, found.frames, actions),
        "cohorts": cohort_results(books),
        "satisfaction": satisfaction(books, mentions, voices),
    }


def _months(books: Books, found: Months) -> Result:
    """One table a month; the reason says which methods lacked evidence in the latest one."""
    if not len(books.orders):
        return Result("customer_months", reason=_foreign(books) or "no orders")
    lacks = [f"{name} {reason}" for name, reason in found.lacks.items()]
    reasons = [*lacks, *filter(None, [_foreign(books)])]
    tables = {f"{month:%Y-%m}": table_of_frame(frame) for month, frame in found.frames.items()}
    return Result("customer_months", tables, "; ".join(reasons) or None)


def _foreign(books: Books) -> str | None:
    return f"{books.foreign_count:,} order lines not in {CURRENCY} left out" if books.foreign_count else None
