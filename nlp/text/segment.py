"""Segmentation as jieba does it, an own word list per lexicon, no shared state, at the speed of jieba's Rust port.

Words for topics are those of `jieba.cut(text, HMM=False)`: only words of the dictionary and of the lists, so that a
topic never holds a guess. `cut_of` gives what jieba gives with or without guesses, `tags` adds parts of speech.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from nlp.text.cutter import Cutter
from nlp.text.dictionary import word_kinds
from nlp.text.paths import Paths
from records import Lexicon

__all__ = ["Segmenter", "common_words", "segmenter", "stop_words", "vague_words", "word_kinds"]

_FOLDER = Path(__file__).parent
_MIN_USER_WORD = 2
"""A one-character user word would cut through ordinary words."""


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


class Segmenter:
    """Splits cleaned text into words; user words stay whole. The same text always gives the same words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._cutter = Cutter()
        for word in sorted({word.strip().lower() for word in (*common_words(), *lexicon.words)}):
            if len(word) >= _MIN_USER_WORD:
                self._cutter.add(word)
        self._paths: Paths | None = None

    def words(self, text: str) -> list[str]:
        """All words in order, Latin letters in lower case, white space dropped."""
        return self.words_of([text])[0]

    def words_of(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of each text, as `words` gives them."""
        found = self._cutter.cut_of([text.lower() for text in texts], has_hmm=False)
        return [[word for word in words if not word.isspace()] for words in found]

    def cut_of(self, texts: Sequence[str], *, has_hmm: bool) -> list[list[str]]:
        """The words that `jieba.cut(text, HMM=has_hmm)` gives with the same user words; joined, they are the text."""
        return self._cutter.cut_of(texts, has_hmm=has_hmm)

    def tags(self, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
        """Words with guesses, each with its usual part of speech: the dictionary's, nz for user words.

        Of words in no list numbers are m, Latin ones eng, the others x. jieba.posseg weighs the parts of speech of
        neighbours, which takes seventy times as long; it agrees on nine words of ten.
        """
        added, kinds = self._cutter.added, word_kinds()
        return [
            [(word, kinds.get(word) or ("nz" if word in added else _kind_by_characters(word))) for word in words]
            for words in self._cutter.cut_of(texts, has_hmm=True)
        ]

    def scores(self, block: str) -> list[float]:
        """Logarithm of the probability of the likeliest words from each character to the end; 0 at the end itself.

        A block is lower case, with nothing in it but what the dictionary looks up (no punctuation, no white space).
        """
        return self._scorer().scores(block)

    def leading(self, block: str) -> list[float]:
        """The same of each beginning of a block, from the empty one to all of it."""
        return self._scorer().leading(block)

    def crosses(self, block: str, place: int) -> bool:
        """Whether any word of a block holds the characters on both sides of a place."""
        return self._scorer().crosses(block, place)

    def score(self, word: str) -> float | None:
        """Logarithm of the probability of one word; None when it is in neither list."""
        return self._scorer().score(word)

    def _scorer(self) -> Paths:
        if self._paths is None:
            self._paths = Paths(self._cutter.added, self._cutter.total)
        return self._paths


def _kind_by_characters(word: str) -> str:
    if not word.isascii() or not word[0].isalnum():
        return "x"
    return "m" if word.rstrip("%").replace(".", "").isdigit() else "eng"


@lru_cache(maxsize=4)
def segmenter(lexicon: Lexicon) -> Segmenter:
    """The segmenter of a lexicon, built once: a second for the first, half a second and 30 MB for each next one."""
    return Segmenter(lexicon)
