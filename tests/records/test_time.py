from datetime import UTC, datetime

import pytest

from records.time import as_utc, partition_day, shanghai_day


def test_a_late_evening_in_utc_is_the_next_day_in_china() -> None:
    assert shanghai_day(datetime(2026, 8, 30, 16, 30, tzinfo=UTC)).isoformat() == "2026-08-31"


def test_no_time_is_the_unknown_partition() -> None:
    assert partition_day(None) == "unknown"


@pytest.mark.parametrize("function", [shanghai_day, as_utc])
def test_naive_times_are_refused(function) -> None:
    with pytest.raises(ValueError, match="naive"):
        function(datetime(2026, 8, 30))
