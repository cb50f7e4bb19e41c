"""4R in both of its senses, which share a name and nothing else, so that they are never merged.

Digital marketing (曹虎, 王赛): Recognize, Reach, Relationship, Return. Relationship theory (Schultz): Relevance,
Reaction, Relationship, Reward (关联, 反应, 关系, 回报). Both name ideas, not formulas; the eight figures are ours.
"""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import numbers_of
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, stacked, summed
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError


def _own(name: str, zh: str, en: str, counted: str) -> Measure:
    return Measure(name=name, zh=zh, en=en, counted=counted, grade="own")


DIGITAL_4R: Final = {
    _own("digital_4r_recognize", "数字4R·识别率", "Identified of all customers and authors", "customers and authors"):
        ("identified_count", "person_count"),
    _own("digital_4r_reach", "数字4R·触达率", "Reached of those targeted", "persons targeted"):
        ("reached_count", "target_count"),
    _own("digital_4r_relationship", "数字4R·互动率", "Identified who interacted in 30 days", "persons identified"):
        ("interacting_count", "identified_count"),
    _own("digital_4r_return", "数字4R·回报", "Attributed revenue for one of cost", "periods with a cost"):
        ("attributed_revenue", "cost_amount"),
}  # fmt: skip
"""Measure -> the columns of its numerator and denominator."""
THEORY_4R: Final = {
    _own("theory_4r_relevance", "4R理论·关联", "Customers who buy two categories or more", "customers"):
        ("several_category_count", "customer_count"),
    _own("theory_4r_reaction", "4R理论·反应", "Questions and complaints answered in the term", "questions, complaints"):
        ("answered_in_term_count", "question_count"),
    _own("theory_4r_relationship", "4R理论·关系", "Customers who bought before and again", "customers"):
        ("repeat_customer_count", "customer_count"),
    _own("theory_4r_reward", "4R理论·回报", "Profit for one of revenue", "periods with revenue"):
        ("profit_amount", "revenue_amount"),
}  # fmt: skip
_MONEY: Final = ("digital_4r_return", "theory_4r_reward")


def digital_4r(counts: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of the four digital rates.

    `counts`: brand_id, month (any day of it), and any pairs of columns that DIGITAL_4R names; a pair not given, or
    unknown in a row, has no figure. Shares have a Wilson interval, ratios of money none. Raises UsageError without a
    single pair, or for a share above 1.
    """
    return _told(counts, DIGITAL_4R)


def theory_4r(counts: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of the four figures of relationship theory, from the columns of THEORY_4R; as digital_4r."""
    return _told(counts, THEORY_4R)


def _told(counts: pd.DataFrame, measures: dict[Measure, tuple[str, str]]) -> pd.DataFrame | NotEnoughEvidence:
    pairs = {measure: pair for measure, pair in measures.items() if set(pair) <= set(counts.columns)}
    if not pairs:
        needed = ", ".join(f"{top} and {bottom}" for top, bottom in measures.values())
        raise UsageError(f"4R needs one of these pairs of columns: {needed}")
    return stacked(_figure(counts, measure, pair) for measure, pair in pairs.items())


def _figure(counts: pd.DataFrame, measure: Measure, pair: tuple[str, str]) -> pd.DataFrame | NotEnoughEvidence:
    frame = keyed(counts, pair, (), name="count")
    is_money = measure.name in _MONEY
    top = pd.to_numeric(frame[pair[0]]).astype("float64") if is_money else numbers_of(frame, pair[0])
    frame = frame.assign(numerator=top, denominator=numbers_of(frame, pair[1])).dropna(
        subset=["numerator", "denominator"]
    )
    sums = summed(frame.assign(row_count=1), (), ["numerator", "denominator", "row_count"])
    if not is_money and (sums["numerator"] > sums["denominator"]).any():
        raise UsageError(f"{measure.name}: more {pair[0]} than {pair[1]}")
    sums["evidence_count"] = sums["row_count"] if is_money else sums["denominator"]
    return satisfaction_rows(sums, measure, _no_interval if is_money else _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])


def _no_interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    nothing = np.full(len(rows), np.nan)
    return nothing, nothing
