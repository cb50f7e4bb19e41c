"""Net sentiment with the model's errors taken out, from what people said about a random sample.

For each verdict class c of the model (abstention is one) the sample gives the mean score of what people said about it
(positive 1, neutral 0, negative -1). The corrected net sentiment of a period is sum(n_c * mean_c) / sum(n_c), n_c the
period's mentions of that class: post-stratification by the model's verdict (Cochran, Sampling Techniques, 1977, 5A.9).
Its variance is sum((n_c / n)^2 * var_c / m_c), m_c the checked mentions of the class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import CORRECTION
from warehouse.answers.views import INSIGHT_DAY as DAY

MIN_CHECKED = 50
"""Checked mentions that a brand needs before a corrected figure is given."""
MIN_OF_CLASS = 10
"""Checked mentions that each class of weight needs."""
_WEIGHTY = 0.05
"""Share of a period's mentions from which a class needs to have been checked."""
_Z95 = 1.96
CLASSES = ("positive", "neutral", "negative", "abstained")
_SCORE = {"positive": 1, "neutral": 0, "negative": -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A corrected net sentiment, or why there is none."""

    value: float | None = None
    """-1 to 1."""
    low: float | None = None
    high: float | None = None
    """Ends of the 95% interval."""
    checked_count: int = 0
    """Mentions of the random sample that people judged."""
    withheld: str | None = None
    """What is missing, when there is no figure."""


def confusion(connection: Connection, brand_id: str) -> Answer:
    """machine (positive, neutral, negative, abstained), human, correction_count: pairs of the random sample."""
    pair = CORRECTION.c
    keys = (pair.machine, pair.human)
    statement = (
        select(*keys, func.sum(pair.correction_count).label("correction_count"))
        .where(pair.brand_id == brand_id, pair.is_random)
        .group_by(*keys)
        .order_by(*keys)
    )
    return ask(connection, "confusion", statement)


def class_counts(connection: Connection, brand_id: str, now: Period) -> Answer:
    """Mentions of the period by verdict class, over all platforms."""
    sums = [func.sum(DAY.c[f"{name}_count"]).label(name) for name in CLASSES]
    statement = select(*sums).where(DAY.c.brand_id == brand_id, DAY.c.day.between(now.start, now.end))
    return ask(connection, "class_counts", statement)


def corrected_net_sentiment(connection: Connection, brand_id: str, now: Period) -> Corrected:
    """The corrected figure of a period, or what it lacks."""
    pairs: dict[str, dict[str, int]] = {}
    for machine, human, count in confusion(connection, brand_id).rows:
        of_class = pairs.setdefault(str(machine), {})
        of_class[str(human)] = of_class.get(str(human), 0) + int(count or 0)  # type: ignore[arg-type]
    (sums,) = class_counts(connection, brand_id, now).rows
    counts = {name: int(value or 0) for name, value in zip(CLASSES, sums, strict=True)}  # type: ignore[arg-type]
    return correct(counts, pairs)


def correct(counts: Mapping[str, int], pairs: Mapping[str, Mapping[str, int]]) -> Corrected:
    """See the module: `counts` by verdict class, `pairs` verdict class -> what people said -> how often."""
    checked = {name: sum(pairs.get(name, {}).values()) for name in CLASSES}
    total, checked_count = sum(counts.values()), sum(checked.values())
    if not total:
        return Corrected(checked_count=checked_count, withheld="no judged mentions in the period")
    if checked_count < MIN_CHECKED:
        return Corrected(
            checked_count=checked_count,
            withheld=f"{checked_count} of a random sample checked, {MIN_CHECKED} are needed",
        )
    needed = [name for name in CLASSES if counts[name] > _WEIGHTY * total or (counts[name] and not checked[name])]
    for name in needed:
        if checked[name] < MIN_OF_CLASS:
            return Corrected(
                checked_count=checked_count,
                withheld=f"only {checked[name]} checked of those the model calls {name}, {MIN_OF_CLASS} are needed",
            )
    value = variance = 0.0
    for name in CLASSES:
        if counts[name]:
            mean, spread = _mean_and_variance(pairs[name])
            weight = counts[name] / total
            value += weight * mean
            variance += weight**2 * spread / checked[name]
    margin = _Z95 * sqrt(variance)
    return Corrected(
        value=value, low=max(-1.0, value - margin), high=min(1.0, value + margin), checked_count=checked_count
    )


def _mean_and_variance(said: Mapping[str, int]) -> tuple[float, float]:
    """Of the scores; the variance is of one draw, unbiased, with one of each class added so that none is nought."""
    count = sum(said.values())
    mean = sum(_SCORE[name] * number for name, number in said.items()) / count
    padded = {name: said.get(name, 0) + 1 for name in _SCORE}
    size = sum(padded.values())
    centre = sum(_SCORE[name] * number for name, number in padded.items()) / size
    spread = sum(number * (_SCORE[name] - centre) ** 2 for name, number in padded.items()) / (size - 1)
    return mean, spread
