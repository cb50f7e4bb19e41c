"""The pieces of a text that spoke most for its label."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.engine import SENTIMENT_LABELS
from nlp.hashed.ngrams import codes, hashes
from nlp.hashed.pieces import WINDOW, joined, windows
from nlp.sentiment._weights import Weights
from nlp.text.segment import word_kinds
from records import Span

Floats = NDArray[np.float64]

LONGEST = 6
"""Characters a piece grows to at most, before neighbours are joined."""
PIECES = 3
"""Pieces shown at most."""
_SHARE = 0.4
"""A further piece must weigh at least this share of the first."""
_GROWTH = 0.15
"""A character is added to a piece when it adds at least this share of the piece's weight."""

_EDGES = frozenset(" \t\r\n\u3000,.;:!?~，。；：！？～、…“”‘’")
_SIGNS = {"negative": (-1.0, -1.0, 0.0, 0.3), "neutral": (0.0, 0.0, 0.0, -1.0), "positive": (1.0, 1.0, 0.0, 0.3)}
"""What each head's weights say for a label, in the order of HEADS."""


def spans(texts: Sequence[str], weights: Weights, label_index: NDArray[np.int8]) -> list[tuple[Span, ...]]:
    """Up to PIECES disjoint pieces of each text that spoke for its label, in reading order.

    A piece's weight is the sum of the weights of the n-grams inside it, of both polarity heads or the opinion head.
    """
    batch = codes(texts, weights.fold)
    signs = np.array([_SIGNS[label] for label in SENTIMENT_LABELS])[label_index]
    owner = np.repeat(np.arange(len(texts)), batch.gram_counts)
    support = [np.zeros(len(owner)) for _ in range(3)]
    grams = hashes(batch)
    for head in np.flatnonzero(signs.any(axis=0)).tolist():
        factor = signs[owner, head] * weights.scales[head]
        for size, gram in enumerate(grams):
            support[size] += factor * weights.tables[head].take(gram)
    sums = windows(*support)
    begins = batch.starts + 2
    return [
        _best(sums[begin : begin + length], [part[begin : begin + length] for part in support], text)
        for begin, length, text in zip(begins.tolist(), batch.lengths.tolist(), texts, strict=True)
    ]


def _best(sums: Floats, support: Sequence[Floats], text: str) -> tuple[Span, ...]:
    places = sums[: max(1, len(text) - WINDOW + 1)].copy()
    pieces: list[tuple[int, int]] = []
    least = 0.0
    while len(pieces) < PIECES and places.size:
        at = int(places.argmax())
        if places[at] <= least:
            break
        least = least or float(places[at]) * _SHARE
        start, end = _grown(text, at, min(at + WINDOW, len(text)), float(places[at]), support)
        pieces.append((start, end))
        places[max(0, start - WINDOW + 1) : end] = -np.inf
    trimmed = (_in_whole_words(text, *_trimmed(text, start, end)) for start, end in joined(sorted(pieces)))
    return tuple(Span(start=start, end=end) for start, end in trimmed if end > start)


def _grown(text: str, start: int, end: int, weight: float, support: Sequence[Floats]) -> tuple[int, int]:
    """The piece with those neighbours of its clause that add to it."""
    one, two, three = support
    while end - start >= WINDOW and end - start < LONGEST:
        is_first, is_last = start == 0 or text[start - 1] in _EDGES, end >= len(one) or text[end] in _EDGES
        before = -np.inf if is_first else one[start - 1] + two[start - 1] + three[start - 1]
        after = -np.inf if is_last else one[end] + two[end - 1] + three[end - 2]
        if max(before, after) < _GROWTH * weight:
            break
        start, end = (start - 1, end) if before > after else (start, end + 1)
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the blanks and punctuation around a piece; emoji and brackets stay."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _in_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The piece without the tail of a word before it (杯|子太难) and with the rest of its last word (太难|看)."""
    words = word_kinds()
    if end - start > 2 and start and text[start - 1 : start + 1] in words and text[start : start + 2] not in words:
        start += 1
    if end - start > 1 and text[end - 1 : end + 1] in words and text[end - 2 : end] not in words:
        end = min(end + 1, len(text))
    return start, end
