"""What BG/NBD and MBG/NBD share: Poisson buying at gamma rates, a beta chance of dropping out at each purchase.

A customer survives `n` chances of dropping out before the last purchase's own: x in BG/NBD, where the first purchase
gives none, x + 1 in MBG/NBD, where it does. With that n both models have the same formulas:

    L = G(r+x)/G(r) a^r * B(A, B+n)/B(A, B) * [(a+T)^-(r+x) + A/(B+n-1) (a+t_x)^-(r+x)]    (a alpha; A, B the beta's)

where the second term, dropout at the last purchase, exists for n > 0 only.
"""

from abc import ABC
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from scipy import special

from crm.value.fitting import Objective
from crm.value.histories import Floats, Histories
from crm.value.horizon import Horizon
from crm.value.smooth import by_time

_POLE_WIDTH: Final = 1e-4
"""Distance from a = 1 (and a + b = 1) within which the two sides are averaged: there 0/0 is a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometric(ABC):  # noqa: B024  a family, never made itself
    """Buying at rates gamma(r, alpha), dropping out at a purchase with a chance beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    lead: ClassVar[int]
    """Chances of dropping out before the first repeat purchase."""

    @property
    def parameters(self) -> dict[str, float]:
        """r, alpha, a, b."""
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    def p_alive(self, histories: Histories) -> Floats:
        """1 / (1 + odds of having dropped out at the last purchase)."""
        logs = np.log([self.r, self.alpha, self.a, self.b])
        return np.asarray(special.expit(-_log_odds(logs, histories, self.lead)))

    def residual(self, histories: Histories, horizon: Horizon) -> Floats:
        """Weighted purchases ahead of a customer still alive: rates gamma(r+x, alpha+T), dropout beta(a, b+n)."""

        def ahead(x: float, ages: Floats) -> Floats:
            return purchases_ahead(self.r + x, self.alpha + ages, self.a, self.b + x + self.lead, horizon)

        return by_time(histories.x, histories.age, ahead, shift=self.alpha)

    def newcomer(self, horizon: Horizon) -> float:
        """Weighted repeat purchases of a customer right after the first purchase."""
        alive = (self.b / (self.a + self.b)) ** self.lead
        found = purchases_ahead(self.r, np.array([self.alpha]), self.a, self.b + self.lead, horizon)
        return float(alive * found[0])


def purchases_ahead(r: float, alpha: Floats, a: float, b: float, horizon: Horizon) -> Floats:
    """Weighted purchases of living customers with rates gamma(r, alpha) and dropout chances beta(a, b); alpha's shape.

    Fader, Hardie & Lee (2005), eq. 9 and 10, with Euler's transformation of the hypergeometric function:
    (a+b-1)/(a-1) [1 - (1-z)^(a-1) 2F1(a-1, a+b-1-r; a+b-1; z)], z = t/(alpha+t), which stays finite for any r.
    """
    if min(abs(a - 1), abs(a + b - 1)) < _POLE_WIDTH / 2:
        sides = (purchases_ahead(r, alpha, a + side, b, horizon) for side in (-_POLE_WIDTH, _POLE_WIDTH))
        return np.asarray(sum(sides) / 2)
    total: Floats = np.zeros_like(alpha)
    for time, weight in zip(horizon.times, horizon.weights, strict=True):
        z = time / (alpha + time)
        rest = (1 - z) ** (a - 1) * special.hyp2f1(a - 1, a + b - 1 - r, a + b - 1, z)
        total += weight * (a + b - 1) / (a - 1) * (1 - rest)
    return total


def objective_of(histories: Histories, lead: int) -> Objective:
    """Mean negative log-likelihood and its gradient at (ln r, ln alpha, ln a, ln b)."""
    xs, place = np.unique(histories.x, return_inverse=True)
    share = histories.weight / histories.customer_count
    share_x = np.bincount(place, weights=share)

    def objective(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(logs)
        count_value, count_slope = _count_terms(logs, xs, lead)
        until_end, until_last = alpha + histories.age, alpha + histories.t_x
        log_end, gap = np.log(until_end), np.log(until_end) - np.log(until_last)
        odds = _log_odds(logs, histories, lead, gap)
        is_dead = special.expit(odds) * share
        is_alive = share - is_dead
        power = r + histories.x
        value = share_x @ count_value - (share * power) @ log_end + share @ np.logaddexp(0, odds)
        slope = count_slope @ share_x
        slope[0] += r * (is_dead @ gap - share @ log_end)
        slope[1] -= alpha * (power @ (is_alive / until_end + is_dead / until_last))
        slope[2] += is_dead.sum()
        dead_x = np.bincount(place, weights=is_dead)
        before = b + xs + lead - 1
        slope[3] -= b * float(np.sum(dead_x / np.where(xs + lead > 0, before, 1)))
        return -float(value), -slope

    return objective


def _count_terms(logs: Floats, xs: Floats, lead: int) -> tuple[Floats, Floats]:
    """The part of the log-likelihood that depends on x alone, shape (xs,), and its gradient, shape (4, xs)."""
    r, _, a, b = np.exp(logs)
    n = xs + lead
    value = special.gammaln(r + xs) - special.gammaln(r) + r * logs[1] + special.betaln(a, b + n) - special.betaln(a, b)
    whole = special.digamma(a + b) - special.digamma(a + b + n)
    slope_r = r * (special.digamma(r + xs) - special.digamma(r) + logs[1])
    slope_b = b * (whole + special.digamma(b + n) - special.digamma(b))
    return value, np.array([slope_r, np.full(len(xs), r), a * whole, slope_b])


def _log_odds(logs: Floats, histories: Histories, lead: int, gap: Floats | None = None) -> Floats:
    """Log odds of having dropped out at the last purchase; minus infinity where there was no chance to."""
    r, alpha, _, b = np.exp(logs)
    if gap is None:
        gap = np.log(alpha + histories.age) - np.log(alpha + histories.t_x)
    n = histories.x + lead
    first = logs[2] - np.log(np.where(n > 0, b + n - 1, 1))
    return np.where(n > 0, first + (r + histories.x) * gap, -np.inf)
