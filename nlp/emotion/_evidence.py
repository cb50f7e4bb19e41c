"""The pieces of a text that spoke most for its label."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.emotion._weights import LABELS, Weights
from nlp.hashed.ngrams import codes, hashes
from nlp.hashed.pieces import WINDOW, joined, windows
from records import Span

Margins = NDArray[np.float32]

PIECES = 3
"""Pieces shown at most."""
_SHARE = 0.4
"""A further piece must weigh at least this share of the first."""
_BLANK = frozenset(" \t\r\n\u3000,.;:~，。；：～、“”‘’")


def margins(weights: Weights) -> Margins:
    """(2**BITS * classes,) by n-gram and class: how much more it speaks for the class than for all on average."""
    heads = weights.tables * weights.scales.astype(np.float32)
    result: Margins = (heads - heads.mean(axis=1, keepdims=True)).ravel()
    return result


def spans(
    texts: Sequence[str], fold: NDArray[np.uint16], speaks: Margins, label_index: NDArray[np.int8]
) -> list[tuple[Span, ...]]:
    """Up to PIECES pieces of each text that spoke for its label, in reading order.

    `speaks` are the `margins` of the weights; a piece's weight is the sum over the n-grams inside it.
    """
    batch = codes(texts, fold)
    label = np.repeat(label_index.astype(np.uint32), batch.gram_counts)
    one, two, three = (speaks.take(gram * np.uint32(len(LABELS)) + label) for gram in hashes(batch))
    sums = windows(one, two, three)
    begins = batch.starts + 2
    return [
        _best(sums[begin : begin + length], text)
        for begin, length, text in zip(begins.tolist(), batch.lengths.tolist(), texts, strict=True)
    ]


def _best(sums: Margins, text: str) -> tuple[Span, ...]:
    places = sums[: max(1, len(text) - WINDOW + 1)].copy()
    pieces: list[tuple[int, int]] = []
    least = 0.0
    while len(pieces) < PIECES and places.size:
        at = int(places.argmax())
        if places[at] <= least:
            break
        least = least or float(places[at]) * _SHARE
        pieces.append((at, min(at + WINDOW, len(text))))
        places[max(0, at - WINDOW + 1) : at + WINDOW] = -np.inf
    trimmed = (_trimmed(text, start, end) for start, end in joined(sorted(pieces)))
    return tuple(Span(start=start, end=end) for start, end in trimmed if end > start)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return start, end
