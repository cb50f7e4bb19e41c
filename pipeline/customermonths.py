"""Each customer's state at the end of each month: what the methods of crm say of the books, joined into one frame."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline import customerparts as parts
from pipeline.books import Books, month_end, until

if TYPE_CHECKING:
    import pandas as pd

    from crm.stage.settings import StageSettings

_NOT_IN_THE_STAR = ("cev", "value_rank", "purchase_step", "episode_number")
"""Columns of the methods that `fact_customer_month` does not have."""
ANNUAL_RATE = 0.10
"""Discount rate of values, as crm.value.clv has it by default."""


@dataclass
class Months:
    """The frames by month, and why columns of the latest one are NULL."""

    frames: dict[date, "pd.DataFrame"] = field(default_factory=dict)
    lacks: dict[str, str] = field(default_factory=dict)


def customer_months(books: Books, months: "list[date]") -> Months:
    """The state of everybody known at the end of each of these months (first days, ascending)."""
    from crm.frames import require
    from crm.stage.months import stage_months
    from crm.value.month import customer_month

    settings = _stage_settings(books, months[-1])
    found = Months()
    alive: list[pd.DataFrame] = []
    for month in months:
        value = customer_month(books.orders, month=month)
        found.lacks = {name: lack.reason for name, lack in value.lacks.items()}
        frame = _with_referrals(value.frame, books, month_end(month), found.lacks)
        alive.append(frame[["customer_id", "month", "p_alive"]])
        found.frames[month] = _with_parts(frame, books, month, found.lacks)
    import pandas as pd

    stages = stage_months(
        books.orders, months=months, touches=books.touches[["customer_id", "day"]], alive=pd.concat(alive),
        settings=settings,
    )  # fmt: skip
    for month, frame in found.frames.items():
        found.frames[month] = _staged(frame, stages, month, books, settings)
    found.frames[months[-1]] = _warned(found.frames[months[-1]], books, months[-1], settings, found.lacks)
    return Months({month: _kept(require(frame, ["customer_id", "month"], name="customer month")) for month, frame in found.frames.items()}, found.lacks)


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


def _with_parts(frame: "pd.DataFrame", books: Books, month: date, lacks: dict[str, str]) -> "pd.DataFrame":
    """Adds what the other books and methods say; what they do not say stays NULL."""
    from crm.loyalty.measures import LoyaltyInputs, loyalty_measures
    from crm.loyalty.switching import switching_costs
    from crm.loyalty.types import loyalty_types
    from crm.stage.bookrisks import credit_risks
    from crm.stage.talkrisks import satisfaction_risks

    end = month_end(month)
    discounts = books.orders[books.orders["discount_amount"].notna()]
    faults = parts.let_down(books, end) if len(books.answers) or len(books.contacts) else None
    inputs = LoyaltyInputs(
        discounts=discounts if len(discounts) else None,
        touches=books.touches if len(books.touches) else None,
        faults=faults,
    )
    loyalty = loyalty_measures(books.orders, month=month, inputs=inputs).drop(columns=["month"])
    behaved = loyalty.merge(parts.attitudes(books, end), on="customer_id", how="left")
    told: dict[str, Any] = {
        "service": parts.service(books, month, end) if len(books.contacts) else None,
        "region": parts.regions(books, end),
        "consent": parts.consents(books, end) if len(books.consents) else None,
        "loyalty": loyalty,
        "loyalty_type": loyalty_types(behaved),
        "switching_cost": switching_costs(parts.ties(books, end)).drop(columns=["part_count"]),
        "credit_risk": credit_risks(parts.credit_lines(books, end), end=end),
        "satisfaction_risk": satisfaction_risks(parts.ratings(books, end)),
    }
    for name, rows in told.items():
        frame = _joined(frame, name, rows, lacks)
    if len(books.contacts):
        frame = frame.assign(contact_count=frame["contact_count"].astype("Int64").fillna(0))
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
    lost = gone[["customer_id"]].assign(last_day=last_day, lost_day=last_day + pd.Timedelta(days=settings.patience_days))
    signals = parts.let_down(books, month_end(month)).assign(signal="low_rating")
    types = churn_types(lost, signals)[["customer_id", "churn_type"]]
    return joined.merge(types, on="customer_id", how="left")


def _warned(
    frame: "pd.DataFrame", books: Books, month: date, settings: "StageSettings", lacks: dict[str, str]
) -> "pd.DataFrame":
    """Adds the calibrated probability of churn, which is the risk of churn as well, to the latest month."""
    from crm.stage.warning import ChurnWarning, WarningSettings, churn_warning

    end = month_end(month)
    warning = churn_warning(
        books.orders, end=end, trouble=parts.let_down(books, end),
        settings=WarningSettings(patience_days=max(settings.patience_days, WarningSettings().horizon_days)),
    )  # fmt: skip
    if not isinstance(warning, ChurnWarning):
        lacks["churn_probability"] = warning.reason
        return frame
    scores = warning.scores.assign(churn_risk=warning.scores["churn_probability"])
    return frame.merge(scores, on="customer_id", how="left")


def _joined(frame: "pd.DataFrame", name: str, rows: Any, lacks: dict[str, str]) -> "pd.DataFrame":
    """Columns of `rows` by customer; of a method without enough evidence the reason is noted."""
    from crm.value.evidence import NotEnoughEvidence

    if rows is None:
        return frame
    if isinstance(rows, NotEnoughEvidence):
        lacks[name] = rows.reason
        return frame
    kept = rows[[column for column in rows.columns if column == "customer_id" or column not in frame.columns]]
    return frame.merge(kept.astype({"customer_id": "string"}), on="customer_id", how="left")


def _kept(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Without the columns that the star does not have, sorted."""
    return frame.drop(columns=[name for name in _NOT_IN_THE_STAR if name in frame.columns]).sort_values("customer_id")
