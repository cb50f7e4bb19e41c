"""Segmentation with jieba's dictionary: the likeliest words of a text, an own word list per lexicon, no shared state.

The same words as `jieba.cut(text, HMM=False)` (the most probable path of Sun Junyi's jieba), several times faster, and
jieba itself is never imported: only its dictionary is read.
"""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from math import inf, log
from pathlib import Path
from typing import NamedTuple

from records import Lexicon

_FOLDER = Path(__file__).parent
_MIN_USER_WORD = 2
"""A one-character user word would cut through ordinary words."""
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
"""What is looked up in the dictionary; every other character stands alone."""

_ABSENT = -1.0
"""Below every logarithm of a count; None stands for what only begins words."""


def _read_words(name: str) -> tuple[str, ...]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no topic (stopwords.txt)."""
    return frozenset(_read_words("stopwords.txt"))


@cache
def common_words() -> tuple[str, ...]:
    """Words of shops, apps and posts that the general dictionary lacks (words.txt)."""
    return _read_words("words.txt")


@cache
def vague_words() -> frozenset[str]:
    """Words that a topic may hold but that do not name it (vaguewords.txt)."""
    return frozenset(_read_words("vaguewords.txt"))


class _Dictionary(NamedTuple):
    counts: dict[str, int]
    """Occurrences of each word; 0 for what only begins words."""
    total: int
    kinds: dict[str, str]
    """The usual part of speech of each word, as jieba abbreviates it (n, v, a, ...)."""


@cache
def _dictionary() -> _Dictionary:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba, whose dictionary segmentation reads, is not installed", name="jieba")
    content = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8")
    rows = [line.split(" ") for line in content.split("\n") if line]
    counts = {row[0]: int(row[1]) for row in rows}
    beginnings = {word[:end] for word in counts for end in range(1, len(word))}
    counts |= dict.fromkeys(beginnings - counts.keys(), 0)
    return _Dictionary(counts, sum(int(row[1]) for row in rows), {row[0]: row[2].strip() for row in rows})


def word_kinds() -> dict[str, str]:
    """The usual part of speech of each word of the dictionary (n noun, v verb, a adjective, t time, ...)."""
    return _dictionary().kinds


@cache
def _base_logs() -> dict[str, float | None]:
    return {word: log(count) if count else None for word, count in _dictionary().counts.items()}


class Segmenter:
    """Splits cleaned text into words; user words stay whole. The same text always gives the same words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._total = _dictionary().total
        self._log_total = log(self._total)
        self._logs = dict(_base_logs())
        self._added: dict[str, int] = {}
        for word in sorted({word.strip().lower() for word in (*common_words(), *lexicon.words)}):
            if len(word) >= _MIN_USER_WORD:
                self._add(word)

    def words(self, text: str) -> list[str]:
        """All words in order, Latin letters in lower case, white space dropped."""
        words: list[str] = []
        for at, block in enumerate(_BLOCK.split(text.lower())):
            if at % 2:
                words += self._cut(block)
            elif block:
                words += [character for character in block if not character.isspace()]
        return words

    def _cut(self, block: str) -> list[str]:
        """The most probable words of a block; single letters and digits that follow one another are joined."""
        _, ends = self._paths(block)
        words: list[str] = []
        at, run = 0, 0
        while at < len(block):
            end = ends[at]
            if end - at == 1 and block[at].isascii() and block[at].isalnum():
                run += 1
            else:
                if run:
                    words.append(block[at - run : at])
                    run = 0
                words.append(block[at:end])
            at = end
        if run:
            words.append(block[at - run : at])
        return words

    def scores(self, block: str) -> list[float]:
        """Logarithm of the probability of the likeliest words from each character to the end; 0 at the end itself.

        A block is lower case, with nothing in it but what the dictionary looks up (no punctuation, no white space).
        """
        return self._paths(block)[0]

    def score(self, word: str) -> float | None:
        """Logarithm of the probability of one word; None when it is in neither list."""
        value = self._logs.get(word)
        return None if value is None else value - self._log_total

    def _paths(self, block: str) -> tuple[list[float], list[int]]:
        """Of the best path from each character to the end of the block: its score, and where its first word ends."""
        logs, log_total, length = self._logs, self._log_total, len(block)
        best, ends = [0.0] * (length + 1), [0] * length
        for start in range(length - 1, -1, -1):
            top, chosen = -inf, 0
            for end in range(start + 1, length + 1):
                value = logs.get(block[start:end], _ABSENT)
                if value is None:
                    continue
                if value == _ABSENT:
                    break
                score = value - log_total + best[end]
                if score >= top:
                    top, chosen = score, end
            if not chosen:
                top, chosen = best[start + 1] - log_total, start + 1
            best[start], ends[start] = top, chosen
        return best, ends

    def _add(self, word: str) -> None:
        """Makes a word whole: likelier than the words it would be split into (jieba's `suggest_freq`)."""
        share = 1.0
        for part in self.words(word):
            share *= (self._count(part) if part in self._logs else 1) / self._total
        count = max(int(share * self._total) + 1, self._count(word))
        self._added[word], self._logs[word] = count, log(count)
        self._total += count
        self._log_total = log(self._total)
        for end in range(1, len(word)):
            self._logs.setdefault(word[:end], None)

    def _count(self, word: str) -> int:
        return self._added.get(word, _dictionary().counts.get(word, 0))


@lru_cache(maxsize=4)
def segmenter(lexicon: Lexicon) -> Segmenter:
    """The segmenter of a lexicon, built once (a second for the first, a fifth for the next)."""
    return Segmenter(lexicon)
