"""The review of candidates by a person: rows of a sheet, and what a filled-in sheet says.

Files are the pipeline's; here are only their rows, as a TSV or XLSX sheet holds them.
"""

from collections.abc import Iterable, Mapping, Sequence

from nlp.newwords.candidate import Candidate
from records.errors import UsageError

COLUMNS = (
    "word", "decision", "kind", "text_count", "count", "cohesion", "left_entropy", "right_entropy", "edge_share",
    "score", "examples",
)  # fmt: skip
"""Columns of the sheet; a person fills in `decision`."""
_YES, _NO, _OPEN = {"yes", "y", "1", "是", "收", "true"}, {"no", "n", "0", "否", "不收", "false"}, {""}
_BETWEEN = " | "

Row = Mapping[str, object]


def review_rows(candidates: Iterable[Candidate]) -> list[dict[str, object]]:
    """One row a candidate in the order of COLUMNS, the decision left open."""
    return [
        {
            "word": each.word,
            "decision": "",
            "kind": each.kind,
            "text_count": each.text_count,
            "count": each.count,
            "cohesion": each.cohesion,
            "left_entropy": each.left_entropy,
            "right_entropy": each.right_entropy,
            "edge_share": each.edge_share,
            "score": each.score,
            "examples": _BETWEEN.join(each.examples),
        }
        for each in candidates
    ]


def merged(earlier: Iterable[Row], candidates: Iterable[Candidate]) -> list[dict[str, object]]:
    """The sheet of a new search over an earlier sheet: decided rows stay as they are, open ones are made anew.

    A word refused once does not come back. Raises UsageError as `accepted` does.
    """
    decided = [dict(row) for row in earlier if _decision(row) is not None]
    known = {str(row["word"]) for row in decided}
    return [*decided, *(row for row in review_rows(candidates) if row["word"] not in known)]


def accepted(rows: Sequence[Row]) -> tuple[str, ...]:
    """The words decided for, sorted: user words of a lexicon.

    Raises UsageError for a row without a word, a decision that is neither yes, no nor empty, or a word decided both
    ways.
    """
    decisions: dict[str, bool] = {}
    for row in rows:
        decision, word = _decision(row), str(row["word"]).strip()
        if decision is None:
            continue
        if decisions.setdefault(word, decision) != decision:
            raise UsageError(f"new words: {word!r} is decided both ways; keep one row")
    return tuple(sorted(word for word, decision in decisions.items() if decision))


def _decision(row: Row) -> bool | None:
    """Yes, no, or None while open."""
    word = str(row.get("word") or "").strip()
    if not word:
        raise UsageError("new words: a row without a word; keep the column `word` filled in")
    given = row.get("decision")
    said = "" if given is None else str(given).strip().lower().removesuffix(".0")
    if said in _OPEN:
        return None
    if said not in _YES | _NO:
        raise UsageError(f"new words: decision {said!r} of {word!r} is not understood; write yes or no")
    return said in _YES
