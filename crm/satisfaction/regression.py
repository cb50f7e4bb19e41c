"""Least squares with errors that may differ from row to row (HC3; MacKinnon & White 1985): few methods need more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from crm.satisfaction.intervals import LEVEL, Floats
from crm.value.evidence import NotEnoughEvidence

_SPARE = 10
"""Rows beyond the number of coefficients that a fit must have; our own bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A coefficient or a sum of coefficients with its interval."""

    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Coefficients by name, `constant` first."""

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    row_count: int
    r_squared: float

    def estimate(self, *names: str, level: float = LEVEL) -> Estimate:
        """The sum of the named coefficients with its Student interval. Raises ValueError for an unknown name."""
        pick = np.zeros(len(self.names))
        for name in names:
            pick[self.names.index(name)] = 1
        value, error = float(pick @ self.coefficients), float(np.sqrt(pick @ self.covariance @ pick))
        half = float(stats.t.ppf((1 + level) / 2, self.row_count - len(self.names))) * error
        return Estimate(value=value, low=value - half, high=value + half)


def least_squares(x: Floats, y: Floats, names: Sequence[str], *, what: str) -> Regression | NotEnoughEvidence:
    """Regression of y, shape (rows,), on a constant and the columns of x, shape (rows, names).

    NotEnoughEvidence with fewer than ten rows beyond the coefficients, an outcome that never varies, or a column that
    the others give (constant columns among them); `what` names the rows in the plural.
    """
    rows, count = len(y), len(names) + 1
    if rows < count + _SPARE:
        return NotEnoughEvidence(what=what, n=rows, needed=count + _SPARE)
    if np.ptp(y) == 0:
        return NotEnoughEvidence(what=what, n=rows, needed=count + _SPARE, because="all with the same outcome")
    design = np.column_stack([np.ones(rows), x])
    if np.linalg.matrix_rank(design) < count:
        because = "and what explains them does not vary by itself"
        return NotEnoughEvidence(what=what, n=rows, needed=count + _SPARE, because=because)
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    rest = y - design @ beta
    leverage = np.minimum(np.einsum("ij,jk,ik->i", design, inverse, design), 1 - 1e-9)
    scaled = design * (rest / (1 - leverage))[:, None]
    return Regression(
        names=("constant", *names),
        coefficients=beta,
        covariance=inverse @ (scaled.T @ scaled) @ inverse,
        row_count=rows,
        r_squared=float(1 - rest @ rest / np.sum((y - y.mean()) ** 2)),
    )
