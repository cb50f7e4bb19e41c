"""Whether a programme pays: return on investment, net present value, payback."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require
from crm.satisfaction.intervals import Floats
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

FLOW_COLUMNS: Final = ("period", "benefit", "cost")
"""One row per period, from 0 (today, not discounted) on: money gained over what would have come anyway, money spent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeValue:
    """Money in the unit of the flows."""

    period_count: int
    benefit: float
    cost: float
    roi: float
    """(benefit - cost) / cost, not discounted."""
    npv: float
    payback_periods: float | None
    """Periods until the running sum reaches 0 for good, parts by straight line; None where it never does."""
    npv_low: float | None
    """With the low end of every benefit; None where none is given."""
    npv_high: float | None


def programme_value(flows: pd.DataFrame, *, rate: float) -> ProgrammeValue | NotEnoughEvidence:
    """roi, npv = sum of (benefit - cost) / (1 + rate)^period, and payback of one programme.

    `flows`: FLOW_COLUMNS; rows of one period add up, a period without a row has no money. Columns benefit_low and
    benefit_high, where there, give the band of npv: what a programme brought is an estimate, what it cost is known.
    NotEnoughEvidence without costs. Raises UsageError for missing columns, unknown or negative periods, unknown money,
    or a rate of -1 or less.
    """
    if rate <= -1:
        raise UsageError(f"no money is discounted at {rate}")
    frame = require(flows, FLOW_COLUMNS, name="cash flow")
    bands = [name for name in ("benefit_low", "benefit_high") if name in frame.columns]
    money = frame[["period", "benefit", "cost", *bands]].apply(pd.to_numeric).astype("float64")
    if money.isna().any(axis=None) or (money["period"] < 0).any():
        raise UsageError("cash flows: every row needs its money and a period of 0 or more")
    table = money.groupby(money["period"].astype("int64"))[["benefit", "cost", *bands]].sum()
    cost = float(table["cost"].sum())
    if not cost > 0:
        return NotEnoughEvidence(what="periods with a cost", n=0, needed=1)
    table = table.reindex(range(int(table.index.max()) + 1), fill_value=0.0)
    net = table["benefit"] - table["cost"]
    ends = {name: _npv(table[name] - table["cost"], rate) for name in bands}
    return ProgrammeValue(
        period_count=len(table),
        benefit=float(table["benefit"].sum()),
        cost=cost,
        roi=float(net.sum()) / cost,
        npv=_npv(net, rate),
        payback_periods=_payback(net.to_numpy("float64")),
        npv_low=ends.get("benefit_low"),
        npv_high=ends.get("benefit_high"),
    )


def _npv(net: pd.Series, rate: float) -> float:
    return float((net / (1 + rate) ** net.index.to_numpy("float64")).sum())


def _payback(net: Floats) -> float | None:
    running = net.cumsum()
    below = np.flatnonzero(running < 0)
    if not len(below):
        return 0.0
    last = int(below[-1])
    if last == len(net) - 1:
        return None
    return last + float(-running[last] / net[last + 1])
