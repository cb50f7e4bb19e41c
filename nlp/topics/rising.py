"""Rising topics: whose share of this period's mentions is more than the periods before explain.

The rate of each topic has a gamma prior fitted to all topics (empirical Bayes; Robbins 1956) and is updated by the
periods before; this period's count then follows a negative binomial distribution, and how improbable the count is
under it is the p-value. Counts of topics vary more from week to week than chance has it: evidence is divided by the
dispersion (Pearson's chi-square over its degrees of freedom; McCullagh and Nelder 1989). Of all topics tested those
are rising whose false discovery rate is small (Benjamini and Hochberg 1995).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

Floats = npt.NDArray[np.float64]

MIN_MENTIONS = 10
"""Mentions of a topic in this period below which it is not tested."""
MAX_FALSE_SHARE = 0.05
"""Of the topics called rising, the share that may be so by chance."""
MIN_LIFT = 1.2
"""A topic is not called rising for less: with many mentions every breath is significant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """One topic tested."""

    topic_id: str
    mention_count: float
    """Mentions in this period; weights of mentions with several topics add up to fractions."""
    expected_count: float
    """What the periods before let expect, for as many mentions in all."""
    lift: float
    """Observed over expected, shrunk towards 1: (count + a) / (expected + a), a the shape of the prior."""
    p_value: float
    """Probability of so many or more, did the topic not rise."""
    q_value: float
    """False discovery rate at which it would still be called rising."""
    is_rising: bool


def rising(
    topic_ids: Sequence[str],
    before: npt.ArrayLike,
    now: npt.ArrayLike,
    totals_before: npt.ArrayLike,
    total_now: float,
    *,
    min_mentions: float = MIN_MENTIONS,
) -> list[Rise]:
    """The topics with mentions enough to be tested, most improbable first; none without mentions before or now.

    `before` is (topics, periods) of mention counts, `now` (topics,), totals the mentions of each period whether they
    have a topic or not; a growing crowd that talks of the same things raises no topic. Counts must not be negative:
    ValueError.
    """
    past, current = np.asarray(before, np.float64), np.asarray(now, np.float64)
    exposures = np.asarray(totals_before, np.float64)
    if not len(topic_ids):
        return []
    if past.shape != (len(topic_ids), len(exposures)) or current.shape != (len(topic_ids),):
        raise ValueError(f"counts of {len(topic_ids)} topics in {len(exposures)} periods expected, not {past.shape}")
    if min(past.min(initial=0), current.min(initial=0), exposures.min(initial=0), total_now) < 0:
        raise ValueError("counts of mentions are negative")
    tested = np.flatnonzero(current >= min_mentions)
    if not len(tested) or not exposures.sum() or not total_now:
        return []
    shape, rate = _prior(past.sum(axis=1) / exposures.sum())
    dispersion = _dispersion(past, exposures)
    posterior_shape = shape + past.sum(axis=1) / dispersion
    posterior_rate = rate + exposures.sum() / dispersion
    exposure = total_now / dispersion
    expected = posterior_shape / posterior_rate * total_now
    chance = posterior_rate / (posterior_rate + exposure)
    p_values = nbinom.sf(np.ceil(current / dispersion) - 1, posterior_shape, chance)[tested]
    q_values = false_discovery(p_values)
    lift = (current + shape) / (expected + shape)
    found = [
        Rise(
            topic_id=topic_ids[at],
            mention_count=float(current[at]),
            expected_count=float(expected[at]),
            lift=float(lift[at]),
            p_value=float(p_value),
            q_value=float(q_value),
            is_rising=bool(q_value <= MAX_FALSE_SHARE and lift[at] >= MIN_LIFT),
        )
        for at, p_value, q_value in zip(tested.tolist(), p_values, q_values, strict=True)
    ]
    return sorted(found, key=lambda rise: (rise.p_value, -rise.lift, rise.topic_id))


def _prior(rates: Floats) -> tuple[float, float]:
    """Shape and rate of the gamma distribution of the topics' rates, by moments; the shape between .5 and 10."""
    mean, variance = float(rates.mean()), float(rates.var())
    mean = mean or 1e-6
    shape = min(max(mean**2 / variance if variance else 10.0, 0.5), 10.0)
    return shape, shape / mean


def _dispersion(past: Floats, exposures: Floats) -> float:
    """How much more counts vary from period to period than Poisson counts do; at least 1, and 1 for a single period."""
    expected = past.sum(axis=1, keepdims=True) * exposures / exposures.sum()
    freedom = (expected.sum(axis=1) > 0).sum() * (int((exposures > 0).sum()) - 1)
    if freedom <= 0:
        return 1.0
    squares = np.divide((past - expected) ** 2, expected, out=np.zeros_like(past), where=expected > 0)
    return max(1.0, float(squares.sum()) / float(freedom))


def false_discovery(p_values: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values, in the order given."""
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * len(p_values) / np.arange(1, len(p_values) + 1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
