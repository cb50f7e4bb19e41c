"""How sure fitted figures are: the bootstrap over customers, cheap because resampling only changes the weights."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit
from crm.value.fitting import FitFailed
from crm.value.histories import Floats, Histories
from crm.value.horizon import Model
from records.errors import UsageError

M = TypeVar("M", bound=Model)
Refit = Callable[[Histories, Floats], Fit[M] | NotEnoughEvidence]
"""A fit function of this package with its `start` given."""
_MIN_SHARE = 0.9
"""Share of the resamples that must be fitted for an interval to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A percentile interval; low <= high, in the unit of the figure."""

    low: float
    high: float


def bootstrap(
    fit: Fit[M],
    histories: Histories,
    refit: Refit[M],
    figures: Callable[[M], dict[str, float]],
    *,
    resample_count: int = 200,
    level: float = 0.95,
    seed: int = 20,
) -> dict[str, Interval] | NotEnoughEvidence:
    """Percentile intervals (Efron) of any figures of a model, e.g. `lambda model: model.parameters`.

    A resample draws as many customers with replacement, that is multinomial weights on the distinct histories, and is
    fitted from the fit's own parameters. Resamples whose likelihood has no maximum are left out; when they are more
    than one in ten, that is not enough evidence. Raises UsageError for a level outside (0, 1) or no resamples.
    """
    if not 0 < level < 1 or resample_count < 1:
        raise UsageError(f"needed: a level in (0, 1) and resamples, not {level} and {resample_count}")
    rng = np.random.default_rng(seed)
    share = histories.weight / histories.weight.sum()
    drawn: list[dict[str, float]] = []
    for _ in range(resample_count):
        weight = rng.multinomial(fit.customer_count, share).astype(np.float64)
        found = _refitted(refit, histories.weighted(weight), fit.logs)
        drawn += [] if found is None else [figures(found.model)]
    if len(drawn) < _MIN_SHARE * resample_count:
        needed = int(np.ceil(_MIN_SHARE * resample_count))
        return NotEnoughEvidence(what="resamples with a fit", n=len(drawn), needed=needed)
    tail = (1 - level) / 2
    return {name: _interval([each[name] for each in drawn], tail) for name in drawn[0]}


def _refitted(refit: Refit[M], histories: Histories, start: Floats) -> Fit[M] | None:
    try:
        found = refit(histories, start)
    except FitFailed:
        return None
    return None if isinstance(found, NotEnoughEvidence) else found


def _interval(values: list[float], tail: float) -> Interval:
    low, high = np.quantile(values, [tail, 1 - tail])
    return Interval(low=float(low), high=float(high))
