"""Kano's kinds of quality by survey, month by month, as measures: Better, Worse, and how often each kind was shown."""

from typing import Final

import numpy as np
import pandas as pd

from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.kano import ANSWERS, KINDS, kano
from crm.satisfaction.questionnaire import paired_answers
from crm.satisfaction.rows import Measure, satisfaction_rows, stacked
from crm.value.evidence import NotEnoughEvidence

WITH, WITHOUT, SCALE = "kano_with", "kano_without", len(ANSWERS)
_COUNTED: Final = "paired answers"


def _published(name: str, zh: str, en: str) -> Measure:
    return Measure(name=name, zh=zh, en=en, counted=_COUNTED, grade="published")


BETTER: Final = _published("kano_better", "Kano 增加满意系数(0-1)", "Kano's Better: what it adds where it is there")
WORSE: Final = _published("kano_worse", "Kano 减少不满系数(-1-0)", "Kano's Worse: what it takes where it is not")
KIND_SHARES: Final = {
    _published(f"kano_{kind}_share", f"Kano {zh}属性占比", f"Answers that show {kind.replace('_', '-')} quality"): kind
    for kind, (zh, _) in KINDS.items()
}  # fmt: skip
"""Measure -> the kind."""
_FOUR: Final = ("attractive", "one_dimensional", "must_be", "indifferent")


def kano_measures(answers: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES by aspect: better and worse over the answers of the four kinds, kinds over all paired ones.

    `answers`: as crm.satisfaction.questionnaire.paired_answers takes them: `kano_with.<aspect>` (how if it is good) and
    `kano_without.<aspect>` (how if it is not), from 5 (like) over must be, neutral and live with to 1 (dislike). The
    kind of an aspect is that of the largest share. Raises UsageError for missing columns.
    """
    pairs = paired_answers(answers, WITH, WITHOUT, scale=SCALE)
    if pairs.empty:
        return NotEnoughEvidence(what=_COUNTED, n=0, needed=1)
    counts = stacked(_counted(month) for _, month in pairs.groupby(["brand_id", "month"]))
    if isinstance(counts, NotEnoughEvidence):
        return counts
    return stacked(
        [_better(counts), _worse(counts), *(_share(counts, each, kind) for each, kind in KIND_SHARES.items())]
    )


def _counted(month: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """The counts of kinds by aspect, of one brand and month."""
    said = {
        side: month[column].map(lambda score: ANSWERS[SCALE - int(score)])
        for side, column in (("functional", WITH), ("dysfunctional", WITHOUT))
    }
    found = kano(month.assign(**said))
    if isinstance(found, NotEnoughEvidence):
        return found
    first = month.iloc[0]
    four = found[[f"{kind}_count" for kind in _FOUR]].sum(axis="columns")
    return found.assign(brand_id=first["brand_id"], month=first["month"], four_count=four)


def _better(counts: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    return _told(counts, counts["attractive_count"] + counts["one_dimensional_count"], counts["four_count"], BETTER)


def _worse(counts: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    return _told(counts, -(counts["one_dimensional_count"] + counts["must_be_count"]), counts["four_count"], WORSE)


def _share(counts: pd.DataFrame, measure: Measure, kind: str) -> pd.DataFrame | NotEnoughEvidence:
    return _told(counts, counts[f"{kind}_count"], counts["answer_count"], measure)


def _told(
    counts: pd.DataFrame, numerator: pd.Series, denominator: pd.Series, measure: Measure
) -> pd.DataFrame | NotEnoughEvidence:
    sums = counts[["brand_id", "month", "aspect"]].assign(
        numerator=numerator.astype("float64"), denominator=denominator.astype("float64"), evidence_count=denominator
    )
    return satisfaction_rows(sums, measure, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Wilson's; of counts below 0 that of the positive share, turned round."""
    low, high = wilson(rows["numerator"].abs(), rows["denominator"])
    is_below = (rows["numerator"] < 0).to_numpy()
    return np.where(is_below, -high, low), np.where(is_below, -low, high)
