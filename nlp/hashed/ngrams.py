"""Hashed character n-grams of a batch of texts, without a loop over texts or characters.

Each text is followed by two pad characters and the batch begins with two, so no n-gram of at most three characters
ever joins two texts, and those that touch a pad say "begins with" and "ends with".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS = 19
"""Size of the hash space: 2**BITS weights a head."""
SIZES = 3
"""n-grams of one, two and three characters."""

ECHO = 16
"""Places within which a repeated n-gram counts once."""

Hashes = NDArray[np.uint32]

_PAD = "\n\n"
_SHIFT = np.uint32(32 - BITS)
_MIX = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35))
"""Odd multipliers of Knuth's and MurmurHash3's finalizers; arithmetic is modulo 2**32."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The folded characters of a batch, padded."""

    values: NDArray[np.uint16]
    """Character codes modulo 2**16 (emoji fall into the private-use area), folded by the model's table."""
    starts: NDArray[np.intp]
    """(n,) where each text's n-grams begin in the arrays of `hashes`."""
    lengths: NDArray[np.intp]
    """(n,) characters of each text."""

    @property
    def gram_counts(self) -> NDArray[np.intp]:
        """(n,) n-grams of each size that belong to each text: one a character, and two that begin in the pad."""
        return self.lengths + len(_PAD)


def codes(texts: Sequence[str], fold: NDArray[np.uint16]) -> Codes:
    """The codes of at least one text. Lone surrogates count as characters."""
    lengths = np.fromiter(map(len, texts), np.intp, len(texts))
    joined = _PAD + _PAD.join(texts) + _PAD
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint16)[::2]
    starts = np.zeros(len(texts), np.intp)
    np.cumsum(lengths[:-1] + len(_PAD), out=starts[1:])
    return Codes(fold.take(raw), starts, lengths)


def hashes(batch: Codes) -> tuple[Hashes, Hashes, Hashes]:
    """Positions in a head's weights of the n-grams of one, two and three characters that begin at each place.

    The n-grams of one text are those from its start on, as many as `gram_counts` says. One that occurred in the same
    text within ECHO places before is at position 0, which weighs nothing: [允悲][允悲][允悲] says no more than [允悲].
    """
    length = len(batch.values) - SIZES + 1
    first, second, third = (batch.values[at : length + at].astype(np.uint32) for at in range(SIZES))
    one = first * _MIX[0]
    two = (one ^ second) * _MIX[1]
    three = ((two ^ (two >> np.uint32(15))) ^ third) * _MIX[2]
    owner = np.repeat(np.arange(len(batch.starts), dtype=np.uint32) << np.uint32(BITS), batch.gram_counts)
    return _once(one >> _SHIFT, owner), _once(two >> _SHIFT, owner), _once(three >> _SHIFT, owner)


def _once(positions: Hashes, owner: Hashes) -> Hashes:
    """Positions with echoes at 0. Texts nearer than ECHO places differ in the low bits of `owner`, so none mix."""
    keys = owner | positions
    is_first = np.ones(len(keys), np.bool_)
    for lag in range(1, min(ECHO, len(keys) - 1) + 1):
        is_first[lag:] &= keys[lag:] != keys[:-lag]
    return positions * is_first
