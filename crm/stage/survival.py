"""How long it lasts when not everything has ended yet: Kaplan & Meier (1958), the log-rank test, and Harrell's C."""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from crm.frames import shaped
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats, Indices
from records.errors import UsageError

CURVE_DTYPES: Final = {
    "time": "Float64", "at_risk_count": "Int64", "event_count": "Int64", "censored_count": "Int64",
    "survival": "Float64", "survival_low": "Float64", "survival_high": "Float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """A survival curve; S(t) is the share that lasts longer than t."""

    curve: pd.DataFrame
    """CURVE_DTYPES, one row per distinct time, ascending."""
    case_count: int
    event_count: int

    def at(self, time: float) -> float | None:
        """S(time); None beyond the longest observation, where nothing is known."""
        times = self.curve["time"].to_numpy("float64")
        place = int(np.searchsorted(times, time, side="right")) - 1
        if place < 0:
            return 1.0
        return None if time > times[-1] else float(self.curve["survival"].iloc[place])

    @property
    def median(self) -> float | None:
        """First time at which half or fewer last; None when more than half outlast the observation."""
        reached = self.curve[self.curve["survival"] <= 0.5]
        return float(reached["time"].iloc[0]) if len(reached) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """Whether groups last equally long."""

    statistic: float
    """Chi-square distributed when they do."""
    degrees: int
    p_value: float


def kaplan_meier(durations: pd.Series, is_event: pd.Series, *, level: float = 0.95) -> Survival | NotEnoughEvidence:
    """The product-limit curve; `is_event` False is a case that was still going on at its duration (censored).

    Interval: log(-log) of Greenwood's variance, which stays within [0, 1]; NULL where the curve is at 1 or 0. Unknown
    durations are left out. Raises UsageError for a negative duration or unequal lengths.
    """
    time, event = _checked(durations, is_event)
    if not len(time):
        return NotEnoughEvidence(what="cases with a known duration", n=0, needed=1)
    distinct, at_risk, ended, gone = _counts(time, event)
    survival: Floats = np.cumprod(1 - ended / at_risk).astype(np.float64)
    low, high = _interval(survival, at_risk, ended, level)
    curve = pd.DataFrame({
        "time": distinct, "at_risk_count": at_risk, "event_count": ended, "censored_count": gone - ended,
        "survival": survival, "survival_low": low, "survival_high": high,
    })  # fmt: skip
    return Survival(curve=shaped(curve, CURVE_DTYPES), case_count=len(time), event_count=int(event.sum()))


def log_rank(durations: pd.Series, is_event: pd.Series, groups: pd.Series) -> LogRank | NotEnoughEvidence:
    """Mantel's log-rank test of two or more groups, ties by the hypergeometric variance.

    Fewer than two groups, or groups in which nothing ended, have nothing to compare. Raises UsageError as kaplan_meier.
    """
    time, event = _checked(durations, is_event)
    codes, names = pd.factorize(groups[durations.notna()], sort=True)
    if len(names) < 2 or not event.any():
        what = "groups to compare" if len(names) < 2 else "cases that ended"
        return NotEnoughEvidence(what=what, n=len(names) if len(names) < 2 else 0, needed=2 if len(names) < 2 else 1)
    excess, covariance = _excess(time, event, codes, len(names))
    statistic = float(excess[:-1] @ np.linalg.pinv(covariance[:-1, :-1]) @ excess[:-1])
    degrees = len(names) - 1
    return LogRank(statistic=statistic, degrees=degrees, p_value=float(chi2.sf(statistic, degrees)))


def concordance(durations: Floats, is_event: Floats, risk: Floats) -> float | None:
    """Harrell's C: of the pairs whose order is known, the share in which the higher risk ended first (ties count half).

    None when no pair has a known order.
    """
    order = np.lexsort((is_event, -durations))  # longest first; of equal times the censored ones outlast the events
    later: list[float] = []
    right, pairs = 0.0, 0
    start = 0
    while start < len(order):
        stop = start
        while stop < len(order) and _same_moment(durations, is_event, order[start], order[stop]):
            stop += 1
        batch = order[start:stop]
        if is_event[batch[0]]:
            for place in batch:
                below, equal = bisect_left(later, risk[place]), bisect_right(later, risk[place])
                right += below + (equal - below) / 2
                pairs += len(later)
        for place in batch:
            insort(later, float(risk[place]))
        start = stop
    return right / pairs if pairs else None


def _same_moment(durations: Floats, is_event: Floats, one: int, other: int) -> bool:
    return bool(durations[one] == durations[other] and is_event[one] == is_event[other])


def _checked(durations: pd.Series, is_event: pd.Series) -> tuple[Floats, Floats]:
    if len(durations) != len(is_event):
        raise UsageError(f"{len(durations)} durations, but {len(is_event)} endings")
    time = pd.to_numeric(durations).to_numpy("float64", na_value=np.nan)
    if (time < 0).any():
        raise UsageError(f"{int((time < 0).sum())} durations are negative")
    is_known = ~np.isnan(time)
    return time[is_known], is_event.astype("boolean").fillna(False).to_numpy("float64")[is_known]


def _counts(time: Floats, event: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Distinct times; at each: cases still there just before it, endings, and all who leave."""
    distinct, place = np.unique(time, return_inverse=True)
    gone: Floats = np.bincount(place).astype(np.float64)
    ended: Floats = np.bincount(place, weights=event).astype(np.float64)
    at_risk: Floats = gone[::-1].cumsum()[::-1].astype(np.float64)
    return distinct, at_risk, ended, gone


def _interval(survival: Floats, at_risk: Floats, ended: Floats, level: float) -> tuple[Floats, Floats]:
    inside = (survival > 0) & (survival < 1)
    left = np.maximum(at_risk - ended, 1)
    variance = np.cumsum(ended / (at_risk * left))
    log = np.log(survival, out=np.full_like(survival, -1.0), where=inside)
    width = norm.ppf((1 + level) / 2) * np.sqrt(variance) / -log
    bounds = [np.where(inside, survival ** np.exp(sign * width), np.nan) for sign in (1, -1)]
    return bounds[0], bounds[1]


def _excess(time: Floats, event: Floats, codes: Indices, count: int) -> tuple[Floats, Floats]:
    """Observed less expected endings of each group, and their covariance."""
    distinct, place = np.unique(time, return_inverse=True)
    shape = len(distinct) * count
    cell = place * count + codes
    gone = np.bincount(cell, minlength=shape).reshape(-1, count)
    ended = np.bincount(cell, weights=event, minlength=shape).reshape(-1, count)
    at_risk = gone[::-1].cumsum(axis=0)[::-1].astype(np.float64)
    n, d = at_risk.sum(axis=1), ended.sum(axis=1)
    share = at_risk / n[:, None]
    factor = d * np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    excess = (ended - d[:, None] * share).sum(axis=0)
    covariance = np.diag(factor @ share) - np.einsum("t,ti,tj->ij", factor, share, share)
    return excess, covariance
