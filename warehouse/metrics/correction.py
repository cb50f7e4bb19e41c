"""Taking a model's errors out of a figure, from what people said about a random sample.

Two methods, from the same confusion matrix (verdict class of the model, abstention being one, x what people said):

- `correct` weighs what people said by the model's verdicts: sum(n_c * mean_c) / sum(n_c), n_c the mentions of class c,
  mean_c the mean score of what people said about it: post-stratification (Cochran, Sampling Techniques, 1977, 5A.9).
  Its variance is sum((n_c / n)^2 * var_c / m_c), m_c the checked mentions of the class.
- `adjust` solves for the true share from how often the model finds what is there (sensitivity, se) and passes over what
  is not (specificity, sp): (p + sp - 1) / (se + sp - 1), p the model's share (Rogan and Gladen, American Journal of
  Epidemiology 107(1), 1978; "adjusted count" in Forman, Data Mining and Knowledge Discovery 17, 2008).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

MIN_CHECKED = 50
"""Checked mentions that a brand needs before a corrected figure is given."""
MIN_OF_CLASS = 10
"""Checked mentions that each class of weight needs."""
WEIGHTY = 0.05
"""Share of the mentions from which a class needs to have been checked."""
Z95 = 1.96
"""Half of a 95% interval in standard errors."""
CLASSES = ("positive", "neutral", "negative", "abstained")
"""Verdict classes of the model."""
SAID = CLASSES[:3]
"""What people can say."""
NET: Mapping[str, int] = {"positive": 1, "neutral": 0, "negative": -1}
"""Scores whose mean is net sentiment."""

Pairs = Mapping[str, Mapping[str, int]]
"""Verdict class of the model -> what people said -> how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A corrected figure, or why there is none."""

    value: float | None = None
    """In the unit of the metric."""
    low: float | None = None
    high: float | None = None
    """Ends of the 95% interval."""
    checked_count: int = 0
    """Mentions of the random sample that people judged."""
    withheld: str | None = None
    """What is missing, when there is no figure."""


def correct(counts: Mapping[str, int], pairs: Pairs, scores: Mapping[str, int] = NET) -> Corrected:
    """The mean score as people would have it; `counts` are mentions by verdict class of the model."""
    checked = {name: sum(pairs.get(name, {}).values()) for name in CLASSES}
    total, checked_count = sum(counts.values()), sum(checked.values())
    withheld = _missing(counts, checked)
    if withheld:
        return Corrected(checked_count=checked_count, withheld=withheld)
    value = variance = 0.0
    for name in CLASSES:
        if counts[name]:
            mean, spread = _mean_and_variance(pairs[name], scores)
            weight = counts[name] / total
            value += weight * mean
            variance += weight**2 * spread / checked[name]
    return _interval(value, variance, checked_count, (min(scores.values()), max(scores.values())))


def adjust(counts: Mapping[str, int], pairs: Pairs, wanted: str = "negative") -> Corrected:
    """The share of mentions that people would call `wanted`, of all the model read; an abstention is not `wanted`."""
    flat = [(machine, human, number) for machine, said in pairs.items() for human, number in said.items()]
    checked_count, total = sum(number for *_, number in flat), sum(counts.values())
    positives = sum(number for _, human, number in flat if human == wanted)
    found = sum(number for machine, human, number in flat if machine == human == wanted)
    passed = sum(number for machine, human, number in flat if wanted not in (machine, human))
    others = checked_count - positives
    withheld = _missing_for_rates(total, checked_count, positives, others, wanted)
    if withheld:
        return Corrected(checked_count=checked_count, withheld=withheld)
    sensitivity, specificity, apparent = found / positives, passed / others, counts[wanted] / total
    informed = sensitivity + specificity - 1
    if informed <= 0:
        return Corrected(checked_count=checked_count, withheld=f"the model tells {wanted} no better than chance")
    value = min(1.0, max(0.0, (apparent + specificity - 1) / informed))
    variance = (
        apparent * (1 - apparent) / total
        + value**2 * _variance_of_rate(found, positives)
        + (1 - value) ** 2 * _variance_of_rate(passed, others)
    ) / informed**2
    return _interval(value, variance, checked_count, (0, 1))


def _missing(counts: Mapping[str, int], checked: Mapping[str, int]) -> str | None:
    total, checked_count = sum(counts.values()), sum(checked.values())
    if not total:
        return "no judged mentions in the period"
    if checked_count < MIN_CHECKED:
        return f"{checked_count} of a random sample checked, {MIN_CHECKED} are needed"
    needed = [name for name in CLASSES if counts[name] > WEIGHTY * total or (counts[name] and not checked[name])]
    for name in needed:
        if checked[name] < MIN_OF_CLASS:
            return f"only {checked[name]} checked of those the model calls {name}, {MIN_OF_CLASS} are needed"
    return None


def _missing_for_rates(total: int, checked_count: int, positives: int, others: int, wanted: str) -> str | None:
    if not total:
        return "no judged mentions in the period"
    if checked_count < MIN_CHECKED:
        return f"{checked_count} of a random sample checked, {MIN_CHECKED} are needed"
    if positives < MIN_OF_CLASS:
        return f"only {positives} of those people call {wanted}, {MIN_OF_CLASS} are needed"
    if others < MIN_OF_CLASS:
        return f"only {others} of those people do not call {wanted}, {MIN_OF_CLASS} are needed"
    return None


def _interval(value: float, variance: float, checked_count: int, bounds: tuple[int, int]) -> Corrected:
    margin, (least, most) = Z95 * sqrt(variance), bounds
    low, high = max(float(least), value - margin), min(float(most), value + margin)
    return Corrected(value=value, low=low, high=high, checked_count=checked_count)


def _variance_of_rate(hits: int, size: int) -> float:
    """Of a rate, with one hit and one miss added so that it is never nought."""
    rate = (hits + 1) / (size + 2)
    return rate * (1 - rate) / size


def _mean_and_variance(said: Mapping[str, int], scores: Mapping[str, int]) -> tuple[float, float]:
    """Of the scores; the variance is of one draw, unbiased, with one of each class added so that none is nought."""
    count = sum(said.values())
    mean = sum(scores[name] * number for name, number in said.items()) / count
    padded = {name: said.get(name, 0) + 1 for name in SAID}
    size = sum(padded.values())
    centre = sum(scores[name] * number for name, number in padded.items()) / size
    spread = sum(number * (scores[name] - centre) ** 2 for name, number in padded.items()) / (size - 1)
    return mean, spread
