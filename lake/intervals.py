"""Spans of time as a set: what has been gathered, and what has not."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Interval(NamedTuple):
    """From `begins_at` up to, not including, `ends_at`; both zone-aware."""

    begins_at: datetime
    ends_at: datetime


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as disjoint intervals in order; what touches becomes one, what is empty vanishes."""
    merged: list[Interval] = []
    for each in sorted(each for each in intervals if each.begins_at < each.ends_at):
        if merged and each.begins_at <= merged[-1].ends_at:
            merged[-1] = Interval(merged[-1].begins_at, max(merged[-1].ends_at, each.ends_at))
        else:
            merged.append(each)
    return merged


def difference(whole: Interval, parts: Iterable[Interval]) -> list[Interval]:
    """What of `whole` no part covers, in order."""
    gaps = []
    begins_at = whole.begins_at
    for part in union(parts):
        if part.begins_at >= whole.ends_at:
            break
        if part.begins_at > begins_at:
            gaps.append(Interval(begins_at, part.begins_at))
        begins_at = max(begins_at, part.ends_at)
    if begins_at < whole.ends_at:
        gaps.append(Interval(begins_at, whole.ends_at))
    return gaps
