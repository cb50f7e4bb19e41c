"""Gamma-Gamma: money a purchase (Fader, Hardie & Lee, J. Marketing Research 42, 2005; Fader & Hardie 2013).

A customer's purchases vary around an own mean as gamma(p, nu), the means as nu ~ gamma(q, gamma). Fitted on repeat
buyers alone: who bought once shows no mean of repeat purchases.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from crm.frames import require
from crm.value.evidence import NotEnoughEvidence
from crm.value.fitting import Objective, large_maximum
from crm.value.histories import Floats, distinct

MIN_BUYER_COUNT: Final = 20
"""Repeat buyers below which three parameters are guesses; our own bound."""
_NAMES = ("p", "q", "gamma")


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaGamma:
    """The fitted model."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    buyer_count: int
    """Repeat buyers with money, on whom it was fitted."""
    logs: Floats
    """Logarithms of p, q and gamma per mean amount; the start of a refit."""
    unidentified: tuple[str, ...]
    """Parameters that ran to the wall of the search (all buyers alike)."""

    @property
    def mean_amount(self) -> float:
        """p gamma/(q-1), the mean over customers."""
        return self.p * self.gamma / (self.q - 1)

    def expected_amount(self, x: Floats, mean_amount: Floats) -> Floats:
        """Money expected of a customer's next purchase, given x repeat purchases of that mean; shape of x.

        p (gamma + m x)/(p x + q - 1): the more purchases, the more the own mean counts. Where m is unknown (NaN) or
        x is 0, the mean over customers.
        """
        count = np.where(np.isnan(mean_amount), 0.0, x)
        spent = count * np.where(count > 0, mean_amount, 0.0)
        return np.asarray(self.p * (self.gamma + spent) / (self.p * count + self.q - 1))


def fit_gamma_gamma(table: pd.DataFrame, *, start: Floats | None = None) -> GammaGamma | NotEnoughEvidence:
    """Maximum likelihood on the rows of a repeat-buying table (columns x, mean_amount) with x > 0 and a mean above 0.

    Money whose mean over customers does not exist (q <= 1) is not enough evidence for a value. Raises FitFailed when
    the likelihood has no maximum, UsageError for missing columns.
    """
    frame = require(table, ["x", "mean_amount"], name="repeat buying")
    rows = frame[(frame["x"] > 0) & (frame["mean_amount"] > 0)]
    x, mean = (rows[name].to_numpy("float64") for name in ("x", "mean_amount"))
    first, weight, _ = distinct(x, mean)
    if len(x) < MIN_BUYER_COUNT:
        return _lack(len(x), None)
    if np.ptp(mean) == 0:
        return _lack(len(x), "all with the same mean amount")
    return _fitted(x[first], mean[first], weight, start)


def _fitted(x: Floats, mean: Floats, weight: Floats, start: Floats | None) -> GammaGamma | NotEnoughEvidence:
    count = float(weight.sum())
    unit = float(np.average(mean, weights=weight))
    starts = [np.log([5.0, 3.0, 0.5]), np.log([1.0, 3.0, 2.0])] if start is None else [start]

    def objective_of(step: int) -> Objective:
        rows = slice(None, None, step)
        return _objective_of(x[rows], mean[rows] / unit, weight[rows] / weight[rows].sum())

    found = large_maximum(objective_of, len(x), starts, model="Gamma-Gamma")
    p, q, gamma = (float(value) for value in np.exp(found.logs))
    if q <= 1:
        return _lack(round(count), "whose means vary so much that no mean over customers exists (q <= 1)")
    return GammaGamma(
        p=p,
        q=q,
        gamma=gamma * unit,
        log_likelihood=-found.value * count - count * float(np.log(unit)),
        buyer_count=round(count),
        logs=found.logs,
        unidentified=tuple(_NAMES[position] for position in found.on_wall),
    )


def _objective_of(x: Floats, mean: Floats, share: Floats) -> Objective:
    """Mean negative log-likelihood and its gradient at (ln p, ln q, ln gamma)."""
    xs, place = np.unique(x, return_inverse=True)
    share_x = np.bincount(place, weights=share)
    spent, log_spent = x * mean, float(share @ (x * np.log(x * mean)))
    log_mean = float(share @ np.log(mean))

    def objective(logs: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(logs)
        shape = p * xs + q
        log_sum = np.log(gamma + spent)
        counted = special.gammaln(shape) - special.gammaln(p * xs) - special.gammaln(q)
        value = share_x @ counted + q * logs[2] + p * log_spent - log_mean - (share * (p * x + q)) @ log_sum
        both, own = special.digamma(shape), special.digamma(p * xs)
        slope_p = share_x @ (xs * (both - own)) + log_spent - (share * x) @ log_sum
        slope_q = share_x @ both - special.digamma(q) + logs[2] - share @ log_sum
        slope_gamma = q / gamma - (share * (p * x + q)) @ (1 / (gamma + spent))
        return -float(value), -np.array([p * slope_p, q * slope_q, gamma * slope_gamma])

    return objective


def _lack(n: int, because: str | None) -> NotEnoughEvidence:
    return NotEnoughEvidence(what="repeat buyers with money", n=n, needed=MIN_BUYER_COUNT, because=because)
