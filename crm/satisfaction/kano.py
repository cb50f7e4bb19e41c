"""Kano's kinds of quality from paired questions, with Better and Worse (Kano et al. 1984; Berger et al. 1993)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import require, shaped
from crm.satisfaction.intervals import wilson
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

ANSWERS: Final = ("like", "must_be", "neutral", "live_with", "dislike")
"""Answers to either question, from 我很喜欢 to 我很不喜欢: how if the feature is there, how if it is not."""
KINDS: Final = {
    "attractive": ("魅力", "A"), "one_dimensional": ("期望", "O"), "must_be": ("必备", "M"),
    "indifferent": ("无差异", "I"), "reverse": ("反向", "R"), "questionable": ("可疑", "Q"),
}  # fmt: skip
"""Kind -> Chinese name and letter of the table."""
_TABLE: Final = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
"""Rows: answers if it is there; columns: if it is not."""
_KIND_OF: Final = {letter: kind for kind, (_, letter) in KINDS.items()}
KANO_DTYPES: Final = {
    "aspect": "string", "answer_count": "Int64", "attractive_count": "Int64", "one_dimensional_count": "Int64",
    "must_be_count": "Int64", "indifferent_count": "Int64", "reverse_count": "Int64", "questionable_count": "Int64",
    "kind": "string", "is_sure": "boolean", "better": "Float64", "better_low": "Float64", "better_high": "Float64",
    "worse": "Float64", "worse_low": "Float64", "worse_high": "Float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterWorse:
    """How much satisfaction a feature adds where it is there (0..1), and takes where it is not (-1..0)."""

    better: float
    worse: float
    answer_count: int


def kano_kind(functional: str, dysfunctional: str) -> str:
    """The kind one person's two answers show. Raises UsageError for an answer that is none of ANSWERS."""
    for answer in (functional, dysfunctional):
        if answer not in ANSWERS:
            raise UsageError(f"an answer is none of Kano's; there are {', '.join(ANSWERS)}")
    return _KIND_OF[_TABLE[ANSWERS.index(functional)][ANSWERS.index(dysfunctional)]]


def better_worse(
    attractive: int, one_dimensional: int, must_be: int, indifferent: int
) -> BetterWorse | NotEnoughEvidence:
    """(A + O) / n and -(O + M) / n with n = A + O + M + I."""
    n = attractive + one_dimensional + must_be + indifferent
    if n == 0:
        return NotEnoughEvidence(what="answers of the four kinds", n=0, needed=1)
    adds, takes = attractive + one_dimensional, one_dimensional + must_be
    return BetterWorse(better=adds / n, worse=-takes / n, answer_count=n)


def kano(answers: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """KANO_DTYPES, one row per aspect, sorted; better and worse with Wilson intervals.

    `answers`: one row per person and aspect: aspect, functional, dysfunctional (ANSWERS). The kind is the most frequent
    one, of equals the first of M, O, A, I, R, Q: what must be there comes first (Berger et al.). is_sure: its
    frequency lies above that of the second by more than chance (the interval of its share among the two leaves out one
    half). Raises UsageError for missing columns or unknown answers.
    """
    frame = require(answers, ["aspect", "functional", "dysfunctional"], name="answer").dropna()
    if frame.empty:
        return NotEnoughEvidence(what="paired answers", n=0, needed=1)
    pairs = zip(frame["functional"], frame["dysfunctional"], strict=True)
    frame["kind"] = [kano_kind(str(with_it), str(without)) for with_it, without in pairs]
    counts = frame.groupby(["aspect", "kind"]).size().unstack(fill_value=0).reindex(columns=list(KINDS), fill_value=0)
    table = counts.add_suffix("_count").assign(answer_count=counts.sum(axis="columns"))
    priority = ["must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable"]
    table["kind"] = counts[priority].idxmax(axis="columns")
    table["is_sure"] = _is_sure(counts)
    return shaped(_with_coefficients(table).sort_index().reset_index(), KANO_DTYPES)


def _is_sure(counts: pd.DataFrame) -> Sequence[bool]:
    ranked = counts.apply(lambda row: sorted(row, reverse=True)[:2], axis="columns", result_type="expand")
    low, _ = wilson(ranked[0], ranked[0] + ranked[1])
    return list(low > 0.5)


def _with_coefficients(table: pd.DataFrame) -> pd.DataFrame:
    n = table[[f"{kind}_count" for kind in ("attractive", "one_dimensional", "must_be", "indifferent")]].sum(axis=1)
    adds = table["attractive_count"] + table["one_dimensional_count"]
    takes = table["one_dimensional_count"] + table["must_be_count"]
    (better_low, better_high), (worse_high, worse_low) = wilson(adds, n), wilson(takes, n)
    return table.assign(
        better=adds / n.where(n > 0), better_low=better_low, better_high=better_high,
        worse=-takes / n.where(n > 0), worse_low=-worse_low, worse_high=-worse_high,
    )  # fmt: skip
