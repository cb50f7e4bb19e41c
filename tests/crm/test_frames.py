from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pyarrow as pa
import pytest

from crm.frames import DATE, days_of, local_times, numbers_of, shaped
from records.errors import UsageError


def test_days_come_in_many_shapes() -> None:
    expected = [pd.Timestamp(2026, 3, 1), pd.NaT]
    shapes = [
        pd.Series([date(2026, 3, 1), None]),
        pd.Series(["2026-03-01", "unknown"]),
        pd.Series(pd.to_datetime(["2026-03-01", None])),
        pd.Series([date(2026, 3, 1), None], dtype=DATE),
        pa.table({"day": pa.array([date(2026, 3, 1), None])}).to_pandas()["day"],
    ]
    for values in shapes:
        assert days_of(values).tolist() == expected
    assert days_of(pd.Series([], dtype="object")).empty


def test_instants_are_shown_in_china_whatever_their_zone() -> None:
    at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=-5)))
    for values in (pd.Series([at, None]), pd.Series([elsewhere, None]), pd.Series(pd.to_datetime([at, None]))):
        times = local_times(values)
        assert times.dt.hour.iloc[0] == 4
        assert pd.isna(times.iloc[1])
    with pytest.raises(UsageError, match="no zone"):
        local_times(pd.Series([datetime(2026, 3, 1)]))
    with pytest.raises(UsageError, match="no zone"):
        local_times(pd.Series(pd.to_datetime(["2026-03-01"])))


def test_impossible_counts_are_unknown() -> None:
    values = numbers_of(pd.DataFrame({"n": [3, -1, None, "x", float("nan")]}), "n")
    assert values.isna().tolist() == [False, True, True, True, True]


def test_results_keep_their_types_when_empty() -> None:
    frame = shaped(pd.DataFrame(), {"day": DATE, "n": "Int64", "name": "string"})
    assert pa.Table.from_pandas(frame).schema.types == [pa.date32(), pa.int64(), pa.large_string()]
