"""Counting all short strings of many texts at once: levels of n-grams over one array of symbols.

A symbol is a Chinese character or a run of Latin letters and digits; everything else is a break that no n-gram
crosses. Level n is made of the n-grams whose first n-1 symbols are frequent (Agrawal and Srikant 1994).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BREAK = 0
"""The symbol between what were no neighbours."""
_SYMBOL = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+|[^\u3400-\u9fffa-z0-9]+")
_SPOKEN = re.compile(r"[\u3400-\u9fffa-z0-9]")


@dataclass(frozen=True, slots=True)
class Symbols:
    """Texts as one array."""

    names: tuple[str, ...]
    """What each symbol stands for; the first is the break, an empty string."""
    codes: Ints
    """The symbol at each position; texts follow one another, a break before and behind each."""
    texts: Ints
    """The text that each position is of."""

    def string(self, start: int, length: int) -> str:
        """The symbols from a position on, joined."""
        return "".join(self.names[code] for code in self.codes[start : start + length])

    def clause(self, start: int, length: int) -> tuple[str, int]:
        """What stands between the breaks around a string, and where the string begins in it (in characters)."""
        before, after = start, start + length
        while before > 0 and self.codes[before - 1] != BREAK and start - before < _CONTEXT:
            before -= 1
        while self.codes[after] != BREAK and after - start - length < _CONTEXT:
            after += 1
        return self.string(before, after - before), len(self.string(before, start - before))


_CONTEXT = 10
"""Symbols of context on either side of an example."""


@dataclass(frozen=True, slots=True)
class Level:
    """The frequent n-grams of one length."""

    length: int
    counts: Ints
    """(k,) occurrences of each n-gram."""
    places: Ints
    """(k,) one position where it begins."""
    ids: Ints
    """(positions,) number of the n-gram that begins there, -1 where none does."""


def symbols_of(texts: Sequence[str]) -> Symbols:
    """The symbols of texts that are lower case and half width."""
    known: dict[str, int] = {"": BREAK}
    codes, sizes = [BREAK], []
    for text in texts:
        begin = len(codes)
        for piece in _SYMBOL.findall(text):
            codes.append(known.setdefault(piece, len(known)) if _SPOKEN.match(piece) else BREAK)
        codes.append(BREAK)
        sizes.append(len(codes) - begin)
    owners = np.concatenate([[0], np.repeat(np.arange(len(texts)), sizes)]).astype(np.int64)
    return Symbols(tuple(known), np.array(codes, np.int64), owners)


def levels_of(symbols: Symbols, *, longest: int, min_count: int) -> list[Level]:
    """The n-grams of 1, 2, ... `longest` symbols that occur at least `min_count` times."""
    spoken = np.flatnonzero(symbols.codes != BREAK)
    levels = [_level(1, symbols.codes[spoken], spoken, len(symbols.codes), min_count)]
    while len(levels) < longest and len(levels[-1].counts):
        last = levels[-1]
        begins = np.flatnonzero(last.ids >= 0)
        ends = begins + last.length
        begins = begins[(symbols.codes[ends] != BREAK) & (levels[0].ids[ends] >= 0)]
        keys = last.ids[begins] * len(symbols.names) + symbols.codes[begins + last.length]
        levels.append(_level(last.length + 1, keys, begins, len(symbols.codes), min_count))
    return levels


def _level(length: int, keys: Ints, begins: Ints, size: int, min_count: int) -> Level:
    _, firsts, numbers, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    is_frequent = counts >= min_count
    renumbered = np.where(is_frequent, np.cumsum(is_frequent) - 1, -1)
    ids = np.full(size, -1, np.int64)
    ids[begins] = renumbered[numbers]
    return Level(length, counts[is_frequent], begins[firsts[is_frequent]], ids)


def cohesions(levels: Sequence[Level], level: Level, total: int) -> Floats:
    """(k,) pointwise mutual information of the loosest cut of each n-gram, in nats; `total` symbols in all."""
    loosest = np.full(len(level.counts), np.inf)
    for cut in range(1, level.length):
        left, right = levels[cut - 1], levels[level.length - cut - 1]
        lefts = left.counts[left.ids[level.places]]
        rights = right.counts[right.ids[level.places + cut]]
        loosest = np.minimum(loosest, np.log(level.counts * float(total)) - np.log(lefts * 1.0) - np.log(rights * 1.0))
    return loosest


def entropies(symbols: Symbols, level: Level) -> tuple[Floats, Floats]:
    """Entropies, in nats, of what stands before and behind each n-gram; each break is a neighbour of its own kind."""
    begins = np.flatnonzero(level.ids >= 0)
    owners = level.ids[begins]
    before = _entropy(owners, symbols.codes[begins - 1], level.counts, len(symbols.names))
    return before, _entropy(owners, symbols.codes[begins + level.length], level.counts, len(symbols.names))


def _entropy(owners: Ints, neighbours: Ints, counts: Ints, symbol_count: int) -> Floats:
    pairs, held = np.unique(owners * symbol_count + neighbours, return_counts=True)
    whose, which = np.divmod(pairs, symbol_count)
    shares = held / counts[whose]
    parts = shares * np.where(which == BREAK, np.log(counts[whose]), -np.log(shares))
    entropy: Floats = np.bincount(whose, weights=parts, minlength=len(counts)).astype(np.float64)
    return entropy


def text_counts(symbols: Symbols, level: Level) -> Ints:
    """(k,) how many different texts hold each n-gram."""
    begins = np.flatnonzero(level.ids >= 0)
    pairs = np.unique(level.ids[begins] * (int(symbols.texts[-1]) + 1) + symbols.texts[begins])
    return np.bincount(pairs // (int(symbols.texts[-1]) + 1), minlength=len(level.counts)).astype(np.int64)
