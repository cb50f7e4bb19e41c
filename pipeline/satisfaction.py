"""How satisfied each brand's customers are, month by month: surveys, orders, and what mentions stand in for."""

from typing import TYPE_CHECKING, Any

from pipeline.books import Books, month_end
from pipeline.result import Result, table_of_frame

if TYPE_CHECKING:
    import pandas as pd


def satisfaction(books: Books, mentions: "pd.DataFrame") -> Result:
    """Rows of `fact_satisfaction`, brand totals: NPS, CSAT, CES, repurchase, spend, discounts; repute from mentions."""
    from crm.satisfaction.rows import stacked
    from crm.value.evidence import NotEnoughEvidence

    parts = [*_of_books(books), _repute(mentions)]
    found = stacked(parts)
    if isinstance(found, NotEnoughEvidence):
        return Result("satisfaction", reason=found.reason)
    reasons = dict.fromkeys(part.reason for part in parts if isinstance(part, NotEnoughEvidence))
    return Result("satisfaction", {"all": table_of_frame(found)}, "; ".join(reasons) or None)


def _of_books(books: Books) -> "list[Any]":
    from crm.satisfaction.price import discount_shares
    from crm.satisfaction.repurchase import repurchase_shares
    from crm.satisfaction.spend import spend_per_buyer
    from crm.satisfaction.surveys import survey_measures

    told = [survey_measures(books.answers.rename(columns={"day": "month"}))] if len(books.answers) else []
    months = books.months(limit=10_000)
    if not months:
        return told
    end, orders = month_end(months[-1]), books.orders
    return [
        *told,
        repurchase_shares(orders, end=end),
        spend_per_buyer(orders, end=end),
        discount_shares(orders.rename(columns={"day": "month"})),
    ]


def _repute(mentions: "pd.DataFrame") -> Any:
    """Of what people wrote themselves; a water army's praise is nobody's opinion."""
    from crm.satisfaction.reputation import reputation

    opinions = mentions[~mentions["is_inherited"].astype(bool) & ~mentions["is_water_army"].astype(bool)]
    return reputation(opinions.rename(columns={"day": "month"}))
