"""Customer segments: k-means on one-hot columns and numbers, a Gaussian mixture of numbers, or latent classes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.personas.latent import LatentClasses, fit_latent_classes
from crm.personas.stability import Criterion, FitGroups, Labels, StabilitySettings, stable_groups
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats
from records.errors import UsageError

SENSITIVE_COLUMNS: Final = (
    "gender", "age", "birth", "religion", "ethnic", "health", "income", "marital", "political", "orientation", "性别",
    "年龄", "宗教", "民族", "健康", "收入", "婚姻", "政治",
)  # fmt: skip
"""Parts of column names that never make a segment: sensitive traits (PIPL 28) and those that stand in for them."""
SEGMENT_DTYPES: Final = {"customer_id": "string", "segment": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """The chosen segmentation."""

    members: pd.DataFrame
    """SEGMENT_DTYPES: s_0 is the largest; NULL for the members of a group below the floor."""
    count: int
    stability: float
    screened: dict[int, float]


def segments(
    customers: pd.DataFrame,
    *,
    model: str,
    categories: Sequence[str],
    numbers: Sequence[str] = (),
    floor: int = 10,
    settings: StabilitySettings | None = None,
) -> Segments | NotEnoughEvidence:
    """Segments of `customers` (customer_id and the named columns) by `model`: one_hot_k_means, gaussian or latent.

    Their number is the largest that still comes back in resamples (crm.personas.stability); for latent the one of
    smallest BIC among those that come back. Unknown numbers are filled with the median, an unknown category is one of
    its own. latent uses categories alone, gaussian numbers alone: on one-hot columns a mixture finds the corners of the
    cube. Customers marked is_minor take no part. Raises UsageError for missing columns, an unknown model, or a
    sensitive column.
    """
    if model not in MODELS:
        raise UsageError(f"unknown segment model {model}; known: {', '.join(MODELS)}")
    named = [*categories, *numbers]
    if wrong := [name for name in named if any(part in name.lower() for part in SENSITIVE_COLUMNS)]:
        raise UsageError(f"segments are not made of {', '.join(wrong)}: sensitive traits group nobody")
    frame = require(customers, ["customer_id", *named], name="customer").drop_duplicates("customer_id")
    if "is_minor" in frame:
        frame = frame[~frame["is_minor"].astype("boolean").fillna(False)]
    frame = frame.sort_values("customer_id", ignore_index=True)
    chosen = settings or StabilitySettings()
    if len(frame) < chosen.min_unit_count:
        return NotEnoughEvidence(what="customers", n=len(frame), needed=chosen.min_unit_count)
    rows, bounds = _columns(frame, () if model == "gaussian" else categories, () if model == "latent" else numbers)
    if not rows.shape[1] or not rows.std(axis=0).any():
        why = "all alike in every column"
        return NotEnoughEvidence(what="customers", n=len(frame), needed=chosen.min_unit_count, because=why)
    criterion = _information(bounds, chosen.seed) if model == "latent" else None
    found = stable_groups(rows, MODELS[model](bounds), chosen, criterion=criterion)
    if isinstance(found, NotEnoughEvidence):
        return found
    names = _names(found.labels, floor)
    members = pd.DataFrame({"customer_id": frame["customer_id"], "segment": [names[int(k)] for k in found.labels]})
    return Segments(
        members=shaped(members, SEGMENT_DTYPES), count=found.count, stability=found.stability, screened=found.screened
    )


def _columns(frame: pd.DataFrame, categories: Sequence[str], numbers: Sequence[str]) -> tuple[Floats, list[int]]:
    """One-hot columns of the categories, each block as long as one number of unit spread, then the numbers."""
    blocks = [
        pd.get_dummies(frame[name].astype("object").fillna("?"), dtype="float64").to_numpy() for name in categories
    ]
    bounds = np.cumsum([0, *(block.shape[1] for block in blocks)]).tolist()
    for name in numbers:
        values = pd.to_numeric(frame[name]).astype("float64")
        filled = values.fillna(values.median()).fillna(0.0).to_numpy()
        spread = filled.std()
        blocks.append(((filled - filled.mean()) / (spread or 1.0))[:, None])
    return np.hstack(blocks) if blocks else np.zeros((len(frame), 0)), bounds


def _names(labels: Labels, floor: int) -> dict[int, str | None]:
    sizes = np.bincount(labels)
    order = sorted(range(len(sizes)), key=lambda k: (-sizes[k], k))
    return {k: f"s_{place}" if sizes[k] >= floor else None for place, k in enumerate(order)}


def _k_means(bounds: list[int]) -> FitGroups:
    def fit(rows: Any, count: int, seed: int) -> Callable[[Any], Labels]:
        from sklearn.cluster import KMeans

        model = KMeans(count, n_init=5, random_state=seed).fit(rows)
        return lambda others: np.asarray(model.predict(others), dtype=np.int64)

    return fit


def _gaussian(bounds: list[int]) -> FitGroups:
    def fit(rows: Any, count: int, seed: int) -> Callable[[Any], Labels]:
        from sklearn.mixture import GaussianMixture

        model = GaussianMixture(count, reg_covar=1e-3, n_init=3, random_state=seed).fit(rows)
        return lambda others: np.asarray(model.predict(others), dtype=np.int64)

    return fit


def _latent(bounds: list[int]) -> FitGroups:
    def fit(rows: Any, count: int, seed: int) -> Callable[[Any], Labels]:
        found = _latent_classes(rows, bounds, count, seed)
        if not isinstance(found, LatentClasses):  # a resample without variation is one group
            return lambda others: np.zeros(len(others), dtype=np.int64)
        return lambda others: np.asarray(found.posterior(_answers(others, bounds)).argmax(axis=1), dtype=np.int64)

    return fit


def _information(bounds: list[int], seed: int) -> Criterion:
    """Minus BIC (Schwarz 1978): resamples of two classes are always the most alike, so they cannot decide alone."""

    def criterion(rows: Any, count: int) -> float:
        found = _latent_classes(rows, bounds, count, seed)
        return -found.bic if isinstance(found, LatentClasses) else -np.inf

    return criterion


def _latent_classes(rows: Any, bounds: list[int], count: int, seed: int) -> LatentClasses | NotEnoughEvidence:
    table = _answers(rows, bounds)
    items = [str(name) for name in table if table[name].nunique() > 1]
    counted = table.value_counts(items).rename("n").reset_index()
    return fit_latent_classes(counted, items, count=count, weight="n", starts=4, tolerance=1e-6, seed=seed)


def _answers(rows: Any, bounds: list[int]) -> pd.DataFrame:
    """One-hot columns back to one column an item."""
    parts = [rows[:, begin:end].argmax(axis=1) for begin, end in zip(bounds, bounds[1:], strict=False)]
    return pd.DataFrame({f"item_{i}": part for i, part in enumerate(parts)})


MODELS: Final[dict[str, Callable[[list[int]], FitGroups]]] = {
    "one_hot_k_means": _k_means, "gaussian": _gaussian, "latent": _latent,
}  # fmt: skip
"""Name -> what makes its fit from where the categories' columns begin and end."""
