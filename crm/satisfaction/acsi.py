"""The satisfaction index of three questions on scales of 1 to 10, put on 0 to 100 (Fornell et al. 1996).

score = 100 (sum of w x mean - sum of w x 1) / (sum of w x 9). The weights of the American index are not public; equal
ones are the default, those of a fitted path model (crm.satisfaction.pls) can be given.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import numbers_of
from crm.satisfaction.intervals import Floats, mean
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, summed
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

QUESTIONS: Final = ("overall", "expectancy", "ideal")
"""Satisfaction overall, compared with what was expected, compared with the ideal; 1 to 10."""
ACSI: Final = Measure(
    name="acsi", zh="顾客满意度指数(0-100)", en="Customer satisfaction index, 0 to 100", counted="complete answers",
    grade="published",
)  # fmt: skip
ACSI_PROXY: Final = Measure(
    name="acsi_proxy", zh="顾客满意度指数(文本代理)", en="Customer satisfaction index (proxy)",
    counted="texts with all three", grade="own", is_proxy=True,
)  # fmt: skip


def acsi_score(answers: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """0..100 of the means (or one person's answers) to the questions, each 1..10.

    Raises UsageError for an answer off the scale, or weights that are negative, all 0, or of another number.
    """
    given = np.asarray(answers, dtype=np.float64)
    w = _checked(np.ones(len(given)) if weights is None else weights, len(given))
    if not ((given >= 1) & (given <= 10)).all():
        raise UsageError("the index is for answers from 1 to 10")
    return float(100 * w @ (given - 1) / (9 * w.sum()))


def acsi_scores(
    answers: pd.DataFrame, *, weights: Mapping[str, float] | None = None, by: Sequence[str] = (), is_proxy: bool = False
) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES: numerator sum of the persons' indices, denominator persons; Student's interval.

    `answers`: one row per person: brand_id, month (any day of it), QUESTIONS (or the keys of `weights`) from 1 to 10,
    and the columns of `by`. Incomplete answers, and those off the scale, are left out. is_proxy: the figures were read
    from texts, and the name says so. Raises UsageError for missing columns or impossible weights.
    """
    chosen = dict(weights) if weights is not None else dict.fromkeys(QUESTIONS, 1.0)
    w = _checked(list(chosen.values()), len(chosen))
    frame = keyed(answers, list(chosen), by, name="answer")
    given = pd.DataFrame({name: numbers_of(frame, name) for name in chosen})
    is_whole = ((given >= 1) & (given <= 10)).all(axis="columns")
    frame, given = frame[is_whole], given[is_whole]
    frame = frame.assign(numerator=100 * (given.to_numpy() - 1) @ w / (9 * w.sum()), denominator=1.0)
    frame["squares"] = frame["numerator"] ** 2
    sums = summed(frame, by, ["numerator", "squares", "denominator"])
    sums["evidence_count"] = sums["denominator"]
    return satisfaction_rows(sums, ACSI_PROXY if is_proxy else ACSI, _interval)


def _checked(weights: Sequence[float] | Floats, count: int) -> Floats:
    w = np.asarray(weights, dtype=np.float64)
    if len(w) != count or (w < 0).any() or w.sum() <= 0:
        raise UsageError(f"needed: {count} weights, none negative, not all 0")
    return w


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(rows["numerator"], rows["squares"], rows["denominator"])
