"""Many plain words found in folded text at once: for hundreds of words, dictionary look-ups beat one alternation."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.entities.terms import term_key, term_regex

_LONG = 1_000
"""Characters from which on the places of words are narrowed down in numpy."""
_SLOTS = 1 << 18
"""Slots of the table of character pairs that begin a word; pairs that share a slot are looked up in vain."""


class Found(NamedTuple):
    """A word where it stands."""

    word: str
    """Its key (terms.term_key)."""
    start: int
    end: int


class WordList:
    """A compiled set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Latin words must not run on into further letters (terms.term_regex); Chinese ones stand as they are."""
        keys = dict.fromkeys(term_key(word) for word in words)
        self._latin = _alternation([key for key in keys if key.isascii()])
        self._singles = frozenset(key for key in keys if len(key) == 1 and not key.isascii())
        self._longer: dict[str, list[str]] = defaultdict(list)
        for key in sorted(keys, key=len, reverse=True):
            if len(key) > 1 and not key.isascii():
                self._longer[key[:2]].append(key)
        self._begins = np.zeros(_SLOTS, np.bool_)
        self._begins[_slots("".join(self._longer))[::2]] = True

    def find(self, folded: str, start: int, end: int) -> list[Found]:
        """The words within [start, end): the longest at each place, longer ones from left to right without overlap.

        Words of two characters and more come first, then single characters, then Latin words, each in order.
        """
        taken, found = start, []
        for at in self._places(folded, start, end):
            if at >= taken:
                for word in self._longer[folded[at : at + 2]]:
                    if folded.startswith(word, at, end):
                        taken = at + len(word)
                        found.append(Found(word, at, taken))
                        break
        for character in self._singles.intersection(folded[start:end]):
            at = folded.find(character, start, end)
            while at >= 0:
                found.append(Found(character, at, at + 1))
                at = folded.find(character, at + 1, end)
        for match in self._latin.finditer(folded, start, end):
            found.append(Found("".join(match.group().split()), *match.span()))
        return found

    def _places(self, folded: str, start: int, end: int) -> list[int]:
        """Where a word may begin."""
        places: Iterable[int] = range(start, end - 1)
        if end - start >= _LONG:
            places = (np.flatnonzero(self._begins.take(_slots(folded[start:end]))) + start).tolist()
        return [at for at in places if folded[at : at + 2] in self._longer]


def _alternation(words: list[str]) -> re.Pattern[str]:
    """One pattern for the words, the longest first, behind a look-ahead that skips quickly."""
    if not words:
        return re.compile(r"(?!)")
    first = "".join(re.escape(character) for character in sorted({word[0] for word in words}))
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(f"(?=[{first}])(?:{'|'.join(map(term_regex, ordered))})")


def _slots(text: str) -> NDArray[np.uint32]:
    """(characters - 1,) slot of each pair of neighbouring characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    slots: NDArray[np.uint32] = (codes[:-1] * np.uint32(2_654_435_761) + codes[1:] * np.uint32(40_503)) >> np.uint32(7)
    return slots & np.uint32(_SLOTS - 1)
