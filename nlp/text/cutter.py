"""The words that `jieba.cut` gives, at the speed of its Rust port.

rjieba (jieba-rs) finds the same likeliest words of the dictionary. Where jieba's hidden Markov model then guesses words
among the characters left single, rjieba differs in three things: ASCII (it keeps `3-4` and `a.b` whole), Chinese
characters beyond the common block (jieba sets them apart), and guesses that are equally likely (赞赞 + 赞赞赞). Texts
with any of these take only the dictionary's words from it, and jieba's own model guesses. Words of the dictionary that
are equally likely (好好 + 好) are chosen here.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import rjieba

from nlp.engine import by_size
from nlp.text.dictionary import begins_word, dictionary
from nlp.text.paths import likeliest
from nlp.text.risks import are_risky, are_tied

_LOOKED_UP = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+")
"""The characters jieba looks up in its dictionary; every other one stands alone, so that no word can hold it."""
_LOOKED_UP_MARKS = frozenset("+#&._%-")
_BLOCK = re.compile(f"({_LOOKED_UP.pattern})")
_THRICE = re.compile(r"([\u4E00-\u9FD5])\1\1")
_CHINESE = re.compile(r"[\u4E00-\u9FD5]+")
_SURROGATES = re.compile("([\ud800-\udfff])")
_UNMATCHED = "\ue000"
"""A word that no text is looked up for: it carries counts that jieba adds to its total."""
_CHUNK = 1 << 16
"""Characters screened at a time."""


@lru_cache(maxsize=1 << 14)
def _guessed(characters: str) -> tuple[str, ...]:
    """The words that jieba's hidden Markov model makes of characters which the dictionary leaves single."""
    from jieba import finalseg

    return tuple(finalseg.cut(characters))


def _is_ascii_left(word: str, known: set[str]) -> bool:
    """Whether ASCII is looked up, and in no list; letters and digits that follow one another come joined."""
    return word not in known and (word.isalnum() or word in _LOOKED_UP_MARKS)


class Cutter:
    """jieba with its own dictionary and a list of user words; the same text always gives the same words."""

    def __init__(self) -> None:
        self._rust = rjieba.Jieba()
        self.added: dict[str, int] = {}
        """User words with the counts they were given."""
        self._total = dictionary().total
        self._counted_twice = 0
        self._ascii_words = set(filter(str.isascii, dictionary().counts))
        self._beginnings: set[str] = set()
        self._longest = max(map(len, dictionary().counts))

    @property
    def total(self) -> int:
        """Sum of all counts, as jieba keeps it: a word that is added again counts again."""
        return self._total

    def add(self, word: str, count: int | None = None) -> int | None:
        """Adds a user word and returns its count; None for what jieba could never find in a text (`L'Oréal`).

        Without a count it gets the least one that makes it likelier than the words it would be split into.
        """
        if not _LOOKED_UP.fullmatch(word):
            return None
        known = self._count(word)
        given = self._likely_count(word) if count is None else count
        if word in self.added or word in dictionary().counts:
            self._counted_twice += known
            self._rust.add_word(_UNMATCHED, self._counted_twice, None)
        self._rust.add_word(word, given, "nz")
        self.added[word] = given
        self._total += given
        self._longest = max(self._longest, len(word))
        self._beginnings.update(word[:end] for end in range(1, len(word)))
        if word.isascii():
            self._ascii_words.add(word)
        return given

    def cut(self, text: str, *, has_hmm: bool) -> list[str]:
        """The words of `jieba.cut(text, HMM=has_hmm)`: joined, they are the text. The model guesses unknown words."""
        return self.cut_of([text], has_hmm=has_hmm)[0]

    def cut_of(self, texts: Sequence[str], *, has_hmm: bool) -> list[list[str]]:
        """The words of each text."""
        words: list[list[str]] = []
        rust, another = self._rust.cut, self._as_jieba if has_hmm else self._likeliest
        screen = are_risky if has_hmm else are_tied
        for part in by_size(texts, _CHUNK):
            chunk = texts[part]
            risky = screen(chunk)
            try:
                words += [another(t) if risk else rust(t, has_hmm) for t, risk in zip(chunk, risky, strict=True)]
            except UnicodeEncodeError:
                words += [another(text) for text in chunk]
        return words

    def _likeliest(self, text: str) -> list[str]:
        """The likeliest words of the dictionary; what the port cannot take, or may weigh otherwise, is cut here."""
        words: list[str] = []
        for at, piece in enumerate(_SURROGATES.split(text)):
            if at % 2:
                words.append(piece)
            elif _THRICE.search(piece) is None:
                words += self._rust.cut(piece, False)
            else:
                words += [word for block in _BLOCK.split(piece) for word in self._untied(block)]
        return words

    def _untied(self, block: str) -> list[str]:
        if _LOOKED_UP.match(block) and _THRICE.search(block):
            return likeliest(block, self._count, self._total, self._longest)
        return self._rust.cut(block, False)

    def _as_jieba(self, text: str) -> list[str]:
        """What the dictionary leaves single is joined, and the model guesses its words."""
        found: list[str] = []
        pending, known = "", self._ascii_words
        for word in self._likeliest(text):
            if _is_ascii_left(word, known) if word.isascii() else len(word) == 1 and "\u4e00" <= word <= "\u9fd5":
                pending += word
                continue
            if pending:
                found += self._guess(pending)
                pending = ""
            found.append(word)
        return found + [*self._guess(pending)] if pending else found

    def _guess(self, pending: str) -> Iterable[str]:
        """What is a word, but lost to its characters, stays split. Cuts tie only if a character comes twice."""
        if len(pending) == 1 or self._count(pending):
            return pending
        is_safe = len(set(pending)) == len(pending) and _CHINESE.fullmatch(pending)
        return self._rust.cut(pending) if is_safe else _guessed(pending)

    def _likely_count(self, word: str) -> int:
        """jieba's `suggest_freq`."""
        share = 1.0
        for part in self.cut(word, has_hmm=False):
            share *= self._count(part, absent=0 if self._begins(part) else 1) / float(self._total)
        return max(int(share * self._total) + 1, self._count(word, absent=0 if self._begins(word) else 1))

    def _count(self, word: str, absent: int = 0) -> int:
        return self.added.get(word, dictionary().counts.get(word, absent))

    def _begins(self, text: str) -> bool:
        return text in self._beginnings or begins_word(text)
