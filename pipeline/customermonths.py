"""Each customer's state at the end of each month: what the methods of crm say of the books, joined into one frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline import customerparts as parts
from pipeline.books import Books, month_end, until

if TYPE_CHECKING:
    import pandas as pd

    from crm.stage.settings import StageSettings
    from crm.value.evidence import NotEnoughEvidence
    from crm.value.fit import Fit
    from crm.value.histories import Histories

MONTH_COUNT = 24
"""Months told, back from the latest one that is over: a year and the year it is compared with."""
DETAIL_COUNT = 3
"""The latest of them, for which loyalty, its type, switching cost and the risks are told: they steer what is done now,
and over all months they would cost as much time as everything else together."""
ANNUAL_RATE = 0.10
"""Discount rate of values, as crm.value.clv has it by default."""


@dataclass(frozen=True)
class Months:
    """The frames by month, and why columns of the latest one are NULL."""

    frames: dict[date, "pd.DataFrame"] = field(default_factory=dict)
    lacks: dict[str, str] = field(default_factory=dict)


def customer_months(books: Books) -> Months:
    """The state of everybody known at the end of each month that is over."""
    months = list(books.months(MONTH_COUNT))
    found = Months()
    if not months:
        found.lacks["orders"] = "no month with orders is over"
        return found
    settings = _stage_settings(books, months[-1])
    for month in months:
        found.lacks.clear()
        found.frames[month] = _valued(books, month, found.lacks)
    stages = _stages(books, found.frames, settings)
    for month, frame in found.frames.items():
        told = _with_service(_staged(frame, stages, month, books, settings), books, month)
        if month in months[-DETAIL_COUNT:]:
            told = _with_loyalty_and_risks(told, books, month, found.lacks)
        if month == months[-1]:
            told = _warned(told, books, month, settings, found.lacks)
        found.frames[month] = _kept(told)
    return found


def _valued(books: Books, month: date, lacks: dict[str, str]) -> "pd.DataFrame":
    """What crm.value says of everybody with a purchase, with the value of referrals."""
    from crm.value.month import customer_month

    value = customer_month(books.orders, month=month, fit_model=_fit)
    lacks.update({name: lack.reason for name, lack in value.lacks.items()})
    return _with_referrals(value.frame, books, month_end(month), lacks)


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


def _stages(books: Books, frames: Mapping[date, "pd.DataFrame"], settings: "StageSettings") -> "pd.DataFrame":
    import pandas as pd

    from crm.stage.months import stage_months

    alive = pd.concat([frame[["customer_id", "month", "p_alive"]] for frame in frames.values()])
    return stage_months(
        books.orders, months=list(frames), touches=books.touches[["customer_id", "day"]], alive=alive, settings=settings
    )


def _stage_settings(books: Books, month: date) -> "StageSettings":
    """Patience as the shop's own pauses have it, or the default where they are too few."""
    from crm.stage.settings import StageSettings, patience_of
    from crm.value.orders import net_orders, purchase_days

    patience = patience_of(purchase_days(net_orders(books.orders, end=month_end(month))))
    return StageSettings(patience_days=patience) if isinstance(patience, int) else StageSettings()


def _with_referrals(frame: "pd.DataFrame", books: Books, end: date, lacks: dict[str, str]) -> "pd.DataFrame":
    """crv where there are referrals (0 for who brought nobody), and the cell of value that follows from it.

    The margin of a referred person is their own CLV at the time; what acquiring them would have cost is not known from
    the books and counts as nothing saved.
    """
    from crm.value.cells import value_cells
    from crm.value.evidence import NotEnoughEvidence
    from crm.value.referral_tree import referral_tree
    from crm.value.referral_value import referral_values

    if not len(books.referrals):
        return frame
    brought = referral_tree(until(books.referrals, end)).referrals
    known = brought.assign(
        is_incremental=brought["would_join_anyway"].eq(False),
        margin=brought["referred_id"].map(frame.set_index("customer_id")["clv"]),
        upkeep=0.0, acquisition_saving=0.0, years=0.0,
    )  # fmt: skip
    values = referral_values(known, annual_rate=ANNUAL_RATE).set_index("customer_id")["crv"]
    crv = frame["customer_id"].map(values).astype("Float64").fillna(0.0).where(frame["clv"].notna())
    frame = frame.assign(crv=crv)
    cells = value_cells(frame)
    if isinstance(cells, NotEnoughEvidence):
        lacks["value_cell"] = cells.reason
        return frame
    lacks.pop("value_cell", None)
    return frame.assign(value_cell=cells["value_cell"].to_numpy())


def _with_service(frame: "pd.DataFrame", books: Books, month: date) -> "pd.DataFrame":
    """Adds contacts of the month (0 for who made none, where there is a book of them), region and consent."""
    end = month_end(month)
    frame = frame.merge(parts.regions(books, end), on="customer_id", how="left")
    if len(books.consents):
        frame = frame.merge(parts.consents(books, end), on="customer_id", how="left")
    if not len(books.contacts):
        return frame
    told = frame.merge(parts.contacts(books, month, end), on="customer_id", how="left")
    return told.assign(contact_count=told["contact_count"].astype("Int64").fillna(0))


def _with_loyalty_and_risks(frame: "pd.DataFrame", books: Books, month: date, lacks: dict[str, str]) -> "pd.DataFrame":
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
        frame = _joined(frame, name, rows, lacks)
    return frame


def _staged(
    frame: "pd.DataFrame", stages: "pd.DataFrame", month: date, books: Books, settings: "StageSettings"
) -> "pd.DataFrame":
    """Adds class and stage, a row for who is known and has not bought, and why who is lost was lost."""
    import pandas as pd

    from crm.stage.churntypes import churn_types

    states = stages[stages["month"] == month].drop(columns=["month", "recency_days"])
    joined = frame.merge(states, on="customer_id", how="outer").assign(month=month)
    gone = joined[joined["customer_class"] == "lost"]
    end = pd.Timestamp(month_end(month))
    last_day = end - pd.to_timedelta(gone["recency_days"].astype("float64"), unit="D")
    lost = gone[["customer_id"]].assign(
        last_day=last_day, lost_day=last_day + pd.Timedelta(days=settings.patience_days)
    )
    signals = parts.let_down(books, month_end(month)).assign(signal="low_rating")
    types = churn_types(lost, signals)[["customer_id", "churn_type"]]
    return joined.merge(types, on="customer_id", how="left")


def _warned(
    frame: "pd.DataFrame", books: Books, month: date, settings: "StageSettings", lacks: dict[str, str]
) -> "pd.DataFrame":
    """Adds the calibrated probability of churn, which is the risk of churn as well, to the latest month."""
    from crm.stage.warning import ChurnWarning, WarningSettings, churn_warning
    from crm.value.fitting import FitFailed

    end = month_end(month)
    chosen = WarningSettings(patience_days=max(settings.patience_days, WarningSettings().horizon_days))
    try:
        warning = churn_warning(books.orders, end=end, trouble=parts.let_down(books, end), settings=chosen)
    except FitFailed as error:  # of P(alive) at one of its cuts
        lacks["churn_probability"] = str(error)
        return frame
    if not isinstance(warning, ChurnWarning):
        lacks["churn_probability"] = warning.reason
        return frame
    scores = warning.scores.assign(churn_risk=warning.scores["churn_probability"])
    return frame.merge(scores, on="customer_id", how="left")


def _joined(frame: "pd.DataFrame", name: str, rows: Any, lacks: dict[str, str]) -> "pd.DataFrame":
    """Further columns that the star has, by customer; of a method without enough evidence the reason is noted.

    A method's own count of orders (credit risk) does not replace that of the month.
    """
    from crm.value.evidence import NotEnoughEvidence

    if isinstance(rows, NotEnoughEvidence):
        lacks[name] = rows.reason
        return frame
    new = [name for name in rows.columns if name in _columns() and name not in frame.columns]
    kept = rows[["customer_id", *new]]
    return frame.merge(kept.astype({"customer_id": "string"}), on="customer_id", how="left")


def _kept(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Sorted, without the columns that the star does not have."""
    known = [name for name in frame.columns if name in {"customer_id", "month", *_columns()}]
    return frame[known].sort_values("customer_id", ignore_index=True)


def _columns() -> frozenset[str]:
    """What the star tells of a month besides its keys, and the region."""
    from warehouse.tables import fact_customer_month

    return frozenset(column.name for column in fact_customer_month.columns) - {"customer_id", "month"} | {"region"}
