"""The pieces of a text that spoke most for its label."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.engine import SENTIMENT_LABELS
from nlp.sentiment._ngrams import codes, hashes
from nlp.sentiment._weights import HEADS, Weights
from records import Span

WINDOW = 4
"""Characters of a piece before neighbours are joined: most Chinese judgements fit (不好用, 真的香, 太失望了)."""
PIECES = 3
"""Pieces shown at most."""
_SHARE = 0.4
"""A further piece must weigh at least this share of the first."""

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
    for head in range(len(HEADS)):
        factor = signs[owner, head] * weights.scales[head]
        for size, gram in enumerate(hashes(batch.values)):
            support[size] += factor * weights.tables[head].take(gram[: len(owner)])
    windows = _windows(*support)
    begins = batch.starts + 2
    return [
        _best(windows[begin : begin + length], text)
        for begin, length, text in zip(begins.tolist(), batch.lengths.tolist(), texts, strict=True)
    ]


def _windows(one: NDArray[np.float64], two: NDArray[np.float64], three: NDArray[np.float64]) -> NDArray[np.float64]:
    """Support of all n-grams that lie inside the WINDOW characters from each place on."""
    result = np.zeros(len(one))
    for size, support in enumerate((one, two, three)):
        for shift in range(WINDOW - size):
            result[: len(result) - shift] += support[shift:]
    return result


def _best(windows: NDArray[np.float64], text: str) -> tuple[Span, ...]:
    places = windows[: max(1, len(text) - WINDOW + 1)].copy()
    pieces: list[tuple[int, int]] = []
    least = 0.0
    while len(pieces) < PIECES and places.size:
        at = int(places.argmax())
        if places[at] <= least:
            break
        least = least or float(places[at]) * _SHARE
        pieces.append((at, min(at + WINDOW, len(text))))
        places[max(0, at - WINDOW + 1) : at + WINDOW] = -np.inf
    trimmed = (_trimmed(text, start, end) for start, end in _joined(sorted(pieces)))
    return tuple(Span(start=start, end=end) for start, end in trimmed if end > start)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the blanks and punctuation around a piece; emoji and brackets stay."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _joined(pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in pieces:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result
