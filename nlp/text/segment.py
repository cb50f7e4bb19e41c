"""Segmentation with jieba: an own tokenizer per lexicon, no shared state, no cache files, no log lines."""

import logging
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from records import Lexicon

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
    """Words of shops, apps and posts that jieba's dictionary lacks (words.txt)."""
    return _read_words("words.txt")


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    import jieba  # type: ignore[import-untyped, unused-ignore]

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return frequencies, total


class Segmenter:
    """Splits cleaned text into words; user words stay whole. The same text always gives the same words."""

    def __init__(self, lexicon: Lexicon) -> None:
        import jieba

        frequencies, total = _dictionary()
        self._tokenizer = jieba.Tokenizer()
        # A copy of the dictionary read once, instead of initialize(): that would write a cache into a shared folder.
        self._tokenizer.FREQ, self._tokenizer.total = dict(frequencies), total
        self._tokenizer.initialized = True
        for word in sorted({word.strip() for word in (*common_words(), *lexicon.words)}):
            if len(word) >= _MIN_USER_WORD:
                self._tokenizer.add_word(word)

    def words(self, text: str, *, guess_unknown: bool = True) -> list[str]:
        """All words in order, Latin letters in lower case, white space dropped.

        `guess_unknown`: join characters of unknown words as jieba's hidden Markov model guesses (slower).
        """
        pieces: Iterator[str] = self._tokenizer.cut(text.lower(), HMM=guess_unknown)
        return [piece for piece in pieces if not piece.isspace()]


@lru_cache(maxsize=4)
def segmenter(lexicon: Lexicon) -> Segmenter:
    """The segmenter of a lexicon, built once (half a second for the first, a tenth for the next)."""
    return Segmenter(lexicon)
