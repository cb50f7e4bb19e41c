"""k-means groups of authors, their number chosen by how well they come back in resamples."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from crm.personas.settings import PersonaSettings

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

STABILITY_SLACK = 0.05
"""Numbers of groups within this much of the most stable one compete by silhouette."""
SILHOUETTE_UNITS = 1_500
"""Authors on whom the silhouette is measured; it costs their number squared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """One way of grouping, with the evidence for it."""

    labels: Labels
    """Group of each author, 0..k-1."""
    probabilities: Floats
    """Authors x groups: posterior of an equal, round Gaussian mixture around the centres."""
    stability: float
    """Mean adjusted Rand index between this grouping and those of bootstrap resamples (Hubert and Arabie 1985)."""
    group_stabilities: Floats
    """Per group the mean best Jaccard overlap with a resample's group (Hennig 2007)."""
    silhouette: float
    """Mean silhouette (Rousseeuw 1987)."""


def best_grouping(points: Floats, settings: PersonaSettings) -> Grouping:
    """The grouping with the best silhouette among those about as stable as the most stable one.

    Every number is tried on `bootstrap_count` resamples, the chosen one measured on `final_bootstrap_count`. Fitted on
    at most `max_fit_units` authors chosen with the seed; the others join the nearest centre. Ties go to fewer groups.
    `points` needs more rows than the largest number of groups.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    rng = np.random.default_rng(settings.seed)
    sample = np.sort(rng.permutation(len(points))[: settings.max_fit_units])
    units = points[sample]
    resamples = rng.integers(0, len(sample), size=(settings.final_bootstrap_count, len(sample)))
    few, further = resamples[: settings.bootstrap_count], resamples[settings.bootstrap_count :]
    with threadpool_limits(limits=1):  # sums over threads differ in the last bit from run to run
        tried = {k: _Trial.of(units, k, settings.seed).asked(few) for k in settings.cluster_counts}
        bar = max(trial.stability for trial in tried.values()) - STABILITY_SLACK
        stable = [trial for trial in tried.values() if trial.stability >= bar]
        return max(stable, key=lambda trial: trial.silhouette).asked(further).grouping(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """A number of groups on the sampled units, and what the resamples asked so far said of it."""

    units: Floats
    seed: int
    model: "KMeans"
    rand_indices: tuple[float, ...] = ()
    overlaps: tuple[Floats, ...] = ()

    @classmethod
    def of(cls, units: Floats, k: int, seed: int) -> "_Trial":
        from sklearn.cluster import KMeans

        return cls(units=units, seed=seed, model=KMeans(k, n_init=10, random_state=seed).fit(units))

    @property
    def reference(self) -> Labels:
        """Group of each sampled unit."""
        return np.asarray(self.model.labels_, dtype=np.int64)

    @property
    def stability(self) -> float:
        return float(np.mean(self.rand_indices))

    @property
    def silhouette(self) -> float:
        from sklearn.metrics import silhouette_score

        step = -(-len(self.units) // SILHOUETTE_UNITS)
        thinned = self.reference[::step]
        return float(silhouette_score(self.units[::step], thinned)) if len(set(thinned)) > 1 else 0.0

    def asked(self, resamples: Labels) -> "_Trial":
        """The same after further resamples."""
        from sklearn.cluster import KMeans

        k, reference = self.model.n_clusters, self.reference
        rand_indices, overlaps = [*self.rand_indices], [*self.overlaps]
        for resample in resamples:
            labels = KMeans(k, n_init=3, random_state=self.seed).fit(self.units[resample]).predict(self.units)
            common = np.bincount(reference * k + labels, minlength=k * k).reshape(k, k)
            rand_indices.append(_rand_index(common))
            overlaps.append(_best_overlaps(common))
        return replace(self, rand_indices=tuple(rand_indices), overlaps=tuple(overlaps))

    def grouping(self, points: Floats) -> Grouping:
        """All points by the model of the sampled ones."""
        distances = self.model.transform(points) ** 2
        return Grouping(
            labels=distances.argmin(axis=1),
            probabilities=_posterior(distances),
            stability=self.stability,
            group_stabilities=np.mean(self.overlaps, axis=0),
            silhouette=self.silhouette,
        )


def _rand_index(common: Labels) -> float:
    """The adjusted Rand index of two groupings by how many units each two of their groups share."""
    alike = int((common**2).sum())
    left, right = int((common.sum(axis=1) ** 2).sum()), int((common.sum(axis=0) ** 2).sum())
    size = int(common.sum())
    both, only_left, only_right, neither = alike - size, left - alike, right - alike, size**2 - left - right + alike
    if not only_left and not only_right:
        return 1.0
    agreed = 2.0 * (both * neither - only_left * only_right)
    return agreed / ((both + only_left) * (only_left + neither) + (both + only_right) * (only_right + neither))


def _best_overlaps(common: Labels) -> Floats:
    """For each group of the first grouping the largest Jaccard index with one of the second."""
    union = common.sum(axis=1, keepdims=True) + common.sum(axis=0, keepdims=True) - common
    return np.asarray((common / np.maximum(union, 1)).max(axis=1))


def _posterior(distances: Floats) -> Floats:
    """Membership probabilities from squared distances; the common variance is that of the points about their centres.

    The dimension is not divided out, which keeps borderline authors at modest probabilities.
    """
    variance = max(float(distances.min(axis=1).mean()), 1e-12)
    weights = np.exp(-(distances - distances.min(axis=1, keepdims=True)) / (2 * variance))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
