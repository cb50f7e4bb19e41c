"""k-means groups of authors, their number chosen by how well they come back in resamples."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crm.personas.settings import PersonaSettings

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
    units, seed = points[sample], settings.seed
    resamples = rng.integers(0, len(sample), size=(settings.final_bootstrap_count, len(sample)))
    few = resamples[: settings.bootstrap_count]
    with threadpool_limits(limits=1):  # sums over threads differ in the last bit from run to run
        tried = {k: _grouping(points, units, few, k, seed) for k in settings.cluster_counts}
        bar = max(grouping.stability for grouping in tried.values()) - STABILITY_SLACK
        stable = [k for k, grouping in tried.items() if grouping.stability >= bar]
        chosen = max(stable, key=lambda k: tried[k].silhouette)
        return _grouping(points, units, resamples, chosen, seed)


def _grouping(points: Floats, units: Floats, resamples: Labels, k: int, seed: int) -> Grouping:
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    model = KMeans(k, n_init=10, random_state=seed).fit(units)
    reference = model.labels_.astype(np.int64)
    rand_indices, overlaps = [], []
    for resample in resamples:
        labels = KMeans(k, n_init=3, random_state=seed).fit(units[resample]).predict(units)
        rand_indices.append(adjusted_rand_score(reference, labels))
        overlaps.append(_best_overlaps(reference, labels, k))
    step = -(-len(units) // SILHOUETTE_UNITS)
    is_divided = len(set(reference[::step])) > 1
    distances = model.transform(points) ** 2
    return Grouping(
        labels=distances.argmin(axis=1),
        probabilities=_posterior(distances),
        stability=float(np.mean(rand_indices)),
        group_stabilities=np.mean(overlaps, axis=0),
        silhouette=float(silhouette_score(units[::step], reference[::step])) if is_divided else 0.0,
    )


def _best_overlaps(reference: Labels, labels: Labels, k: int) -> Floats:
    """For each reference group the largest Jaccard index with a group of the other labelling."""
    common = np.bincount(reference * k + labels, minlength=k * k).reshape(k, k)
    union = common.sum(axis=1, keepdims=True) + common.sum(axis=0, keepdims=True) - common
    return np.asarray((common / np.maximum(union, 1)).max(axis=1))


def _posterior(distances: Floats) -> Floats:
    """Membership probabilities from squared distances; the common variance is that of the points about their centres.

    The dimension is not divided out, which keeps borderline authors at modest probabilities.
    """
    variance = max(float(distances.min(axis=1).mean()), 1e-12)
    weights = np.exp(-(distances - distances.min(axis=1, keepdims=True)) / (2 * variance))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
