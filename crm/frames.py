"""What every function here does to the frames it is given and gives back: check, place in time, shape."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from records.errors import UsageError
from records.time import SHANGHAI

DATE = "date32[day][pyarrow]"
"""Dtype of calendar days in results: elements are `datetime.date`, and Arrow keeps the type of an empty column."""


def require(frame: pd.DataFrame, columns: Sequence[str], *, name: str) -> pd.DataFrame:
    """A copy of `frame` with a fresh index. Raises UsageError naming the columns it lacks."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise UsageError(f"the {name} frame lacks {', '.join(missing)}; it needs {', '.join(columns)}")
    return frame.reset_index(drop=True).copy()


def check_period(period_start: date, period_end: date) -> None:
    """Raises UsageError for a period that ends before it begins."""
    if period_end < period_start:
        raise UsageError(f"the period ends ({period_end}) before it begins ({period_start})")


def days_of(values: pd.Series) -> pd.Series:
    """Calendar days (dates, timestamps or ISO texts) as midnight timestamps; what is no day becomes NaT."""
    plain = values if values.dtype.kind == "M" else values.astype(object)
    return pd.to_datetime(plain, errors="coerce").astype("datetime64[ns]")


def local_times(values: pd.Series, *, name: str = "published_at") -> pd.Series:
    """Instants in Asia/Shanghai, unknown as NaT. Raises UsageError for one without a zone: it has no hour."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return values.astype("datetime64[ns, UTC]").dt.tz_convert(SHANGHAI)
    for value in values.dropna().astype(object):
        if getattr(value, "tzinfo", None) is None:
            raise UsageError(f"{name} holds {value!r}, which has no zone; give zone-aware instants")
    return pd.to_datetime(values.astype(object), utc=True).astype("datetime64[ns, UTC]").dt.tz_convert(SHANGHAI)


def in_period(days: pd.Series, period_start: date, period_end: date) -> pd.Series:
    """Whether each midnight timestamp lies in the period, both ends included; an unknown day lies in none."""
    return (days >= pd.Timestamp(period_start)) & (days <= pd.Timestamp(period_end))


def flags_of(frame: pd.DataFrame, column: str) -> pd.Series:
    """A yes/no column as plain booleans; unknown, or no such column, counts as no."""
    if column not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame[column].astype("boolean").fillna(False).astype(bool)


def numbers_of(frame: pd.DataFrame, column: str) -> pd.Series:
    """A numeric column as floats, unknown as NaN; negative counts are impossible, hence unknown."""
    values = pd.to_numeric(frame[column].astype(object), errors="coerce").astype("float64")
    return values.where(values >= 0)


def judged(frame: pd.DataFrame) -> pd.Series:
    """The sentiment labels that count: those of mentions whose engine abstained become None."""
    labels = frame["sentiment"].astype(object)
    return labels.where(~flags_of(frame, "is_abstained"), None)


def shaped(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Exactly the declared columns, in order and typed, so that an empty result has the same schema as a full one."""
    lacking = pd.Series(np.nan, index=frame.index, dtype="object")
    columns = {name: frame[name] if name in frame.columns else lacking for name in dtypes}
    typed = {name: column.astype(pd.api.types.pandas_dtype(dtypes[name])).array for name, column in columns.items()}
    return pd.DataFrame(typed, index=pd.RangeIndex(len(frame)))
