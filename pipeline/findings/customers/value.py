"""What each customer is worth at the end of a month: lifetime, referral and influence value, profit, tier."""

from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books, month_end, until
from pipeline.findings.customers import parts
from pipeline.findings.customers.terms import ValueTerms
from pipeline.findings.customers.voice import Voice, influence, knowledge

if TYPE_CHECKING:
    import pandas as pd

    from crm.value.evidence import NotEnoughEvidence
    from crm.value.fit import Fit
    from crm.value.histories import Histories


def valued(books: Books, voice: Voice, month: date, terms: ValueTerms, lacks: dict[str, str]) -> "pd.DataFrame":
    """What crm.value says of everybody with a purchase; notes in `lacks` why columns are NULL."""
    from crm.value.month import OtherParts, completed, customer_month

    value = customer_month(books.orders, month=month, settings=terms.settings, fit_model=_fit)
    others = OtherParts(
        referral=_referral(value.frame, books, month_end(month), terms),
        influence=_influence(value.frame, voice, month_end(month), terms, lacks),
        knowledge=knowledge(voice, month_end(month)) if voice.customers else None,
        profit=_profit(value.frame, books, month, terms, lacks),
    )
    whole = completed(value, others, pyramid=terms.pyramid, tier_by=terms.tier_by)
    lacks.update({name: lack.reason for name, lack in whole.lacks.items()})
    return whole.frame


def _fit(histories: "Histories") -> "Fit[Any] | NotEnoughEvidence":
    """BG/NBD; a population whose likelihood has no maximum (nobody has had time to be lost) is no evidence either."""
    from crm.value.bg_nbd import fit_bg_nbd
    from crm.value.evidence import NotEnoughEvidence
    from crm.value.fitting import FitFailed

    try:
        return fit_bg_nbd(histories)
    except FitFailed as error:
        count = histories.repeat_buyer_count
        return NotEnoughEvidence(what="repeat buyers", n=count, needed=count, because=str(error))


def _referral(frame: "pd.DataFrame", books: Books, end: date, terms: ValueTerms) -> "pd.DataFrame | None":
    """crv of who brought somebody; None without referrals, or where nobody has a lifetime value.

    The margin of a referred person is their own CLV at the time; it is discounted already, so no years pass.
    """
    from crm.value.referral_tree import referral_tree
    from crm.value.referral_value import referral_values

    if not len(books.referrals) or frame["clv"].isna().all():
        return None
    brought = referral_tree(until(books.referrals, end)).referrals
    known = brought.assign(
        is_incremental=brought["would_join_anyway"].eq(False),
        margin=brought["referred_id"].map(frame.set_index("customer_id")["clv"]),
        upkeep=0.0, acquisition_saving=terms.acquisition_cost, years=0.0,
    )  # fmt: skip
    return referral_values(known, annual_rate=terms.settings.annual_rate)


def _influence(
    frame: "pd.DataFrame", voice: Voice, end: date, terms: ValueTerms, lacks: dict[str, str]
) -> "pd.DataFrame | None":
    """civ of linked customers; None without any, or where the configuration does not say what share is owed."""
    if not voice.customers or frame["clv"].isna().all():
        return None
    if terms.influenced_share is None:
        lacks["civ"] = "unknown: no `customers.influenced_share` in the configuration"
        return None
    return influence(voice, frame[["customer_id", "clv"]], end, share=terms.influenced_share)


def _profit(
    frame: "pd.DataFrame", books: Books, month: date, terms: ValueTerms, lacks: dict[str, str]
) -> "pd.DataFrame | None":
    """The month's profit of every customer; None where the configuration states no costs."""
    from crm.value.profit import customer_profit

    if terms.costs is None:
        lacks["profit"] = "unknown: no `customers.costs` in the configuration"
        return None
    asked = parts.asked_of_service(books, month, terms.complaint_reasons)
    activity = frame[["customer_id", "net_amount"]].merge(asked, on="customer_id", how="left")
    return customer_profit(activity, terms.costs)
