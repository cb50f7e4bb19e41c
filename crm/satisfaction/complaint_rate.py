"""投诉率, complaints per 1,000 orders, with an exact Poisson interval (苏朝晖, 8.3.4)."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import numbers_of
from crm.satisfaction.intervals import Floats, poisson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, summed
from crm.value.evidence import NotEnoughEvidence

COMPLAINT_RATE: Final = Measure(
    name="complaint_rate", zh="投诉率(每千单)", en="Complaints per 1,000 orders", counted="orders", grade="own"
)


def complaint_rates(counts: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES: numerator complaints, denominator thousands of orders.

    `counts`: brand_id, month (any day of it), complaint_count, order_count, and the columns of `by`; several rows of a
    group add up, an unknown count is none. More complaints than orders are possible: a rate, not a share. Without
    orders there is no rate. Raises UsageError for missing columns.
    """
    frame = keyed(counts, ["complaint_count", "order_count"], by, name="count")
    for column in ("complaint_count", "order_count"):
        frame[column] = numbers_of(frame, column).fillna(0)
    sums = summed(frame, by, ["complaint_count", "order_count"])
    sums["denominator"] = sums["order_count"] / 1000
    sums = sums.assign(numerator=sums["complaint_count"], evidence_count=sums["order_count"].round())
    return satisfaction_rows(sums, COMPLAINT_RATE, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return poisson(rows["numerator"], rows["denominator"])
