"""One space for all features: blocks of equal standing, as in multiple factor analysis (Escofier and Pagès 1994)."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

PRIOR_WEIGHT = 2.0
"""An author's shares are drawn to everybody's as if this many more mentions had been average."""
LEAST_SPREAD = 0.02
"""Columns that vary less than this by chance are too rare to be blown up to full size."""
CHANCE_DEVIATIONS = 4.0
"""How far a direction must be out of what chance makes, in standard deviations of the draws."""


def shrunk(shares: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Shares drawn towards the mean of all authors, the more so the fewer mentions (`weights`) stand behind them.

    Without it, authors of two mentions would form the corners of the space. Unknown shares become the mean.
    """
    mean = shares.mean()
    known = shares.fillna(mean)
    trust = (weights / (weights + PRIOR_WEIGHT)).reindex(shares.index)
    return known.mul(trust, axis="index") + np.outer(1 - trust, mean)


def in_chance_units(block: Floats, chance: Sequence[Floats]) -> tuple[Floats, list[Floats]]:
    """The block and its draws with every column measured in the spread that chance gives it (LEAST_SPREAD at least)."""
    spread = np.maximum(np.mean([draw.std(axis=0) for draw in chance], axis=0), LEAST_SPREAD)
    return block / spread, [draw / spread for draw in chance]


def beyond_chance(block: Floats, chance: Sequence[Floats]) -> Floats:
    """The block's principal coordinates along directions longer than chance makes them; none may be left.

    Parallel analysis (Horn 1965): `chance` holds the same columns for authors to whom all mentions were dealt at
    random. A direction stays while it is longer than the draws' mean plus CHANCE_DEVIATIONS standard deviations.
    """
    coordinates, lengths = _principal(block)
    draws = np.array([_principal(draw)[1] for draw in chance])
    bar = draws.mean(axis=0) + CHANCE_DEVIATIONS * draws.std(axis=0, ddof=1) + 1e-9
    is_longer = lengths > bar
    kept = len(bar) if is_longer.all() else int(np.argmin(is_longer))
    return coordinates[:, :kept]


def coordinates(blocks: Mapping[str, Floats], weights: Mapping[str, float], *, dimension_count: int) -> Floats:
    """Authors as points: each block scaled until its longest direction has the block's weight, all rotated together and
    cut to the `dimension_count` longest directions. NaN stands for the mean; blocks without variation fall out."""
    scaled = []
    for name, block in sorted(blocks.items()):
        points, lengths = _principal(block)
        if len(lengths) and lengths[0] > 1e-9:
            scaled.append(points * (weights[name] / lengths[0]))
    joined, _ = _principal(np.hstack(scaled))
    return joined[:, :dimension_count]


def _principal(block: Floats) -> tuple[Floats, Floats]:
    """Principal coordinates of the centred rows and the standard deviation along each direction, longest first."""
    is_known = ~np.isnan(block)
    mean = np.where(is_known, block, 0).sum(axis=0) / np.maximum(is_known.sum(axis=0), 1)
    left, lengths, _ = np.linalg.svd(np.where(is_known, block - mean, 0.0), full_matrices=False)
    return left * lengths, lengths / np.sqrt(max(len(block), 1))
