"""The default engine: hashed character n-grams, one head a class; numpy alone.

logit of a class = bias + scale * (sum of its weights over the text's n-grams) / sqrt(number of n-grams)
probabilities = softmax of the logits, calibrated on texts not trained on; the label is the class with the greatest
log-probability plus offset. The offsets let rare feelings be named: without them a text is called fear or surprise
only when it is more likely so than anything else, and most of them are missed.
"""

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.emotion import _weights
from nlp.emotion._evidence import margins, spans
from nlp.emotion._weights import LABELS, Weights
from nlp.engine import Engine, Verdicts, by_size
from nlp.hashed.ngrams import SIZES, codes, hashes
from records import Span
from records.ids import version_of

ABSTAIN_BELOW = 0.4
"""The engine abstains when its label has less than this calibrated probability, and where nothing in the text is
Chinese or emoji: its label is then a guess."""

_RULES = "1"
"""Raised when this file computes something else from the same weights."""
_CHUNK_CHARACTERS = 1 << 15
_UNDECIDED = np.float32(1 / len(LABELS))
"""Probability of each class of a blank text."""


class LinearEmotion:
    """The engine over given weights."""

    name = "linear"
    labels = LABELS

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.version = version_of(weights.version, _RULES, str(ABSTAIN_BELOW))

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read. `label_index` is not always the most probable class: see `offsets` of the weights."""
        logits = np.zeros((len(texts), len(LABELS)))
        is_readable = np.zeros(len(texts), np.bool_)
        for part in by_size(texts, _CHUNK_CHARACTERS):
            logits[part], is_readable[part] = self._score(texts[part])
        chosen = (logits + self._weights.offsets).argmax(axis=1).astype(np.int8)
        probabilities = _softmax(logits)
        blank = [at for at in np.flatnonzero(~is_readable).tolist() if not texts[at].strip()]
        probabilities[blank] = _UNDECIDED
        chosen[blank] = LABELS.index("neutral")
        confidence = np.take_along_axis(probabilities, chosen[:, None].astype(np.intp), axis=1)[:, 0]
        return Verdicts(self.labels, probabilities, chosen, ~is_readable | (confidence < ABSTAIN_BELOW))

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Up to three pieces that spoke most for each label; none in a blank text."""
        chosen = self.read(texts).label_index
        found: list[tuple[Span, ...]] = []
        for part in by_size(texts, _CHUNK_CHARACTERS):
            found += spans(texts[part], self._weights.fold, self._margins, chosen[part])
        return found

    @cached_property
    def _margins(self) -> NDArray[np.float32]:
        return margins(self._weights)

    def _score(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """(n, classes) logits, and (n,) whether the text is Chinese or has emoji."""
        weights = self._weights
        batch = codes(texts, weights.fold)
        one, two, three = hashes(batch)
        total = weights.tables.take(one, axis=0).astype(np.int16)
        total += weights.tables.take(two, axis=0)
        total += weights.tables.take(three, axis=0)
        sums = np.add.reduceat(total, batch.starts, axis=0, dtype=np.int32)
        roots = np.sqrt(SIZES * batch.gram_counts)
        kinds = np.add.reduceat(weights.kinds.take(batch.values), batch.starts, dtype=np.int32)
        return sums * weights.scales / roots[:, None] + weights.biases, kinds > 0


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    result: NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


@cache
def _loaded(folder: Path) -> LinearEmotion:
    return LinearEmotion(_weights.load(folder))


def load(model: str | None = None) -> Engine:
    """The engine with the committed weights, or with those in the folder `model`. Raises DamagedArtefact."""
    return _loaded(Path(model) if model else _weights.FOLDER)
