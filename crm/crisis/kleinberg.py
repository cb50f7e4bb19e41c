"""Kleinberg's two-state burst machine on batches, offline as published and hour by hour as the alerts need it.

Kleinberg, "Bursty and hierarchical structure in streams" (KDD 2002), section 4: of d_t events in batch t, r_t are
relevant. The calm state expects the share p0 = R/D of all batches, the burst state p1 = s p0. Staying in state i costs
-ln Binomial(r_t; d_t, p_i), entering the burst costs gamma ln n, leaving it nothing. The cheapest path tells the
bursts.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from records.errors import UsageError

Floats = NDArray[np.float64]
_LARGEST_SHARE = 1 - 1e-9
"""Where s p0 exceeds 1: the burst state expects all but nothing else."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Batches `first` .. `last`, both included, by position."""

    first: int
    last: int
    weight: float
    """What the burst state saves there, in nats: Kleinberg's weight of a burst."""


@dataclass(slots=True)
class BurstFilter:
    """The forward half of the cheapest path: tells after each batch whether the best path so far ends in a burst."""

    up_cost: float
    """Of entering the burst, in nats."""
    lead: float = math.inf
    """Cost of the best path that ends in the burst, less that of the best that ends calm."""
    since: int = -1
    """The batch in which the best path that ends in the burst entered it."""

    def step(self, position: int, calm_cost: float, burst_cost: float) -> bool:
        """Takes batch `position`; True when the path that ends in the burst is the cheaper one now."""
        if self.lead >= self.up_cost:
            self.since = position
        self.lead = min(self.lead, self.up_cost) + burst_cost - min(self.lead, 0.0) - calm_cost
        return self.lead < 0


def bursts(counts: ArrayLike, totals: ArrayLike, *, scale: float = 2.0, gamma: float = 1.0) -> list[Burst]:
    """Bursts of `counts` among `totals` (one value a batch, 0 <= count <= total), in order.

    No batches, one, no relevant event, or nothing but relevant events: no burst. Raises UsageError for arrays of unlike
    length, a count outside 0 .. total, a scale of 1 or less or a negative gamma.
    """
    relevant, of_all = _checked(counts, totals, scale, gamma)
    if len(relevant) < 2 or not 0 < relevant.sum() < of_all.sum():
        return []
    calm_share = relevant.sum() / of_all.sum()
    calm = _costs(relevant, of_all, calm_share)
    burst = _costs(relevant, of_all, min(scale * calm_share, _LARGEST_SHARE))
    is_burst = _cheapest(calm, burst, gamma * math.log(len(relevant)))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_burst, [False]]).astype(np.int8)))
    return [
        Burst(int(first), int(end) - 1, float((calm - burst)[first:end].sum()))
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def _costs(relevant: Floats, of_all: Floats, share: float) -> Floats:
    """-ln Binomial without the coefficient, which both states share."""
    costs: Floats = -relevant * math.log(share) - (of_all - relevant) * math.log1p(-share)
    return costs


def _cheapest(calm: Floats, burst: Floats, up_cost: float) -> NDArray[np.bool_]:
    """Viterbi's path from a calm beginning; of equal paths the calmer."""
    best = np.zeros((len(calm), 2), dtype=np.int8)
    low, high = 0.0, math.inf
    for t in range(len(calm)):
        best[t] = (high < low, high <= low + up_cost)
        low, high = min(low, high) + calm[t], min(high, low + up_cost) + burst[t]
    path = np.zeros(len(calm), dtype=bool)
    state = int(high < low)
    for t in range(len(calm) - 1, -1, -1):
        path[t] = bool(state)
        state = int(best[t, state])
    return path


def _checked(counts: ArrayLike, totals: ArrayLike, scale: float, gamma: float) -> tuple[Floats, Floats]:
    relevant: Any = np.asarray(counts, dtype=np.float64)
    of_all: Any = np.asarray(totals, dtype=np.float64)
    if relevant.ndim != 1 or relevant.shape != of_all.shape:
        raise UsageError(f"bursts need as many counts as totals, not {relevant.shape} and {of_all.shape}")
    if not np.all((relevant >= 0) & (relevant <= of_all)):
        raise UsageError("bursts need 0 <= count <= total in every batch")
    if scale <= 1 or gamma < 0:
        raise UsageError(f"bursts need a scale above 1 and a gamma of 0 or more, not {scale} and {gamma}")
    return relevant, of_all
