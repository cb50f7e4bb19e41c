"""Skeletal personas: the factors of the engagement matrix (NMF, Lee & Seung 1999), their number chosen by stability."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from crm.authors import KEY
from crm.frames import shaped
from crm.personas.evidence import Evidence, evidence_of, name_of, naming_features, word_shares_of, words_of
from crm.personas.matrix import Engagement
from crm.personas.stability import Labels, StabilitySettings, StableGroups, stable_groups
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats

ITERATIONS: Final = 120
"""Steps of coordinate descent; the figure of stability does not move with more."""
FACTOR_DTYPES: Final = {
    "factor": "Int64", "name": "string", "unit_count": "Int64", "share": "Float64", "evidence": "object",
}  # fmt: skip
WEIGHT_DTYPES: Final = {
    "platform": "string", "author_id": "string", "factor": "Int64", "weight": "Float64", "is_primary": "boolean",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The factored matrix."""

    factors: pd.DataFrame
    """FACTOR_DTYPES, largest first; only those whose units reach the floor and that evidence names. evidence: the list
    of crm.personas.evidence.Evidence behind the name, with lift and n."""
    weights: pd.DataFrame
    """WEIGHT_DTYPES: a unit's soft weights over the published factors (above 0; of one unit they sum to 1 or less)."""
    groups: StableGroups
    error: float
    """Relative reconstruction error ||V - WH|| / ||V||."""


def factor_personas(
    engagement: Engagement, *, settings: StabilitySettings, floor: int, labels: dict[str, str] | None = None
) -> Factors | NotEnoughEvidence:
    """Personas from who engages with what; `floor` is the k-anonymity floor, `labels` the Chinese names of contents.

    A unit belongs most to the factor that explains most of it. Too few units, fewer contents than groups, or factors
    that do not come back in resamples are no personas.
    """
    values = engagement.weighted()
    if values.shape[1] <= max(settings.counts):
        return NotEnoughEvidence(
            what="contents shared by enough units", n=values.shape[1], needed=max(settings.counts) + 1
        )
    groups = stable_groups(values, fit_factors, settings)
    if isinstance(groups, NotEnoughEvidence):
        return groups
    share, error = _shares(values, groups.count, settings)
    primary = share.argmax(axis=1)
    factors = _described(engagement, primary, floor, labels or {})
    if not len(factors):
        why = "no factor is large and distinct enough to be described"
        return NotEnoughEvidence(what="units", n=len(engagement.units), needed=settings.min_unit_count, because=why)
    weights = _weights(engagement.units, share, primary, factors["factor"].tolist())
    return Factors(factors=factors, weights=weights, groups=groups, error=error)


def fit_factors(values: sparse.csr_array, count: int, seed: int) -> Callable[[sparse.csr_array], Labels]:
    """The factors of a matrix, as a function that tells each row's main one (crm.personas.stability.FitGroups)."""
    model = _fitted(values, count, seed)

    def predict(rows: sparse.csr_array) -> Labels:
        return np.asarray(_scaled(model, model.transform(rows)).argmax(axis=1), dtype=np.int64)

    return predict


def _fitted(values: sparse.csr_array, count: int, seed: int) -> Any:
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # ITERATIONS is a bound; stability judges what it gives
        return NMF(count, init="nndsvda", max_iter=ITERATIONS, tol=1e-3, random_state=seed).fit(values)


def _scaled(model: Any, loadings: Floats) -> Floats:
    """Loadings in units of their factor's length, so that factors compare."""
    return np.asarray(loadings * np.linalg.norm(model.components_, axis=1))


def _shares(values: sparse.csr_array, count: int, settings: StabilitySettings) -> tuple[Floats, float]:
    """Each unit's share of every factor, from the model of the same sample as the groups, and the relative error."""
    rng = np.random.default_rng(settings.seed)
    sample = np.sort(rng.permutation(values.shape[0])[: settings.max_units])
    model = _fitted(values[sample], count, settings.seed)
    loadings = model.transform(values)
    told = _scaled(model, loadings)
    total = told.sum(axis=1, keepdims=True)
    inner = np.asarray((values @ model.components_.T) * loadings).sum()
    square = float(((loadings.T @ loadings) * (model.components_ @ model.components_.T)).sum())
    norm = float((values.data**2).sum())
    error = np.sqrt(max(norm - 2 * inner + square, 0.0) / norm)
    return np.asarray(told / np.where(total > 0, total, 1.0)), float(error)


def _described(engagement: Engagement, primary: Labels, floor: int, labels: dict[str, str]) -> pd.DataFrame:
    sizes = np.bincount(primary)
    rows: list[dict[str, object]] = []
    taken: set[frozenset[str]] = set()
    contents = [content.removeprefix("term:") for content in engagement.columns]
    names = {f"term:{plain}": labels.get(full, plain) for full, plain in zip(engagement.columns, contents, strict=True)}
    for factor in sorted(np.flatnonzero(sizes >= floor), key=lambda i: (-sizes[i], i)):
        summary = word_shares_of(engagement.values, contents, primary == factor)
        evidence = evidence_of(summary, names, group_size=int(sizes[factor]), min_author_count=floor)
        naming: list[Evidence] = naming_features(evidence, taken)
        if not naming:
            continue
        taken.add(words_of(naming))
        size = int(sizes[factor])
        row = {"factor": int(factor), "name": name_of(naming), "unit_count": size, "share": size / len(primary)}
        rows.append({**row, "evidence": evidence})
    return shaped(pd.DataFrame(rows, columns=list(FACTOR_DTYPES)), FACTOR_DTYPES)


def _weights(units: pd.MultiIndex, share: Floats, primary: Labels, published: list[int]) -> pd.DataFrame:
    parts = [
        units.to_frame(index=False).assign(factor=k, weight=share[:, k], is_primary=primary == k) for k in published
    ]
    table = pd.concat(parts)
    return shaped(table[table["weight"] > 0].sort_values([*KEY, "factor"]), WEIGHT_DTYPES)
