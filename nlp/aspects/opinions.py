"""Words that judge, learned from labelled opinions, and where they stand in a clause."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path

from nlp.aspects import _weights
from nlp.aspects.priors import NAME
from records import Span

DENIALS = ("没有", "不是", "从不", "不会", "毫无", "不", "没", "无", "零", "别")
"""What turns a word that follows into its opposite."""
_DEGREES = (
    *("非常", "特别", "比较", "有点", "有些", "相当", "十分", "不太", "不够", "不是很", "并不", "没有"),
    *"很太真挺超更最好蛮较略偏够极特不没贼巨稍",
)
_AT_MOST = 3
_LONGEST_CLAUSE = 80


class OpinionWords:
    """A list of opinion words of two characters and more, ready to be found."""

    def __init__(self, words: Iterable[str]) -> None:
        self._pattern = longest_of(words)

    def within(self, text: str, start: int, end: int) -> tuple[Span, ...]:
        """Up to three opinion words of [start, end), each with what weighs or denies it (很, 不够), in order."""
        end = min(end, start + _LONGEST_CLAUSE)
        spans: list[Span] = []
        least = start
        for word in islice(self._pattern.finditer(text, start, end), _AT_MOST):
            spans.append(Span(start=_weighed(text, word.start(), least), end=word.end()))
            least = word.end()
        return tuple(spans)


def longest_of(words: Iterable[str]) -> re.Pattern[str]:
    """One expression that takes the longest word at each place; grouped by first character, so that most places fail
    at once."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda one: (-len(one), one)):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(tails.items())))


@cache
def load(folder: Path = _weights.FOLDER) -> OpinionWords:
    """The committed words. Raises DamagedArtefact."""
    return OpinionWords(_weights.load(folder, NAME)[0]["opinions"].tolist())


def is_denied(text: str, at: int) -> bool:
    """Whether what begins at a place is denied just before (没有, 不), a degree between them allowed (不太)."""
    return text.endswith(DENIALS, max(0, at - 2), at) or text.endswith(DENIALS, max(0, at - 3), max(0, at - 1))


def _grouped(words: Iterable[str], place: slice) -> dict[str, tuple[str, ...]]:
    """Words by some of their characters, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda one: (-len(one), one)):
        found.setdefault(word[place], []).append(word)
    return {key: tuple(mine) for key, mine in found.items()}


_BY_LAST = _grouped(_DEGREES, slice(-1, None))


def _weighed(text: str, at: int, least: int) -> int:
    if at > least:
        for word in _BY_LAST.get(text[at - 1], ()):
            if text.endswith(word, least, at):
                return at - len(word)
    return at
