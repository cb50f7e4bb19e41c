"""How many groups: as many as still come back when the units are drawn anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

Labels = npt.NDArray[np.int64]
Rows = Any
"""A matrix of units x columns that takes an array of row numbers: numpy or scipy's csr_array."""
Predict = Callable[[Rows], Labels]
FitGroups = Callable[[Rows, int, int], Predict]
"""Rows, number of groups, seed -> what gives each row its group, 0..k-1."""
Criterion = Callable[[Rows, int], float]
"""Rows, number of groups -> how well that many describe them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilitySettings:
    """Raises ConfigError for impossible values. The bounds are our own, and sizes those that keep within a minute."""

    counts: tuple[int, ...] = (2, 3, 4, 5, 6, 7, 8)
    """Numbers of groups tried."""
    screen_count: int = 8
    """Resamples for each number tried."""
    bootstrap_count: int = 50
    """Resamples for the chosen number, whose figure is published."""
    max_units: int = 5_000
    """Units fitted; the others are given their group by the fitted model."""
    slack: float = 0.02
    """Numbers within this much of the most stable one count as stable as it; the largest of them is chosen."""
    min_stability: float = 0.6
    """Mean adjusted Rand index below which there are no groups."""
    min_unit_count: int = 50
    seed: int = 20

    def __post_init__(self) -> None:
        if not self.counts or min(self.counts) < 2 or min(self.screen_count, self.bootstrap_count) < 2:
            raise ConfigError("groups: counts, screen_count and bootstrap_count must be 2 or more")
        if self.min_unit_count <= max(self.counts) or self.max_units < self.min_unit_count:
            raise ConfigError("groups: needed are max_units >= min_unit_count > the largest of counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class StableGroups:
    """The chosen grouping."""

    labels: Labels
    """Of all units."""
    predict: Predict
    count: int
    stability: float
    """Mean adjusted Rand index of the chosen number over `bootstrap_count` resamples (Hubert & Arabie 1985)."""
    screened: dict[int, float]
    """Number tried -> its mean over `screen_count` resamples."""


def stable_groups(
    rows: Rows, fit: FitGroups, settings: StabilitySettings, *, criterion: Criterion | None = None
) -> StableGroups | NotEnoughEvidence:
    """The largest number of groups about as stable as the most stable one, fitted on at most `max_units` rows.

    With a criterion (higher is better), the number that is best by it among all that reach `min_stability`.
    """
    n = rows.shape[0]
    if n < settings.min_unit_count:
        return NotEnoughEvidence(what="units", n=n, needed=settings.min_unit_count)
    rng = np.random.default_rng(settings.seed)
    sample = rows[np.sort(rng.permutation(n)[: settings.max_units])]
    resamples = rng.integers(0, sample.shape[0], size=(settings.bootstrap_count, sample.shape[0]))
    screened = {
        k: resampled(sample, fit, k, resamples[: settings.screen_count], seed=settings.seed) for k in settings.counts
    }
    bar = max(screened.values()) - settings.slack
    if criterion is not None:
        bar = min(bar, settings.min_stability)
    stable = [k for k, stability in screened.items() if stability >= bar]
    count = max(stable) if criterion is None else max(stable, key=lambda k: criterion(sample, k))
    stability = resampled(sample, fit, count, resamples, seed=settings.seed)
    if stability < settings.min_stability:
        why = f"groups do not come back in resamples: stability {stability:.2f} < {settings.min_stability}"
        return NotEnoughEvidence(what="units", n=n, needed=settings.min_unit_count, because=why)
    predict = fit(sample, count, settings.seed)
    return StableGroups(labels=predict(rows), predict=predict, count=count, stability=stability, screened=screened)


def resampled(sample: Rows, fit: FitGroups, count: int, resamples: Sequence[Labels] | Labels, *, seed: int) -> float:
    """Mean adjusted Rand index between the grouping of the sample and those learnt from its resamples."""
    from sklearn.metrics import adjusted_rand_score
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):  # sums over threads differ in the last bit from run to run
        reference = fit(sample, count, seed)(sample)
        found = [adjusted_rand_score(reference, fit(sample[rows], count, seed)(sample)) for rows in resamples]
    return float(np.mean(found))
