"""How days are dealt out: contiguous, about equal in mentions, and no smaller than their look-back is worth."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake.partition import Partition
from pipeline.steps.enrich import CHUNK_DAYS, CHUNKS_A_SLOT, LOOKBACK_DAYS, DayWork, _chunk_count, _chunks

FIRST = date(2026, 1, 1)


def days(counts: list[int]) -> list[DayWork]:
    return [
        DayWork(
            day=(FIRST + timedelta(days=place)).isoformat(),
            files=(Partition(path=Path(f"d{place}"), keys={}, files=(), row_count=count, hashes={}),),
            fingerprint="",
        )
        for place, count in enumerate(counts)
    ]


def sizes(counts: list[int], count: int) -> list[list[int]]:
    return [[each.files[0].row_count for each in chunk] for chunk in _chunks(days(counts), count)]


@given(st.lists(st.integers(1, 1_000), max_size=500), st.integers(1, 40))
def test_every_day_is_in_one_chunk_in_order(counts: list[int], count: int) -> None:
    found = _chunks(days(counts), count)
    assert [each.day for chunk in found for each in chunk] == [each.day for each in days(counts)]
    assert all(1 <= len(chunk) <= CHUNK_DAYS for chunk in found)


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=CHUNK_DAYS), st.integers(1, 40))
def test_no_more_chunks_than_asked_for_and_none_far_above_its_share(counts: list[int], count: int) -> None:
    found = sizes(counts, count)
    assert len(found) <= count
    assert max(map(sum, found)) <= sum(counts) / count + 2 * max(counts)


def test_a_giant_day_is_alone_and_the_rest_is_dealt_evenly() -> None:
    assert sizes([10, 10, 1000, 10, 10, 10, 10], 4) == [[10, 10], [1000], [10, 10], [10, 10]]
    assert sizes([10] * 8, 4) == [[10, 10]] * 4
    assert [len(chunk) for chunk in sizes([1] * 400, 1)] == [CHUNK_DAYS, CHUNK_DAYS, 400 - 2 * CHUNK_DAYS]


@pytest.mark.parametrize(
    ("day_count", "slots", "count"),
    [(1, 2, 2), (100, 2, 2), (120, 2, 4), (365, 2, 8), (3_650, 10, 10 * CHUNKS_A_SLOT), (LOOKBACK_DAYS * 6, 1, 4)],
)
def test_chunks_are_no_shorter_than_the_look_back_while_slots_allow(day_count: int, slots: int, count: int) -> None:
    assert _chunk_count(day_count, slots) == count
