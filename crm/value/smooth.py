"""One smooth function of a time per number of purchases: computed at its distinct times, or interpolated for many."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev

from crm.value.histories import Floats, Indices

Function = Callable[[float, Floats], Floats]
"""x and its times -> one value a time."""

_NODE_COUNT: Final = 64
_NODES: Final = chebyshev.chebpts1(_NODE_COUNT)
_TO_SERIES: Final = 2 / _NODE_COUNT * chebyshev.chebvander(_NODES, _NODE_COUNT - 1).T
"""Values at the nodes -> coefficients; the first, whose function is constant, counts half."""
_TO_SERIES[0] /= 2
_DIRECT_COUNT: Final = 96
"""Up to so many distinct times are computed one by one."""
_NEGLIGIBLE: Final = 1e-14
"""Share of the largest coefficient below which the tail of a series is dropped."""


def by_time(x: Floats, times: Floats, function: Function, *, shift: float) -> Floats:
    """`function(x, times)` for every row, where x is sorted; shape (rows,).

    A special function of a million rows costs seconds. For an x with many distinct times it is evaluated at 64
    Chebyshev nodes of ln(shift + time). The functions of this package are analytic in that variable within pi of the
    real axis, so the error is near rounding for every range of times up to a factor of some ten thousand.
    """
    result: Floats = np.empty(len(x))
    bounds = [0, *(np.flatnonzero(np.diff(x)) + 1), len(x)]
    for begin, end in zip(bounds, bounds[1:], strict=False):
        if begin < end:
            result[begin:end] = _one(function, float(x[begin]), times[begin:end], shift)
    return result


def _one(function: Function, x: float, times: Floats, shift: float) -> Floats:
    distinct: Floats
    places: Indices
    distinct, places = np.unique(times, return_inverse=True)
    if len(distinct) <= _DIRECT_COUNT:
        return function(x, distinct)[places]
    low, high = np.log(shift + distinct[0]), np.log(shift + distinct[-1])
    series = _TO_SERIES @ function(x, np.exp(low + (_NODES + 1) / 2 * (high - low)) - shift)
    kept = np.flatnonzero(np.abs(series) > _NEGLIGIBLE * np.abs(series).max())
    place = 2 * (np.log(shift + times) - low) / (high - low) - 1
    return np.asarray(chebyshev.chebval(place, series[: kept[-1] + 1] if len(kept) else series[:1]))
