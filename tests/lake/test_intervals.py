"""Spans of time as sets, against a count of single hours."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lake.intervals import Interval, difference, union

START = datetime(2026, 1, 1, tzinfo=UTC)


def _interval(pair: tuple[int, int]) -> Interval:
    return Interval(START + timedelta(hours=pair[0]), START + timedelta(hours=pair[1]))


def _hours(intervals: list[Interval]) -> set[datetime]:
    return {
        each.begins_at + timedelta(hours=n)
        for each in intervals
        for n in range(int((each.ends_at - each.begins_at) / timedelta(hours=1)))
    }


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(pairs)
def test_a_union_holds_the_same_hours_in_disjoint_pieces(given_pairs: list[tuple[int, int]]) -> None:
    intervals = [_interval(pair) for pair in given_pairs]
    merged = union(intervals)
    assert _hours(merged) == _hours(intervals)
    assert all(first.ends_at < second.begins_at for first, second in zip(merged, merged[1:], strict=False))


@given(st.tuples(st.integers(0, 40), st.integers(0, 40)), pairs)
def test_a_difference_and_what_it_leaves_make_the_whole(whole: tuple[int, int], parts: list[tuple[int, int]]) -> None:
    asked, covered = _interval(whole), [_interval(pair) for pair in parts]
    gaps = difference(asked, covered)
    assert _hours(gaps) == _hours([asked]) - _hours(covered)
