"""Risks told from the book of contacts: that keeping a customer fails, and that a customer's word stays unanswered."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end, until
from pipeline.findings.customers import parts
from pipeline.findings.customers.columns import joined

if TYPE_CHECKING:
    import pandas as pd

ATTEMPTS = ("retention", "winback")
"""Kinds of outbound contacts that try to keep a customer."""
KEPT_DAYS = 60
"""A customer counts as kept who buys within so many days of the attempt, whatever made them; our own bound."""


def with_contact_risks(
    frame: "pd.DataFrame",
    books: Books,
    frames: Mapping[date, "pd.DataFrame"],
    month: date,
    lacks: dict[str, str],
) -> "pd.DataFrame":
    """Adds retention_risk by tier, and communication_risk; a book of contacts that tells neither is noted.

    `frames` are the months told so far: an attempt is judged by the tier of the month before it, which nothing that
    followed the attempt has made.
    """
    from crm.stage.bookrisks import retention_risks
    from crm.stage.talkrisks import communication_risks
    from crm.value.evidence import NotEnoughEvidence

    end = month_end(month)
    risks = retention_risks(attempts(books, frames, end))
    if not isinstance(risks, NotEnoughEvidence):
        by_tier = risks[["cell", "retention_risk"]].rename(columns={"cell": "tier"})
        risks = frame[["customer_id", "tier"]].merge(by_tier, on="tier").drop(columns="tier")
    words = until(parts.came_in(books), end)[["customer_id", "is_answered"]]
    silence = communication_risks(words, parts.opted_out(books, end))
    for name, rows in (("retention_risk", risks), ("communication_risk", silence)):
        if name == "communication_risk" and not isinstance(rows, NotEnoughEvidence):
            rows = rows[["customer_id", name]]  # noqa: PLW2901
        frame = joined(frame, name, rows, lacks)
    return frame


def attempts(books: Books, frames: Mapping[date, "pd.DataFrame"], end: date) -> "pd.DataFrame":
    """cell (tier), is_kept, cost_amount, value_amount: a row an attempt until `end` to keep a customer of a known tier.

    is_kept is unknown while KEPT_DAYS are not over and nothing was bought. What an attempt cost is in no book.
    """
    import pandas as pd

    rows = until(books.contacts, end)
    rows = rows[(rows["direction"] == "outbound") & rows["action_kind"].isin(ATTEMPTS)]
    made = rows[["customer_id", "day"]].assign(day=pd.to_datetime(rows["day"])).sort_values("day")
    bought = until(books.orders[books.orders["amount"] > 0], end)[["customer_id", "day"]]
    bought = bought.assign(day=pd.to_datetime(bought["day"]), bought_at=pd.to_datetime(bought["day"])).sort_values(
        "day"
    )
    following = pd.merge_asof(
        made.astype({"customer_id": "string"}), bought.astype({"customer_id": "string"}), on="day", by="customer_id",
        direction="forward", allow_exact_matches=False, tolerance=pd.Timedelta(days=KEPT_DAYS),
    )  # fmt: skip
    is_over = following["day"] <= pd.Timestamp(end - timedelta(days=KEPT_DAYS))
    is_kept = following["bought_at"].notna().astype("boolean").where(following["bought_at"].notna() | is_over)
    before = (following["day"].dt.to_period("M") - 1).dt.start_time.dt.date
    told = following.assign(is_kept=is_kept, month=before, cost_amount=None).merge(
        _standing(frames), on=["customer_id", "month"], how="left"
    )
    return told[["cell", "is_kept", "cost_amount", "value_amount"]]


def _standing(frames: Mapping[date, "pd.DataFrame"]) -> "pd.DataFrame":
    """customer_id, month, cell, value_amount: tier and lifetime value at the end of each month."""
    import pandas as pd

    told = [frame[["customer_id", "tier", "clv"]].assign(month=month) for month, frame in frames.items()]
    table = pd.concat(told).astype({"customer_id": "string", "tier": "string"})
    return table.rename(columns={"tier": "cell", "clv": "value_amount"})
