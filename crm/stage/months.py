"""Classes and stages month by month, and how customers move between them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crm.frames import DATE, require, shaped
from crm.stage.activity import TOUCH_COLUMNS, activity
from crm.stage.classes import CLASS_DTYPES, classes
from crm.stage.settings import StageSettings

STAGE_MONTH_DTYPES: Final = {"customer_id": "string", "month": DATE} | {
    name: dtype for name, dtype in CLASS_DTYPES.items() if name != "customer_id"
}
MOVE_DTYPES: Final = {"state": "string", "next_state": "string", "move_count": "Int64", "share": "Float64"}


def stage_months(
    orders: pd.DataFrame,
    *,
    months: Sequence[date],
    touches: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
    alive: pd.DataFrame | None = None,
    settings: StageSettings | None = None,
) -> pd.DataFrame:
    """STAGE_MONTH_DTYPES: everybody known by the end of each month, once; sorted by month and id.

    A month without data has its states all the same: silence goes on. touches and known: crm.stage.activity; targets:
    customer_id, day (chosen from then on); alive: customer_id, month (first day), p_alive. `month` is the first day.
    Raises UsageError for missing columns.
    """
    chosen = settings or StageSettings()
    signs = pd.DataFrame(columns=list(TOUCH_COLUMNS)) if touches is None else touches
    parts = []
    for first_day in sorted({day.replace(day=1) for day in months}):
        end = (pd.Timestamp(first_day) + pd.offsets.MonthEnd(0)).date()
        table = activity(orders, signs, end=end, settings=chosen, known=known)
        state = classes(table, end=end, settings=chosen, chosen=_chosen(targets, end), alive=_alive(alive, first_day))
        parts.append(state.assign(month=first_day))
    return shaped(pd.concat(parts) if parts else pd.DataFrame(), STAGE_MONTH_DTYPES)


def moves(months: pd.DataFrame, *, of: str = "customer_class") -> pd.DataFrame:
    """MOVE_DTYPES: from each state to the state in the customer's next month that is there; shares of a state sum to 1.

    Raises UsageError for missing columns.
    """
    frame = require(months, ["customer_id", "month", of], name="customer month").dropna(subset=[of])
    frame = frame.sort_values(["customer_id", "month"])
    frame["next_state"] = frame.groupby("customer_id")[of].shift(-1)
    pairs = frame.dropna(subset=["next_state"]).groupby([of, "next_state"]).size().rename("move_count").reset_index()
    pairs["share"] = pairs["move_count"] / pairs.groupby(of)["move_count"].transform("sum")
    return shaped(pairs.rename(columns={of: "state"}), MOVE_DTYPES)


def _chosen(targets: pd.DataFrame | None, end: date) -> pd.Series | None:
    if targets is None:
        return None
    frame = require(targets, TOUCH_COLUMNS, name="target")
    return frame[pd.to_datetime(frame["day"]) <= pd.Timestamp(end)]["customer_id"]


def _alive(alive: pd.DataFrame | None, first_day: date) -> pd.Series | None:
    if alive is None:
        return None
    frame = require(alive, ["customer_id", "month", "p_alive"], name="P(alive)")
    rows = frame[pd.to_datetime(frame["month"]) == pd.Timestamp(first_day)]
    return rows.drop_duplicates("customer_id").set_index("customer_id")["p_alive"]
