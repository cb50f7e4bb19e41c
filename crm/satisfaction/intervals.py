"""Intervals of shares, rates and means, for whole columns at once. Unknown bounds are NaN, which a frame makes NULL."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
LEVEL: Final = 0.95
"""Coverage of every interval of the package."""


def wilson(count: Any, total: Any, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Score interval of a share (Wilson 1927): within [0, 1], of a positive width even at 0 of n. NaN where total 0."""
    k, n = _floats(count), _floats(total)
    n = np.where(n > 0, n, np.nan)
    z = float(stats.norm.ppf((1 + level) / 2))
    share, spread = k / n, 1 + z**2 / n
    centre = (share + z**2 / (2 * n)) / spread
    half = z * np.sqrt(np.maximum(share * (1 - share), 0) / n + z**2 / (4 * n**2)) / spread
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def poisson(count: Any, exposure: Any, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Exact interval of a rate, events per unit of exposure (Garwood 1936). NaN where exposure is 0."""
    k, units = _floats(count), _floats(exposure)
    units = np.where(units > 0, units, np.nan)
    tail = (1 - level) / 2
    low = np.where(k > 0, stats.chi2.ppf(tail, 2 * np.maximum(k, 1)) / 2, 0.0)
    high = stats.chi2.ppf(1 - tail, 2 * (k + 1)) / 2
    return low / units, high / units


def mean(total: Any, squares: Any, count: Any, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Student's interval of a mean from sums and sums of squares; NaN below two values or where all are equal."""
    s, q, n = _floats(total), _floats(squares), _floats(count)
    n = np.where(n > 1, n, np.nan)
    variance = (q - s**2 / n) / (n - 1)
    # What rounding leaves of equal values is no spread.
    variance = np.where(variance > 1e-12 * np.maximum(q / n, 1e-300), variance, np.nan)
    half = stats.t.ppf((1 + level) / 2, n - 1) * np.sqrt(variance / n)
    return s / n - half, s / n + half


def net_score(promoters: Any, detractors: Any, total: Any, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval of (promoters - detractors) / total: adjusted Wald (Rocks, The American Statistician, 2016).

    Three answers are added, 3/4 to either end and 3/2 to the middle. NaN where total is 0.
    """
    n = _floats(total)
    n = np.where(n > 0, n + 3, np.nan)
    up, down = (_floats(promoters) + 0.75) / n, (_floats(detractors) + 0.75) / n
    half = float(stats.norm.ppf((1 + level) / 2)) * np.sqrt((up + down - (up - down) ** 2) / n)
    return np.clip(up - down - half, -1, 1), np.clip(up - down + half, -1, 1)


def _floats(values: Any) -> Floats:
    return np.asarray(values, dtype=np.float64)
