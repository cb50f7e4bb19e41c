"""The customer's month, second half: class, stage, churn and the six risks, in the names of fact_customer_month."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from crm.frames import DATE, days_of, require, shaped
from crm.stage.bookrisks import acquisition_risks, credit_risks, retention_risks
from crm.stage.churntypes import churn_types
from crm.stage.months import stage_months
from crm.stage.register import RISKS
from crm.stage.settings import StageSettings
from crm.stage.talkrisks import communication_risks, satisfaction_risks
from crm.stage.warning import ChurnWarning, WarningSettings, churn_warning
from crm.value.evidence import NotEnoughEvidence
from crm.value.orders import net_orders, purchase_days

MONTH_DTYPES: Final = {
    "customer_id": "string", "month": DATE, "customer_class": "string", "stage": "string", "purchase_step": "string",
    "episode_number": "Int64", "churn_probability": "Float64", "churn_type": "string",
    **dict.fromkeys(RISKS, "Float64"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInputs:
    """Feeds besides the orders; None where a feed does not exist, so that its columns stay unknown."""

    touches: pd.DataFrame | None = None
    """customer_id, day (crm.stage.activity)."""
    known: pd.DataFrame | None = None
    """customer_id, day first known."""
    targets: pd.DataFrame | None = None
    """customer_id, day chosen."""
    trouble: pd.DataFrame | None = None
    """customer_id, day of complaints and low ratings (crm.stage.examples)."""
    signals: pd.DataFrame | None = None
    """customer_id, day, signal (crm.stage.churntypes)."""
    ratings: pd.DataFrame | None = None
    """customer_id, day, rating, rating_scale (crm.stage.talkrisks)."""
    contacts: pd.DataFrame | None = None
    """customer_id, is_answered."""
    opt_outs: pd.DataFrame | None = None
    """customer_id; None counts as nobody."""
    acquired: pd.DataFrame | None = None
    """customer_id, cac, margin (crm.stage.bookrisks)."""
    attempts: pd.DataFrame | None = None
    """cell (a tier), is_kept, cost_amount, value_amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMonth:
    """The frame, and what it could not say."""

    frame: pd.DataFrame
    """MONTH_DTYPES, one row per customer known by the month's end, sorted by id; NULL is unknown."""
    lacks: dict[str, NotEnoughEvidence] = field(default_factory=dict)
    """Column -> why it is NULL although its feed exists."""
    warning: ChurnWarning | None = None


def stage_month(
    orders: pd.DataFrame,
    *,
    month: date,
    value: pd.DataFrame,
    inputs: StageInputs,
    settings: StageSettings | None = None,
    warning: WarningSettings | None = None,
) -> StageMonth:
    """The state at the end of the month that `month` lies in; nothing after it is looked at.

    orders: crm.value.orders (further columns of BOOK_COLUMNS serve the credit risk); value: customer_id, p_alive, tier
    of that month (crm.value.month; NULL where unknown). churn_risk is the calibrated probability; where no warning
    could be learnt, 1 - P(alive); 1 for the lost. Raises UsageError for missing columns.
    """
    chosen = settings or StageSettings()
    end = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
    worth = require(value, ["customer_id", "p_alive", "tier"], name="value").drop_duplicates("customer_id")
    alive = worth[["customer_id", "p_alive"]].assign(month=end.replace(day=1))
    frame = stage_months(
        orders, months=[end], touches=inputs.touches, known=inputs.known, targets=inputs.targets, alive=alive,
        settings=chosen,
    ).set_index("customer_id")  # fmt: skip
    worth = worth.astype({"customer_id": "string"}).set_index("customer_id")
    lacks: dict[str, NotEnoughEvidence] = {}
    bounds = warning or WarningSettings(patience_days=chosen.patience_days)
    warned = _noted(
        "churn_probability", churn_warning(orders, end=end, trouble=_until(inputs.trouble, end), settings=bounds), lacks
    )
    told = warned.scores.set_index("customer_id")["churn_probability"] if warned else pd.Series(dtype="Float64")
    is_actual = frame["customer_class"] == "actual"
    frame["churn_probability"] = told.reindex(frame.index).where(is_actual)
    doubt = (1 - worth["p_alive"].astype("Float64")).reindex(frame.index).where(is_actual)
    churn_risk = frame["churn_probability"].astype("Float64").fillna(doubt)
    frame["churn_risk"] = churn_risk.mask(frame["customer_class"] == "lost", 1.0)
    frame["churn_type"] = _types(orders, frame, inputs.signals, end, chosen)
    for name, found in _risks(orders, inputs, end).items():
        risk = _noted(name, found, lacks)
        frame[name] = pd.NA if risk is None else risk.set_index("customer_id")[name].reindex(frame.index)
    frame["retention_risk"] = _retention(worth, inputs.attempts, lacks).reindex(frame.index)
    return StageMonth(frame=shaped(frame.reset_index(), MONTH_DTYPES), lacks=lacks, warning=warned)


def _risks(orders: pd.DataFrame, inputs: StageInputs, end: date) -> dict[str, pd.DataFrame | NotEnoughEvidence | None]:
    nobody = pd.DataFrame({"customer_id": []})
    left = nobody if inputs.opt_outs is None else inputs.opt_outs
    contacts, ratings = _until(inputs.contacts, end), _until(inputs.ratings, end)
    return {
        "credit_risk": credit_risks(orders, end=end),
        "satisfaction_risk": None if ratings is None else satisfaction_risks(ratings),
        "communication_risk": None if contacts is None else communication_risks(contacts, left),
        "acquisition_risk": None if inputs.acquired is None else acquisition_risks(inputs.acquired),
    }


def _types(
    orders: pd.DataFrame, frame: pd.DataFrame, signals: pd.DataFrame | None, end: date, settings: StageSettings
) -> pd.Series:
    """The type of each lost customer; NULL for all others, and for everybody without signals."""
    if signals is None:
        return pd.Series(pd.NA, index=frame.index, dtype="string")
    last = purchase_days(net_orders(orders, end=end)).groupby("customer_id")["day"].max()
    is_lost = (frame["customer_class"] == "lost").to_numpy(bool)
    days = last.reindex(frame.index[is_lost].astype("object"))
    lost = pd.DataFrame({"customer_id": days.index, "last_day": days.to_numpy()})
    lost["lost_day"] = days_of(lost["last_day"]) + timedelta(days=settings.patience_days)
    types = churn_types(lost, signals[days_of(signals["day"]) <= pd.Timestamp(end)])
    return types.set_index("customer_id")["churn_type"].reindex(frame.index)


def _retention(worth: pd.DataFrame, attempts: pd.DataFrame | None, lacks: dict[str, NotEnoughEvidence]) -> pd.Series:
    found = None if attempts is None else _noted("retention_risk", retention_risks(attempts), lacks)
    if found is None:
        return pd.Series(dtype="Float64")
    by_tier = found.set_index("cell")["retention_risk"].to_dict()
    return worth["tier"].map(by_tier).astype("Float64")


def _until(frame: pd.DataFrame | None, end: date) -> pd.DataFrame | None:
    """The rows until the month's end; a frame without days is the caller's state of that day."""
    if frame is None or "day" not in frame:
        return frame
    return frame[days_of(frame["day"]) <= pd.Timestamp(end)]


def _noted(name: str, found: Any, lacks: dict[str, NotEnoughEvidence]) -> Any:
    if isinstance(found, NotEnoughEvidence):
        lacks[name] = found
        return None
    return found
