"""The one shape of every measure of satisfaction: a row of `fact_satisfaction`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from crm.frames import DATE, days_of, require, shaped
from crm.satisfaction.intervals import Floats
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

BREAKDOWNS: Final = ("product_id", "aspect", "channel")
"""Columns a measure may be broken down by; one that is not asked for is NULL in the result: the total over it."""
SATISFACTION_DTYPES: Final = {
    "brand_id": "string", "product_id": "string", "aspect": "string", "channel": "string", "month": DATE,
    "measure": "string", "numerator": "Float64", "denominator": "Float64", "value_low": "Float64",
    "value_high": "Float64", "evidence_count": "Int64", "evidence_grade": "string", "is_proxy": "boolean",
    "model_version": "string",
}  # fmt: skip
"""`month` is its first day; the value is numerator / denominator, between value_low and value_high (95%, NULL where the
evidence gives none)."""
Interval = Callable[[pd.DataFrame], tuple[Floats, Floats]]
"""From the summed rows to both ends of the interval of numerator / denominator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a measure is called and how far it can be trusted."""

    name: str
    zh: str
    en: str
    counted: str
    """What evidence_count counts, in the plural."""
    grade: str
    """published, vendor or own."""
    is_proxy: bool = False
    version: str = "1"


def keyed(
    frame: pd.DataFrame, columns: Sequence[str], by: Sequence[str], *, name: str, time: str = "month"
) -> pd.DataFrame:
    """The rows that have a brand, a day in `time` and every column of `by`; `month` is the month's first midnight.

    Raises UsageError for missing columns, or a breakdown that does not exist.
    """
    if unknown := [column for column in by if column not in BREAKDOWNS]:
        raise UsageError(f"no breakdown by {', '.join(unknown)}; there are {', '.join(BREAKDOWNS)}")
    kept = require(frame, ["brand_id", time, *by, *columns], name=name)
    kept["month"] = days_of(kept[time]).dt.to_period("M").dt.to_timestamp()
    return kept.dropna(subset=["brand_id", "month", *by]).reset_index(drop=True)


def summed(frame: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums of `columns` by brand, month and `by`, sorted."""
    keys = ["brand_id", "month", *by]
    return frame.groupby(keys, as_index=False)[list(columns)].sum()


def satisfaction_rows(sums: pd.DataFrame, measure: Measure, interval: Interval) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES, sorted; `sums` has brand_id, month, any breakdowns, numerator, denominator, evidence_count.

    A group with a denominator of 0 has no row; where no group has one, the answer is NotEnoughEvidence.
    """
    keys = [column for column in ("brand_id", *BREAKDOWNS, "month") if column in sums.columns]
    table = sums[sums["denominator"] > 0].sort_values(keys)
    if table.empty:
        return NotEnoughEvidence(what=measure.counted, n=0, needed=1)
    low, high = interval(table)
    said: dict[str, Any] = {"measure": measure.name, "evidence_grade": measure.grade, "is_proxy": measure.is_proxy}
    said["model_version"] = f"{measure.name}-{measure.version}"
    return shaped(
        table.assign(month=table["month"].dt.date, value_low=low, value_high=high, **said), SATISFACTION_DTYPES
    )


def stacked(parts: Iterable[pd.DataFrame | NotEnoughEvidence]) -> pd.DataFrame | NotEnoughEvidence:
    """All rows of the parts that have any; where none has, what the first part says. `parts` is not empty."""
    told = list(parts)
    frames = [part for part in told if isinstance(part, pd.DataFrame)]
    return pd.concat(frames, ignore_index=True) if frames else told[0]
