"""Path models of satisfaction by partial least squares (Wold; Lohmoeller 1989): mode A, centroid scheme.

Latent scores are weighted sums of the centred questions, the weights their covariances with the neighbours in the path
diagram, until nothing moves; path coefficients are regressions between the scores, which have variance 1.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require
from crm.satisfaction.intervals import Floats
from crm.satisfaction.pathmodel import PathModel
from crm.satisfaction.regression import Estimate
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

MIN_ROWS_PER_PATH: Final = 10
"""Complete answers needed for each path into the latent with the most (the ten-times rule; Hair et al. 2011)."""
_TOLERANCE, _MAX_ROUNDS = 1e-14, 500
_WHAT = "complete answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFit:
    """A fitted model; scores have mean 0 and variance 1 and grow with their questions."""

    model: PathModel
    answer_count: int
    weights: dict[str, float]
    """Question -> outer weight, on the centred question in its own unit."""
    loadings: dict[str, float]
    """Question -> correlation with its latent."""
    paths: dict[tuple[str, str], float]
    r_squared: dict[str, float]
    """Of every latent that something drives."""
    scores: pd.DataFrame
    """One column a latent, one row a complete answer, indexed by the row's place in the frame given."""


def fit_paths(answers: pd.DataFrame, model: PathModel) -> PathFit | NotEnoughEvidence:
    """Fits the model on the complete rows of `answers`, which has a column per question, all on one scale.

    Questions are centred, not scaled, as is right where all share a scale. NotEnoughEvidence below the ten-times rule,
    for a question that everybody answered alike, or answers that never settle. Raises UsageError for missing columns.
    """
    frame = require(answers, model.questions, name="answer")[list(model.questions)]
    whole = frame.apply(pd.to_numeric, errors="coerce").astype("float64").dropna()
    needed = MIN_ROWS_PER_PATH * max(len(model.causes(name)) for name in model.latents)
    if len(whole) < needed:
        return NotEnoughEvidence(what=_WHAT, n=len(whole), needed=needed)
    constant = [name for name in whole if whole[name].nunique() == 1]
    if constant:
        because = f"everybody answered {', '.join(map(str, constant))} alike"
        return NotEnoughEvidence(what=_WHAT, n=len(whole), needed=needed, because=because)
    x = whole.to_numpy() - whole.to_numpy().mean(axis=0)
    weights = _outer_weights(x, model)
    if weights is None:
        return NotEnoughEvidence(what=_WHAT, n=len(whole), needed=needed, because="the weights do not settle")
    return _told(x, weights, model, whole.index)


def _outer_weights(x: Floats, model: PathModel) -> Floats | None:
    """Shape (questions, latents), scaled for scores of variance 1; None when they do not settle."""
    member, joined = model.membership, model.adjacency
    weights = member / (x @ member).std(axis=0)
    for _ in range(_MAX_ROUNDS):
        scores = x @ weights
        neighbours = scores @ (joined * np.sign(scores.T @ scores))
        moved = member * (x.T @ neighbours)
        spread = (x @ moved).std(axis=0)
        if not (spread > 0).all():
            return None
        moved = moved / spread
        change = float(((np.abs(moved) - np.abs(weights)) ** 2).sum())
        weights = moved
        if change < _TOLERANCE:
            settled: Floats = weights * _signs(x, weights, member)
            return settled
    return None


def _signs(x: Floats, weights: Floats, member: Floats) -> Floats:
    """A latent should grow with most of its questions."""
    agreement = (member * np.sign(x.T @ (x @ weights))).sum(axis=0)
    return np.where(agreement < 0, -1.0, 1.0)


def _told(x: Floats, weights: Floats, model: PathModel, index: pd.Index) -> PathFit:
    scores = pd.DataFrame(x @ weights, columns=list(model.latents), index=index)
    paths, r_squared = _inner_model(scores.to_numpy(), model)
    own = weights.sum(axis=1)
    loading = (model.membership * (x.T @ (x @ weights))).sum(axis=1) / (len(x) * x.std(axis=0))
    return PathFit(
        model=model,
        answer_count=len(x),
        weights=dict(zip(model.questions, own.tolist(), strict=True)),
        loadings=dict(zip(model.questions, loading.tolist(), strict=True)),
        paths=paths,
        r_squared=r_squared,
        scores=scores,
    )


def _inner_model(scores: Floats, model: PathModel) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """Path coefficients, and the explained share of every latent that something drives."""
    place = {name: number for number, name in enumerate(model.latents)}
    paths: dict[tuple[str, str], float] = {}
    r_squared = {}
    for effect in model.latents:
        if causes := model.causes(effect):
            drivers, driven = scores[:, [place[cause] for cause in causes]], scores[:, place[effect]]
            coefficients = np.linalg.lstsq(drivers, driven, rcond=None)[0]
            paths |= {(cause, effect): float(b) for cause, b in zip(causes, coefficients, strict=True)}
            r_squared[effect] = float(1 - np.mean((driven - drivers @ coefficients) ** 2))
    return paths, r_squared


def path_intervals(
    answers: pd.DataFrame, model: PathModel, *, resample_count: int = 200, level: float = 0.95, seed: int = 28
) -> dict[tuple[str, str], Estimate] | NotEnoughEvidence:
    """Every path coefficient with the percentile interval of a bootstrap over answers.

    Resamples that cannot be fitted are left out; more than one in ten of them is not enough evidence. Raises
    UsageError for missing columns or no resamples.
    """
    if resample_count < 1:
        raise UsageError("an interval needs resamples")
    fit = fit_paths(answers, model)
    if isinstance(fit, NotEnoughEvidence):
        return fit
    rng = np.random.default_rng(seed)
    asked = answers[list(model.questions)].apply(pd.to_numeric, errors="coerce").astype("float64").dropna().to_numpy()
    draws = (asked[rng.integers(0, len(asked), len(asked))] for _ in range(resample_count))
    drawn = pd.DataFrame([paths for rows in draws if (paths := _paths_of(rows, model)) is not None])
    if len(drawn) < 0.9 * resample_count:
        return NotEnoughEvidence(what="resamples with a fit", n=len(drawn), needed=round(0.9 * resample_count))
    low, high = drawn.quantile((1 - level) / 2), drawn.quantile((1 + level) / 2)
    return {path: Estimate(value=b, low=float(low[path]), high=float(high[path])) for path, b in fit.paths.items()}


def _paths_of(rows: Floats, model: PathModel) -> dict[tuple[str, str], float] | None:
    """Path coefficients of a resample; None where a question is answered alike or the weights do not settle."""
    x = rows - rows.mean(axis=0)
    weights = _outer_weights(x, model) if np.ptp(rows, axis=0).all() else None
    return None if weights is None else _inner_model(x @ weights, model)[0]
