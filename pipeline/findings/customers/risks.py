"""Service, consent, region, loyalty and risks of customers, added to the frame of a month."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers import parts
from pipeline.findings.customers.columns import joined
from pipeline.findings.customers.voice import Voice, complaints, opinions, personas, wallet_proxy

if TYPE_CHECKING:
    import pandas as pd


def with_service(frame: "pd.DataFrame", books: Books, month: date, complaint_reasons: Sequence[str]) -> "pd.DataFrame":
    """Adds contacts and complaints of the month (0 for who made none, where there is a book), region and consent."""
    end = month_end(month)
    frame = frame.merge(parts.regions(books, end), on="customer_id", how="left")
    if len(books.consents):
        frame = frame.merge(parts.consents(books, end), on="customer_id", how="left")
    if not len(books.contacts):
        return frame
    told = frame.merge(parts.contacts(books, month, complaint_reasons), on="customer_id", how="left")
    counts = {name: told[name].astype("Int64").fillna(0) for name in ("contact_count", "complaint_count")}
    return told.assign(**counts)


def with_voice(frame: "pd.DataFrame", voice: Voice, month: date) -> "pd.DataFrame":
    """Adds what linked accounts tell: persona, share of wallet, public complaints, and a region no book knows."""
    if not voice.customers:
        return frame
    told = frame.merge(personas(voice, month), on="customer_id", how="left")
    told = told.merge(wallet_proxy(voice, month_end(month)), on="customer_id", how="left")
    public = told["customer_id"].map(complaints(voice, month).set_index("customer_id")["complaint_count"])
    counted = public.astype("Int64").fillna(0).where(told["customer_id"].isin(voice.customers))
    if "complaint_count" in told:
        counted = told["complaint_count"].add(counted.fillna(0))
    return told.assign(complaint_count=counted, region=told["region"].fillna(told["customer_id"].map(voice.regions)))


def with_loyalty_and_risks(
    frame: "pd.DataFrame", books: Books, voice: Voice, month: date, lacks: dict[str, str]
) -> "pd.DataFrame":
    """Adds the six measures of loyalty, its type, the switching cost and the risks that the books can tell."""
    from crm.loyalty.measures import LoyaltyInputs, loyalty_measures
    from crm.loyalty.switching import switching_costs
    from crm.loyalty.types import loyalty_types
    from crm.stage.bookrisks import credit_risks
    from crm.stage.talkrisks import satisfaction_risks

    end = month_end(month)
    discounts = books.orders[books.orders["discount_amount"].notna()]
    inputs = LoyaltyInputs(
        discounts=discounts if len(discounts) else None,
        touches=books.touches if len(books.touches) else None,
        opinions=opinions(voice, end) if voice.customers else None,
        faults=parts.let_down(books, end) if len(books.answers) or len(books.contacts) else None,
    )
    loyalty = loyalty_measures(books.orders, month=month, inputs=inputs).drop(columns=["month"])
    behaved = loyalty.merge(parts.attitudes(books, end), on="customer_id", how="left")
    told: dict[str, Any] = {
        "loyalty": loyalty,
        "loyalty_type": loyalty_types(behaved),
        "switching_cost": switching_costs(parts.ties(books, end)),
        "credit_risk": credit_risks(parts.credit_lines(books, end), end=end),
        "satisfaction_risk": satisfaction_risks(parts.ratings(books, end)),
    }
    for name, rows in told.items():
        frame = joined(frame, name, rows, lacks)
    return frame
