"""Latent classes: groups behind categorical answers (Lazarsfeld & Henry 1968; Goodman 1974), by own EM."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats, Indices
from records.errors import UsageError

TOLERANCE: Final = 1e-9
"""Gain of the mean log-likelihood below which EM stops; many refits may stop sooner."""
MAX_STEPS: Final = 5_000
SMALLEST: Final = 1e-12
"""Probability kept for what was never seen, so that its logarithm exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClasses:
    """The model of greatest likelihood among the starts."""

    shares: Floats
    """Shape (classes,), largest first."""
    answers: pd.DataFrame
    """One row per item and answer (columns item, answer), then the probability in each class (class_0, ...)."""
    log_likelihood: float
    g2: float | None
    """Likelihood-ratio statistic against the table of all patterns; None where an answer is missing somewhere."""
    degrees: int
    """Its degrees of freedom: patterns - 1 - parameters; below 1 the model cannot be tested."""
    bic: float
    unit_count: float

    def posterior(self, table: pd.DataFrame) -> Floats:
        """Units x classes; an answer that was never seen counts as missing. Raises UsageError for missing items."""
        items = self.answers["item"].drop_duplicates().tolist()
        if lacking := [item for item in items if item not in table.columns]:
            raise UsageError(f"the table lacks {', '.join(lacking)}")
        marks = np.column_stack([
            (table[item].astype("object") == answer).to_numpy(bool, na_value=False)
            for item, answer in zip(self.answers["item"], self.answers["answer"], strict=True)
        ]).astype(np.float64)  # fmt: skip
        return _responsibilities(marks, self.shares, _classes(self.answers))[0]


def fit_latent_classes(
    table: pd.DataFrame,
    items: Sequence[str],
    *,
    count: int,
    weight: str | None = None,
    starts: int = 12,
    tolerance: float = TOLERANCE,
    seed: int = 20,
) -> LatentClasses | NotEnoughEvidence:
    """`count` classes behind the answers to `items`; missing answers are left out of their unit's likelihood.

    weight: column with the number of units a row stands for. Items that do not vary are refused as evidence. Raises
    UsageError for missing columns or a count below 1.
    """
    columns = [*items, *([weight] if weight else [])]
    if count < 1 or any(name not in table.columns for name in columns):
        raise UsageError(f"latent classes: a count from 1 up and the columns {', '.join(columns)} are needed")
    units = table[weight].to_numpy("float64") if weight else np.ones(len(table))
    blocks = [pd.get_dummies(table[item].astype("object"), dtype="float64") for item in items]
    if not len(table) or units.sum() < 2 * count or not all(block.shape[1] > 1 for block in blocks):
        why = "all with the same answer to some item" if len(table) else None
        return NotEnoughEvidence(what="units", n=int(units.sum()), needed=2 * count, because=why)
    marks = np.hstack([block.to_numpy() for block in blocks])
    bounds = np.cumsum([0, *(block.shape[1] for block in blocks)]).astype(np.intp)
    rng = np.random.default_rng(seed)
    shares, classes, likelihood = max(
        (_climbed(marks, units, bounds, count, rng, tolerance) for _ in range(starts)), key=lambda found: found[2]
    )
    order = np.argsort(-shares, kind="stable")
    names = [(item, answer) for item, block in zip(items, blocks, strict=True) for answer in block.columns]
    answers = pd.DataFrame(names, columns=["item", "answer"])
    for place, k in enumerate(order):
        answers[f"class_{place}"] = classes[k]
    return _told(marks, units, bounds, shares[order], answers, likelihood)


def _told(
    marks: Floats, units: Floats, bounds: Indices, shares: Floats, answers: pd.DataFrame, likelihood: float
) -> LatentClasses:
    sizes = np.diff(bounds)
    parameters = len(shares) * (1 + int((sizes - 1).sum())) - 1
    is_complete = bool((marks.sum(axis=1) == len(sizes)).all())
    total = float(units.sum())
    return LatentClasses(
        shares=shares,
        answers=answers,
        log_likelihood=likelihood,
        g2=2 * (_saturated(marks, units) - likelihood) if is_complete else None,
        degrees=int(np.prod(sizes, dtype=np.float64)) - 1 - parameters,
        bic=-2 * likelihood + parameters * float(np.log(total)),
        unit_count=total,
    )


def _climbed(
    marks: Floats, units: Floats, bounds: Indices, count: int, rng: np.random.Generator, tolerance: float
) -> tuple[Floats, Floats, float]:
    shares: Floats = np.full(count, 1 / count)
    classes = _normalised(rng.uniform(0.2, 0.8, (count, marks.shape[1])), bounds)
    before = -np.inf
    for _ in range(MAX_STEPS):
        belongs, likelihood = _responsibilities(marks, shares, classes)
        told = float(units @ likelihood)
        if told - before < tolerance * units.sum():
            break
        before = told
        weighted = belongs * units[:, None]
        shares = weighted.sum(axis=0) / units.sum()
        classes = _normalised(weighted.T @ marks + SMALLEST, bounds)
    return shares, classes, told


def _normalised(counts: Floats, bounds: Indices) -> Floats:
    """Counts as probabilities within each item."""
    sums = np.add.reduceat(counts, bounds[:-1], axis=1)
    return np.asarray(counts / np.repeat(sums, np.diff(bounds), axis=1))


def _responsibilities(marks: Floats, shares: Floats, classes: Floats) -> tuple[Floats, Floats]:
    """Posterior of each class, and the log-likelihood of each unit."""
    logs = marks @ np.log(np.maximum(classes, SMALLEST)).T + np.log(np.maximum(shares, SMALLEST))
    highest = logs.max(axis=1, keepdims=True)
    scaled = np.exp(logs - highest)
    total = scaled.sum(axis=1, keepdims=True)
    return scaled / total, (highest + np.log(total)).ravel()


def _saturated(marks: Floats, units: Floats) -> float:
    _, pattern = np.unique(marks, axis=0, return_inverse=True)
    counts = np.bincount(pattern.ravel(), weights=units)
    counts = counts[counts > 0]
    return float(counts @ np.log(counts / counts.sum()))


def _classes(answers: pd.DataFrame) -> Floats:
    return answers[[name for name in answers.columns if str(name).startswith("class_")]].to_numpy("float64").T
