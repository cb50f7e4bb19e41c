"""A linear-chain conditional random field over hashed character windows: which characters belong to what.

Lafferty, McCallum and Pereira (2001). A tag's score at a character is the sum of its weights over the n-grams of one to
four characters around it, each hashed together with where it stands, and over how far it is from the marks before and
after it; neighbouring tags add a transition.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.ngrams import Codes, codes

BITS = 19
"""2**BITS rows of weights."""
WINDOW = (
    *((at,) for at in range(-3, 4)),
    *((at, at + 1) for at in range(-3, 3)),
    (-1, 1),
    *((at, at + 1, at + 2) for at in range(-3, 2)),
    (-3, -2, -1, 0),
    (0, 1, 2, 3),
)
"""Places of each n-gram's characters, relative to the character tagged."""
_SINCE, _UNTIL = 0, 1
FEATURES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    *((places, ()) for places in WINDOW),
    *(((), sides) for sides in ((_SINCE,), (_UNTIL,), (_SINCE, _UNTIL))),
    *(((at,), (side,)) for at in (-1, 0, 1) for side in (_SINCE, _UNTIL)),
    ((-1, 0), (_SINCE,)),
    ((0, 1), (_UNTIL,)),
)
"""Characters of each feature, and whether it knows how far the marks before and after are."""
FAR = 8
"""Distances from here on are one."""
_BREAKS = np.array([ord(mark) for mark in "\n\r\t ，。！？；：、,.!?;:~～…"], np.uint16)
REACH = 3
"""Farthest place looked at."""

Floats = NDArray[np.float32]
Places = NDArray[np.intp]

_MULTIPLIER = np.uint32(0x9E3779B1)
_LONGEST = 400
"""Characters decoded in one go: longer texts are cut here, so that a megabyte needs no megabyte-wide table."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights of one tagger."""

    table: NDArray[np.int8]
    """(2**BITS, tags) weights, to be multiplied by `scale`."""
    scale: float
    """Size of one step of `table`."""
    transitions: Floats
    """(tags, tags) score of a tag after another."""
    starts: Floats
    """(tags,) score of a tag at the beginning; -inf-like for one that may not begin."""

    def tags(self, texts: Sequence[str], fold: NDArray[np.uint16]) -> tuple[NDArray[np.int8], Codes]:
        """The likeliest tag of every character of the batch (Viterbi), and where each text begins among them.

        Tags are laid out as `Codes.values` without its first two pads: those of one text are `lengths` long from
        `starts` of the same name on.
        """
        batch = codes(texts, fold)
        emissions = self.emissions(batch)
        result = np.zeros(len(emissions), np.int8)
        for group in groups(*pieces(batch)):
            result[group] = best_paths(emissions[group], self.transitions, self.starts)
        return result, batch

    def emissions(self, batch: Codes) -> Floats:
        """(characters and pads, tags) scores of tags before transitions."""
        total = np.zeros((len(batch.values) - 2, self.table.shape[1]), np.int16)
        for positions in window_hashes(batch):
            total += self.table.take(positions, axis=0)
        return total * np.float32(self.scale)


def window_hashes(batch: Codes) -> list[NDArray[np.uint32]]:
    """For each feature the rows of its weights at each place of the batch (without the first two pads)."""
    length = len(batch.values) - 2
    padded = np.full(len(batch.values) + 2 * REACH, ord("\n"), np.uint32)
    padded[REACH:-REACH] = batch.values
    since, until = _to_breaks(batch.values)
    found = []
    for number, (places, sides) in enumerate(FEATURES, start=1):
        mixed = np.full(length, number * 0x85EBCA6B & 0xFFFFFFFF, np.uint32)
        for place in places:
            begin = 2 + REACH + place
            mixed = _mixed(mixed, padded[begin : begin + length])
        for side in sides:
            mixed = _mixed(mixed, (since, until)[side][2:])
        found.append((mixed * _MULTIPLIER) >> np.uint32(32 - BITS))
    return found


def _mixed(hashed: NDArray[np.uint32], value: NDArray[np.uint32]) -> NDArray[np.uint32]:
    mixed = (hashed ^ value) * _MULTIPLIER
    mixed ^= mixed >> np.uint32(15)
    return mixed


def _to_breaks(values: NDArray[np.uint16]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Characters since the last mark or pad, and until the next, at most FAR."""
    places = np.arange(len(values))
    is_break = np.isin(values, _BREAKS)
    last = np.maximum.accumulate(np.where(is_break, places, -FAR))
    following = np.minimum.accumulate(np.where(is_break, places, len(values) + FAR)[::-1])[::-1]
    return np.minimum(places - last, FAR).astype(np.uint32), np.minimum(following - places, FAR).astype(np.uint32)


def pieces(batch: Codes) -> tuple[Places, Places]:
    """Where decoding begins, and how many characters it goes on: texts, the long ones in pieces."""
    counts = -(-batch.lengths // _LONGEST)
    owner = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    lengths = np.minimum(batch.lengths[owner] - number * _LONGEST, _LONGEST)
    return batch.starts[owner] + number * _LONGEST, lengths


def groups(begins: Places, lengths: Places, size: int = 512) -> list[Places]:
    """Index arrays (pieces, characters) of pieces of equal length, at most `size` each."""
    order = np.argsort(lengths, kind="stable")
    cuts = np.flatnonzero(np.diff(lengths[order])) + 1
    result = []
    for same in np.split(order, cuts):
        for at in range(0, len(same), size):
            part = same[at : at + size]
            if len(part):
                result.append(begins[part][:, None] + np.arange(lengths[part[0]]))
    return result


def best_paths(emissions: Floats, transitions: Floats, starts: Floats) -> NDArray[np.int8]:
    """(pieces, characters) the likeliest tags of pieces of one length; emissions are (pieces, characters, tags)."""
    count, length, _ = emissions.shape
    score = emissions[:, 0] + starts
    back = np.zeros(emissions.shape, np.int8)
    for at in range(1, length):
        routes = score[:, :, None] + transitions
        back[:, at] = routes.argmax(axis=1)
        score = routes.max(axis=1) + emissions[:, at]
    path = np.zeros((count, length), np.int8)
    path[:, -1] = score.argmax(axis=1)
    rows = np.arange(count)
    for at in range(length - 1, 0, -1):
        path[:, at - 1] = back[rows, at, path[:, at]]
    return path
