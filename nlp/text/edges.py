"""Whether characters found in running Chinese text are a word of it, or cut out of its words (京东 in 北京东城).

Chinese has no blanks, so that a name or a word turns up by chance where one word ends and the next begins. The
likeliest words of the surroundings are weighed against the likeliest ones that leave what was found whole.
"""

import re
from functools import lru_cache
from math import inf, log

from nlp.text.segment import segmenter
from records import Lexicon

EDGES_VERSION = "1"
"""Raised when some match is judged otherwise; part of the version of what asks here."""

NAME_RATE = 5e-5
"""How often a tracked name is expected at least, in words: texts are gathered because of it, and the dictionary, made
from newspapers, holds 京东 70 times in 60 million words and 天猫 not at all."""

_REACH = 8
"""Characters looked at on each side: words further off do not decide where these begin."""
_CHINESE = "\u4e00-\u9fff"
_BEFORE, _AFTER = re.compile(rf"[{_CHINESE}]*\Z"), re.compile(rf"[{_CHINESE}]*")
_ONLY_CHINESE = re.compile(rf"[{_CHINESE}]+")
_WEIGHING = frozenset((*"很太更最极真超挺稍又再全都大弄碰摔压砸撞冻撕", "从来", *"从并绝毫决死概"))
"""What makes a word with what it weighs, or with what it did to it: 很脏, 太烂, 弄坏; and, before 不, 从来不, 绝不."""
_ROUNDING = 1e-6


def is_chinese(text: str) -> bool:
    """Whether there is nothing but Chinese characters."""
    return _ONLY_CHINESE.fullmatch(text) is not None


def is_name(text: str, start: int, end: int) -> bool:
    """Whether the Chinese name at [start, end) of folded text begins where a word begins, and ends where one ends.

    A longer word that begins with the name names it too (华为 in 华为公司), and so does a compound of a word and the
    name (大众 in 一汽大众); a word that merely ends like the name does not (瘦西湖).
    """
    return _is_name(*_surroundings(text, start, end))


def is_word(text: str, start: int, end: int) -> bool:
    """Whether the Chinese characters at [start, end) of simplified text are no piece of other words (烂的 in 灿烂的).

    What a longer word adds may only weigh it (很脏, 太烂) or say what of (服务态度). A word of the dictionary must also
    end where one ends or a longer one runs on (垃圾桶); a phrase may break off within a word (没有送 in 没有送到).
    """
    return _is_word(*_surroundings(text, start, end))


def _surroundings(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The Chinese characters before, those of the match without white space, and those after."""
    before, after = _BEFORE.search(text[max(0, start - _REACH) : start]), _AFTER.match(text[end : end + _REACH])
    return before.group() if before else "", "".join(text[start:end].split()), after.group() if after else ""


def _is_apart(before: str, found: str, after: str) -> bool:
    """Whether no word of the surroundings reaches into what was found: the likeliest words then leave it whole."""
    reader, text = segmenter(Lexicon()), before + found + after
    return not reader.crosses(text, len(before)) and not reader.crosses(text, len(before + found))


@lru_cache(maxsize=1 << 14)
def _is_name(before: str, name: str, after: str) -> bool:
    if _is_apart(before, name, after):
        return True
    run = _Run(before, name, after)
    return run.holds(max(run.alone(log(NAME_RATE)), *map(run.longer, [run.start, *run.word_starts()])))


@lru_cache(maxsize=1 << 14)
def _is_word(before: str, word: str, after: str) -> bool:
    if _is_apart(before, word, after):
        return True
    run = _Run(before, word, after)
    starts = [run.start, *(at for at in range(run.start) if before[at:] in _WEIGHING)]
    if run.reader.score(word) is None:
        return run.holds(max(map(run.onward, starts)))
    return run.holds(max(run.alone(-inf), *map(run.longer, [*starts, *run.word_starts()])))


class _Run:
    """Chinese characters without a break, something found among them, and the scores of the likeliest words."""

    def __init__(self, before: str, found: str, after: str) -> None:
        self.reader, self._found, self._text = segmenter(Lexicon()), found, before + found + after
        self.start, self._end = len(before), len(before + found)
        self._scores = self.reader.scores(self._text)
        self._leading = self.reader.leading(self._text[: self.start])

    def holds(self, score: float) -> bool:
        """Whether no words are likelier than words of this score."""
        return score >= self._scores[0] - _ROUNDING

    def word_starts(self) -> list[int]:
        """Where words of two characters and more begin that end where what was found begins."""
        return [at for at in range(self.start - 1) if self.reader.score(self._text[at : self.start]) is not None]

    def alone(self, least: float) -> float:
        """The score of words that end at both edges, what was found being at least that likely."""
        found = max(self.reader.scores(self._found)[0], least)
        return self._leading[self.start] + found + self._scores[self._end]

    def longer(self, start: int) -> float:
        """The score with a word from this place that holds all that was found."""
        stops = range(self._end, len(self._text) + 1)
        words = [(self.reader.score(self._text[start:stop]), self._scores[stop]) for stop in stops]
        return self._leading[start] + max((word + rest for word, rest in words if word is not None), default=-inf)

    def onward(self, start: int) -> float:
        """The score of words of which one begins at this place."""
        return self._leading[start] + self._scores[start]
