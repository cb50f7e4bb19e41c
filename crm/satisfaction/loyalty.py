"""From satisfaction to loyalty, as measures: how the odds of buying again move with what was answered."""

from typing import Final

import pandas as pd

from crm.frames import days_of, require
from crm.loyalty.slope import LoyaltySlope, loyalty_slope
from crm.satisfaction.intervals import Floats
from crm.satisfaction.regression import Estimate
from crm.satisfaction.rows import Measure, satisfaction_rows, stacked
from crm.value.evidence import NotEnoughEvidence

_COUNTED: Final = "customers who answered and could buy again"
CORRELATION: Final = Measure(
    name="satisfaction_loyalty_correlation", zh="满意与再购的等级相关(-1-1)",
    en="Rank correlation of satisfaction and buying again", counted=_COUNTED, grade="published",
)  # fmt: skip
SLOPE: Final = Measure(
    name="satisfaction_loyalty_slope", zh="满意每高一分再购的对数胜算增量",
    en="Log-odds of buying again for one point of satisfaction", counted=_COUNTED, grade="published",
)  # fmt: skip
BEND: Final = Measure(
    name="satisfaction_loyalty_bend", zh="满意对再购的弯曲项(大于 0 为加速)",
    en="Bend of that slope: above 0 it accelerates", counted=_COUNTED, grade="published",
)  # fmt: skip


def satisfaction_to_loyalty(customers: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of the three figures of crm.loyalty.slope, each over 1, one set a brand, in its last month.

    `customers`: one row per customer and brand: brand_id, month (any day of it), satisfaction, is_loyal. The model
    takes all months of a brand together: one month's few of the rarer outcome would carry none. Nothing says that
    satisfaction is the cause. Raises UsageError for missing columns.
    """
    frame = require(customers, ["brand_id", "month", "satisfaction", "is_loyal"], name="customer")
    frame = frame.assign(month=days_of(frame["month"]).dt.to_period("M").dt.to_timestamp())
    told = [_of_brand(part) for _, part in frame.groupby("brand_id")]
    return stacked(told) if told else NotEnoughEvidence(what=_COUNTED, n=0, needed=1)


def _of_brand(part: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    found = loyalty_slope(part)
    if isinstance(found, NotEnoughEvidence):
        return found
    figures = {CORRELATION: found.rank_correlation, SLOPE: found.slope, BEND: found.bend}
    return stacked([_row(part, measure, figure, found) for measure, figure in figures.items()])


def _row(
    part: pd.DataFrame, measure: Measure, figure: Estimate, found: LoyaltySlope
) -> pd.DataFrame | NotEnoughEvidence:
    last = part.sort_values("month")[["brand_id", "month"]].tail(1)
    said = {"numerator": figure.value, "denominator": 1.0, "low": figure.low, "high": figure.high}
    return satisfaction_rows(last.assign(**said, evidence_count=found.customer_count), measure, _ends)


def _ends(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return rows["low"].to_numpy(), rows["high"].to_numpy()
