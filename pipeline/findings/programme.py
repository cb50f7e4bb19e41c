"""The books of the points programmes, month by month."""

from pipeline.findings.books import Books
from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.loyalty import LoyaltySection

UNNAMED = "all"
"""Programme of movements that name none: whoever runs one programme seldom writes its name on every row."""
VERSION = "ledger-1"


def loyalty_months(books: Books, section: LoyaltySection) -> Result:
    """Rows of `fact_loyalty_month`; the liability is NULL where nobody said what a point is worth."""
    import pandas as pd

    from crm.loyalty.ledger import PointTerms, programme_ledger
    from crm.value.evidence import NotEnoughEvidence

    terms = PointTerms(value=section.point_value or 1.0, expected_breakage=section.expected_breakage)
    moves = books.points.assign(program=books.points["program"].astype("string").fillna(UNNAMED))
    found = programme_ledger(moves, terms=terms)
    if isinstance(found, NotEnoughEvidence):
        return Result("loyalty_months", reason=found.reason)
    found = found.rename(columns={"liability": "liability_amount"}).assign(model_version=VERSION)
    if section.point_value is None:
        found["liability_amount"] = pd.array([None] * len(found), dtype="Float64")
    reason = None if section.point_value else "liability: loyalty.point_value is not configured"
    return Result("loyalty_months", {"all": table_of_frame(found)}, reason)
