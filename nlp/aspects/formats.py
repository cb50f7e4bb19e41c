"""The labelled files that aspect engines are trained and scored on."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.labelnames import polarities
from nlp.table import rows_of, text_of
from records.errors import UnreadableFile

POLARITIES = ("negative", "neutral", "positive")
Pairs = dict[str, str]
"""Aspect name or number as the file has it -> polarity."""
IMPLICIT = (-1, -1)
"""The place of an aspect that is meant and not named."""
_SHORT = {"NEG": "negative", "NEU": "neutral", "POS": "positive"}
_NUMBERS = {"-1": "negative", "0": "neutral", "1": "positive"}
_ABSENT = "-2"
_CODE = re.compile(r"\d+_-?\d+[,\t]")


@dataclass(frozen=True, slots=True)
class TermRow:
    """One judged term of a text."""

    label: str
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldTriple:
    """One triple of a sentence; places are [start, end) in characters of the sentence."""

    aspect: tuple[int, int]
    opinion: tuple[int, int]
    polarity: str


def read_aspects(path: Path) -> dict[str, Pairs]:
    """Text -> aspect -> polarity, from a table `aspect, label, text` or lines `0_-2,1_1,...` TAB text.

    Raises UnreadableFile, naming the row where there is one.
    """
    lines = text_of(path).split("\n")
    found: dict[str, Pairs] = {}
    if _CODE.match(lines[0]):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                codes, text = _numbered(path, number, line)
                found.setdefault(text, {}).update(codes)
    else:
        rows = list(rows_of(path, ("aspect", "label", "text")))
        known = _polarities(path, [label for _, label, _ in rows])
        for aspect, label, text in rows:
            found.setdefault(text, {})[aspect.strip()] = known[label]
    if not found:
        raise UnreadableFile(f"{path}: has no rows; give labelled texts")
    return found


def _numbered(path: Path, number: int, line: str) -> tuple[Pairs, str]:
    codes, tab, text = line.partition("\t")
    parts = [code.partition("_") for code in codes.split(",")]
    if not tab or any(value not in (*_NUMBERS, _ABSENT) for _, _, value in parts):
        raise UnreadableFile(f"{path}: row {number} is no `0_-2,1_1,...` TAB text")
    return {aspect: _NUMBERS[value] for aspect, _, value in parts if value != _ABSENT}, text


def read_opinion_words(path: Path) -> list[tuple[str, str, str]]:
    """(opinion word, polarity, text) of each row that has one; none where the table lacks the column."""
    if "opinion_word" not in text_of(path).split("\n")[0].split("\t"):
        return []
    return [(word, label, text) for word, label, text in rows_of(path, ("opinion_word", "label", "text")) if word]


def read_terms(path: Path) -> list[TermRow]:
    """The rows of a table `label, term, text`. Raises UnreadableFile."""
    rows = list(rows_of(path, ("label", "term", "text")))
    if not rows:
        raise UnreadableFile(f"{path}: has a header and no rows; give labelled terms")
    known = _polarities(path, [label for label, _, _ in rows])
    return [TermRow(known[label], term, text) for label, term, text in rows]


def _polarities(path: Path, labels: Sequence[str]) -> dict[str, str]:
    known = polarities(labels)
    for label, named in known.items():
        if named not in POLARITIES:
            raise UnreadableFile(f"{path}: unknown label {label!r}; use {', '.join(POLARITIES)}")
    return known


def read_triples(path: Path) -> list[tuple[str, list[GoldTriple]]]:
    """Sentences without the blanks between their tokens, and their triples. Raises UnreadableFile.

    The file counts tokens and includes the last one; a token may have several characters.
    """
    rows = []
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if line.strip():
            try:
                rows.append(_triple_row(line))
            except (ValueError, SyntaxError, TypeError, KeyError, IndexError) as error:
                raise UnreadableFile(
                    f"{path}: row {number} is no `t o k e n s####[((0, 1), (2, 3), 'POS')]`"
                ) from error
    if not rows:
        raise UnreadableFile(f"{path}: has no rows; give sentences with triples")
    return rows


def _triple_row(line: str) -> tuple[str, list[GoldTriple]]:
    sentence, mark, listed = line.partition("####")
    if not mark:
        raise ValueError(line)
    tokens = sentence.split(" ")
    ends = [0]
    for token in tokens:
        ends.append(ends[-1] + len(token))
    triples = [
        GoldTriple(_place(aspect, ends), _place(opinion, ends), _SHORT[label[:3].upper()])
        for aspect, opinion, label in ast.literal_eval(listed)
    ]
    return "".join(tokens), triples


def _place(tokens: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    return IMPLICIT if tokens[0] < 0 else (ends[tokens[0]], ends[tokens[1] + 1])
