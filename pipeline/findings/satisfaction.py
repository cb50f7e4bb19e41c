"""How satisfied each brand's customers are, month by month: surveys, orders, and what mentions stand in for."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books, month_end
from pipeline.findings.questionnaires import asked
from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.talked import talked
from pipeline.findings.voices import Voices

if TYPE_CHECKING:
    import pandas as pd


def satisfaction(books: Books, mentions: "pd.DataFrame", voices: Voices | None = None) -> Result:
    """Rows of `fact_satisfaction`: surveys, repurchase, spend, discounts, repute; and what opinions and talk say."""
    from crm.satisfaction.rows import stacked
    from crm.value.evidence import NotEnoughEvidence

    parts = [*_of_books(books), _repute(mentions), *(talked(books, voices) if voices else [])]
    found = stacked(parts)
    if isinstance(found, NotEnoughEvidence):
        return Result("satisfaction", reason=found.reason)
    reasons = dict.fromkeys(part.reason for part in parts if isinstance(part, NotEnoughEvidence))
    return Result("satisfaction", {"all": table_of_frame(found)}, "; ".join(reasons) or None)


def _of_books(books: Books) -> "list[Any]":
    from crm.decisions.four_r import theory_4r
    from crm.satisfaction.price import discount_shares
    from crm.satisfaction.repurchase import repurchase_shares
    from crm.satisfaction.spend import spend_per_buyer
    from crm.satisfaction.surveys import survey_measures

    answers = books.answers.rename(columns={"day": "month"})
    told = [survey_measures(answers), *asked(books)] if len(answers) else []
    months = books.months(limit=10_000)
    if not months:
        return told
    end, orders = month_end(months[-1]), books.orders
    return [
        *told,
        repurchase_shares(orders, end=end),
        spend_per_buyer(orders, end=end),
        discount_shares(orders.rename(columns={"day": "month"})),
        theory_4r(_bought_before(orders, months)),
    ]


def _bought_before(orders: "pd.DataFrame", months: Sequence[date]) -> "pd.DataFrame":
    """Buyers of each month that is over, and those of them who had bought before."""
    import pandas as pd

    bought = orders[orders["amount"] > 0].dropna(subset=["brand_id"])
    month = pd.to_datetime(bought["day"]).dt.to_period("M")
    seen = bought.assign(period=month).drop_duplicates(["brand_id", "customer_id", "period"])
    first = seen.groupby(["brand_id", "customer_id"])["period"].transform("min")
    told = seen.assign(customer_count=1, repeat_customer_count=(seen["period"] > first).astype("int64"))
    told["month"] = told["period"].dt.start_time.dt.date
    return told[told["month"].isin(months)]


def _repute(mentions: "pd.DataFrame") -> Any:
    """Of what people wrote themselves; a water army's praise is nobody's opinion."""
    from crm.satisfaction.reputation import reputation

    opinions = mentions[~mentions["is_inherited"].astype(bool) & ~mentions["is_water_army"].astype(bool)]
    return reputation(opinions.rename(columns={"day": "month"}))
