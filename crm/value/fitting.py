"""Maximum likelihood of positive parameters: starts, a thinned first round for large data, and an honest end.

Parameters are searched by their logarithms in a box wide enough for every real shop. A parameter that ends on its wall
is not identified by the data (nobody drops out, all buy alike); the fit is then the limit there, and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import optimize

from crm.value.histories import Floats
from records.errors import ScrmError

Objective = Callable[[Floats], tuple[float, Floats]]
"""Log parameters -> mean negative log-likelihood per customer and its gradient."""

LOW, HIGH = np.log(1e-4), np.log(1e4)
"""The box of every log parameter, times in units of the mean age."""
_GRADIENT_TOLERANCE: Final = 1e-5
"""Largest slope of the mean log-likelihood at which an end is an end; the optimiser itself is asked for 1e-9."""

_NEWTON_COUNT: Final = 3
THINNED_ROW_COUNT: Final = 20_000
"""Rows of a thinned likelihood."""


class FitFailed(ScrmError):
    """The likelihood of a model could not be maximised; says of which model and where the search stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum:
    """Where the search ended."""

    logs: Floats
    """Log parameters."""
    value: float
    """Mean negative log-likelihood there."""
    on_wall: tuple[int, ...]
    """Positions of the parameters that ended on a wall of the box."""


def maximum(objective: Objective, starts: Sequence[Floats], *, model: str) -> Maximum:
    """The best end of searches from all starts (L-BFGS-B). Raises FitFailed when none of them ends in a maximum."""
    ends = [_search(objective, start) for start in starts]
    found = min((end for end in ends if end is not None), key=lambda end: end.value, default=None)
    if found is None:
        raise FitFailed(f"{model}: no maximum found from {len(starts)} starting points")
    return found if found.on_wall else _polished(objective, found)


def large_maximum(
    objective_of: Callable[[int], Objective], row_count: int, starts: Sequence[Floats], *, model: str
) -> Maximum:
    """The maximum over many rows, met with a start and a curvature from every n-th: few looks at all of them.

    `objective_of(n)` is the objective of every n-th row. Raises FitFailed when there is no maximum.
    """
    if row_count <= 2 * THINNED_ROW_COUNT:
        return maximum(objective_of(1), starts, model=model)
    thinned, whole = objective_of(row_count // THINNED_ROW_COUNT), objective_of(1)
    near = maximum(thinned, starts, model=model)
    try:
        root = np.linalg.cholesky(np.linalg.inv(curvature_at(thinned, near.logs)))
    except np.linalg.LinAlgError:
        return maximum(whole, [near.logs], model=model)
    found = None if near.on_wall else _moved(whole, near.logs, root)
    return found or maximum(whole, [near.logs], model=model)


def curvature_at(objective: Objective, logs: Floats, *, step: float = 1e-4) -> Floats:
    """The matrix of second derivatives by central differences of the gradient, shape (parameters, parameters)."""
    steps = np.eye(len(logs)) * step
    rows = [(objective(logs + each)[1] - objective(logs - each)[1]) / (2 * step) for each in steps]
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2)


def numeric(value: Callable[[Floats], float], *, step: float = 1e-5) -> Objective:
    """An objective from a function without a known gradient: central differences."""

    def objective(logs: Floats) -> tuple[float, Floats]:
        steps = np.eye(len(logs)) * step
        slope = [(value(logs + each) - value(logs - each)) / (2 * step) for each in steps]
        return value(logs), np.array(slope)

    return objective


def _search(objective: Objective, start: Floats) -> Maximum | None:
    box = [(LOW, HIGH)] * len(start)
    options = {"maxiter": 1000, "maxfun": 5000, "ftol": 1e-15, "gtol": 1e-9}
    begin = np.clip(start, LOW, HIGH)
    end = optimize.minimize(objective, begin, jac=True, method="L-BFGS-B", bounds=box, options=options)
    logs = np.asarray(end.x, dtype=np.float64)
    slope = np.asarray(end.jac)
    on_wall = tuple(int(i) for i in np.flatnonzero((logs <= LOW + 1e-9) | (logs >= HIGH - 1e-9)))
    inner = np.delete(slope, on_wall)
    if not np.isfinite(end.fun) or (inner.size and np.abs(inner).max() > _GRADIENT_TOLERANCE):
        return None
    return Maximum(logs=logs, value=float(end.fun), on_wall=on_wall)


def _polished(objective: Objective, found: Maximum) -> Maximum:
    """Newton's steps from an end, as long as the slope falls: flat ridges need them for the last printed digits."""
    logs, (value, slope) = found.logs, objective(found.logs)
    for _ in range(_NEWTON_COUNT):
        moved = logs - np.linalg.lstsq(curvature_at(objective, logs), slope, rcond=None)[0]
        moved_value, moved_slope = objective(moved)
        if not np.abs(moved_slope).max() < np.abs(slope).max():
            break
        logs, value, slope = moved, moved_value, moved_slope
    return Maximum(logs=logs, value=value, on_wall=())


def _moved(objective: Objective, centre: Floats, root: Floats) -> Maximum | None:
    """The search in coordinates in which the thinned likelihood is round; None when it leaves the neighbourhood."""

    def rounded(moves: Floats) -> tuple[float, Floats]:
        value, slope = objective(centre + root @ moves)
        return value, root.T @ slope

    options = {"gtol": 1e-8, "maxiter": 50}
    end = optimize.minimize(rounded, np.zeros(len(centre)), jac=True, method="BFGS", options=options)
    logs = np.asarray(centre + root @ end.x, dtype=np.float64)
    is_inside = bool(((logs > LOW) & (logs < HIGH)).all())
    if not is_inside or np.abs(end.jac).max() > _GRADIENT_TOLERANCE:
        return None
    return Maximum(logs=logs, value=float(end.fun), on_wall=())
