"""Pareto/NBD: dropout at any moment, at gamma rates (Schmittlein, Morrison & Colombo, Management Science 33, 1987).

Likelihood after Fader & Hardie (2005), "A note on deriving the Pareto/NBD model": the chance of having dropped out is
s times the integral from t_x to T of (alpha+y)^-(r+x) (beta+y)^-(s+1). Its primitive is hypergeometric; Euler's
transformation leaves 2F1(1, .; r+s+x+1; z), which stays of moderate size where the textbook form overflows.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit, log_likelihood_of, scaled, searched, too_little
from crm.value.fitting import Objective, numeric
from crm.value.histories import Floats, Histories, Indices, distinct
from crm.value.horizon import Horizon

_NAMES = ("r", "alpha", "s", "beta")
_STARTS = ((0.5, 0.4, 0.6, 0.4), (1.5, 1.0, 1.0, 2.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoNbd:
    """Buying at rates gamma(r, alpha), dropping out at rates gamma(s, beta)."""

    r: float
    alpha: float
    s: float
    beta: float

    @property
    def parameters(self) -> dict[str, float]:
        """r, alpha, s, beta."""
        return {"r": self.r, "alpha": self.alpha, "s": self.s, "beta": self.beta}

    def p_alive(self, histories: Histories) -> Floats:
        """The share of the likelihood in which nothing has ended yet."""
        alive, dead = _log_parts(np.log([self.r, self.alpha, self.s, self.beta]), histories, _ends(histories))
        return np.asarray(special.expit(alive - dead))

    def residual(self, histories: Histories, horizon: Horizon) -> Floats:
        """(r+x)(beta+T)/(alpha+T) times the life still expected, per history."""
        rate = (self.r + histories.x) / (self.alpha + histories.age)
        return rate * _life(self.s, self.beta + histories.age, horizon)

    def newcomer(self, horizon: Horizon) -> float:
        """r/alpha times the life expected of a new customer."""
        return float(self.r / self.alpha * _life(self.s, np.array([self.beta]), horizon)[0])


def fit_pareto_nbd(histories: Histories, *, start: Floats | None = None) -> Fit[ParetoNbd] | NotEnoughEvidence:
    """Maximum likelihood; `start` is the `logs` of an earlier fit. Raises FitFailed when there is no maximum."""
    if lack := too_little(histories):
        return lack
    told, unit = scaled(histories)
    starts = [np.log(values) for values in _STARTS] if start is None else [start]
    found = searched(objective_of, told, starts, model="Pareto/NBD")
    r, alpha, s, beta = (float(value) for value in np.exp(found.logs))
    return Fit(
        model=ParetoNbd(r=r, alpha=alpha * unit, s=s, beta=beta * unit),
        log_likelihood=log_likelihood_of(found, histories, unit),
        customer_count=round(histories.customer_count),
        repeat_buyer_count=histories.repeat_buyer_count,
        logs=found.logs,
        unidentified=tuple(_NAMES[position] for position in found.on_wall),
    )


def objective_of(histories: Histories) -> Objective:
    """Mean negative log-likelihood and its gradient (by differences) at (ln r, ln alpha, ln s, ln beta)."""
    share = histories.weight / histories.customer_count
    ends = _ends(histories)

    def value(logs: Floats) -> float:
        r = np.exp(logs[0])
        alive, dead = _log_parts(logs, histories, ends)
        both = special.gammaln(r + histories.x) - special.gammaln(r) + np.logaddexp(alive, dead)
        return -float(share @ both)

    return numeric(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """One end of the integral: t_x or T. The hypergeometric function is asked once per distinct (x, time)."""

    x: Floats
    time: Floats
    row: Indices


def _ends(histories: Histories) -> tuple[_End, _End]:
    found = []
    for times in (histories.t_x, histories.age):
        first, _, row = distinct(histories.x, times)
        found.append(_End(x=histories.x[first], time=times[first], row=row))
    return found[0], found[1]


def _log_parts(logs: Floats, histories: Histories, ends: tuple[_End, _End]) -> tuple[Floats, Floats]:
    """Logarithms of the likelihood (without the gamma functions) of being alive at T and of having dropped out."""
    r, alpha, s, beta = np.exp(logs)
    power = r + histories.x
    fixed = r * logs[1] + s * logs[3]
    alive = fixed - power * np.log(alpha + histories.age) - s * np.log(beta + histories.age)
    early, late = (_log_primitive(logs, end) for end in ends)
    # Equal at t_x = T, up to rounding: then nothing can have ended in between.
    ratio = -np.expm1(np.minimum(late - early, 0))
    with np.errstate(divide="ignore"):
        dead = fixed + np.log(s / (power + s)) + early + np.log(ratio)
    return alive, dead


def _log_primitive(logs: Floats, end: _End) -> Floats:
    """ln of the A0 term at one end: (larger+y)^-(r+s+x) 2F1(r+s+x, s+1 or r+x; r+s+x+1; |alpha-beta|/(larger+y))."""
    r, alpha, s, beta = np.exp(logs)
    power, by_alpha, by_beta = r + end.x, np.log(alpha + end.time), np.log(beta + end.time)
    is_alpha = alpha >= beta
    z = abs(alpha - beta) / (max(alpha, beta) + end.time)
    told = np.log(special.hyp2f1(1, power if is_alpha else s + 1, power + s + 1, z))
    told -= power * by_alpha + s * by_beta if is_alpha else (power - 1) * by_alpha + (s + 1) * by_beta
    return np.asarray(told[end.row])


def _life(s: float, beta: Floats, horizon: Horizon) -> Floats:
    """Weighted time alive at dropout rates gamma(s, beta): until t it is beta/(s-1) [1 - (beta/(beta+t))^(s-1)]."""
    total: Floats = np.zeros_like(beta)
    for time, weight in zip(horizon.times, horizon.weights, strict=True):
        shrink = np.log1p(time / beta)
        total += weight * beta * (-np.expm1(-(s - 1) * shrink) / (s - 1) if abs(s - 1) > 1e-9 else shrink)
    return total
