"""Questionnaires of several questions about one thing: from one row an answer to one row a person.

What a question is called says what it asks: `ccsi.quality.1` is the first question of the index about quality,
`expected.<aspect>` and `perceived.<aspect>` are a pair, as are `kano_with.<aspect>` and `kano_without.<aspect>`.
"""

import pandas as pd

from crm.frames import numbers_of
from crm.satisfaction.rows import keyed

KEYS = ["brand_id", "month", "response_id"]


def wide_answers(answers: pd.DataFrame, prefix: str, *, scale: float) -> pd.DataFrame:
    """brand_id, month, response_id, and a column for each question `<prefix>.<column>`, NaN where it was left out.

    `answers`: one row an answer: brand_id, month (any day of it), response_id, question, score, scale. Answers on
    another scale than 1 to `scale` are left out. Raises UsageError for missing columns.
    """
    frame = _of_prefix(answers, prefix, scale)
    table = frame.pivot_table(index=KEYS, columns="name", values="score", aggfunc="last")
    return table.rename_axis(columns=None).reset_index()


def paired_answers(answers: pd.DataFrame, first: str, second: str, *, scale: float) -> pd.DataFrame:
    """brand_id, month, response_id, aspect, and the scores `first` and `second` of who answered both of an aspect."""
    sides = [_of_prefix(answers, prefix, scale).rename(columns={"name": "aspect", "score": prefix})
             for prefix in (first, second)]  # fmt: skip
    return sides[0].merge(sides[1], on=[*KEYS, "aspect"])


def _of_prefix(answers: pd.DataFrame, prefix: str, scale: float) -> pd.DataFrame:
    frame = keyed(answers, ["response_id", "question", "score", "scale"], (), name="answer")
    said = frame["question"].astype("string").str.partition(".")
    frame = frame.assign(name=said[2], score=numbers_of(frame, "score"), scale=numbers_of(frame, "scale"))
    is_kept = (said[0] == prefix) & (frame["scale"] == scale) & frame["score"].between(1, scale)
    kept = frame.loc[is_kept.fillna(False).astype(bool), [*KEYS, "name", "score"]]
    return kept.drop_duplicates([*KEYS, "name"], keep="last", ignore_index=True)
