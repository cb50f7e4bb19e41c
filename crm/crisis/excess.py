"""How far an episode left the usual, and what it is about."""

import numpy as np
import pandas as pd

SEVERITY_HALF = 10.0
"""Standard deviations above the usual at which severity is one half."""
MIN_COUNT = 5
"""Negative mentions of a topic (product, ...) within an episode below which it is not named as its cause."""


def severity_of(peak_count: float, expected: float, deviation: float) -> float:
    """z / (z + 10), 0 to 1, with z the peak's distance from the usual in standard deviations; our own scale."""
    distance = max(0.0, (peak_count - expected) / deviation)
    return round(distance / (distance + SEVERITY_HALF), 4)


def most_in_excess(inside: pd.Series, before: pd.Series) -> str | None:
    """The member (topic, product) with the largest (observed - expected) / sqrt(expected + 1); None without one.

    `inside` and `before` are negatives by member, in the episode and in the calm days before it; the expected number is
    the member's share of the calm days, or the same for all where these have none.
    """
    known = before.reindex(inside.index, fill_value=0.0)
    share = known / known.sum() if known.sum() > 0 else known * 0 + 1 / max(len(known), 1)
    expected = share * inside.sum()
    excess = ((inside - expected) / np.sqrt(expected + 1))[inside >= MIN_COUNT]
    excess = excess[excess > 0]
    return str(excess.idxmax()) if len(excess) else None
