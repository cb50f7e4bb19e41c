"""Weights from judgements in pairs: the analytic hierarchy process (Saaty 1980)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from records.errors import ConfigError

MAX_RATIO: Final = 0.1
"""Consistency ratio from which judgements must be made again (Saaty)."""
_RANDOM_INDEX: Final = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random judgements on 1 to 10 things (Saaty 1980)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Weights that sum to 1, and how consistent the judgements were."""

    weights: dict[str, float]
    greatest_eigenvalue: float
    consistency_ratio: float
    """Below .1; 0 for one or two things, which cannot contradict each other."""


def ahp_weights(names: Sequence[str], judgements: Sequence[Sequence[float]]) -> Judged:
    """judgements[i][j]: how many times as important i is as j, 1/9 to 9.

    Raises ConfigError for a table of another size, with entries that are not positive or not reciprocal, for more than
    ten things, or where the judgements contradict one another (ratio of .1 or more).
    """
    table = np.asarray(judgements, dtype=np.float64)
    size = len(names)
    if table.shape != (size, size) or not 1 <= size <= len(_RANDOM_INDEX):
        raise ConfigError(f"judgements: a table of {size} by {size} for 1 to {len(_RANDOM_INDEX)} things is needed")
    if not (table > 0).all() or not np.allclose(table * table.T, 1, atol=0.01):
        raise ConfigError("judgements: entries must be positive, and [j][i] must be 1 / [i][j]")
    values, vectors = np.linalg.eig(table)
    place = int(np.argmax(values.real))
    weights = np.abs(vectors[:, place].real)
    greatest = float(values[place].real)
    random = _RANDOM_INDEX[size - 1]
    ratio = max(0.0, (greatest - size) / (size - 1) / random) if random else 0.0
    if ratio >= MAX_RATIO:
        raise ConfigError(f"judgements contradict one another: consistency ratio {ratio:.2f}, below {MAX_RATIO} needed")
    told = dict(zip(names, (weights / weights.sum()).tolist(), strict=True))
    return Judged(weights=told, greatest_eigenvalue=greatest, consistency_ratio=ratio)
