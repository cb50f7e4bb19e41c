"""The default engine: hashed character n-grams, two polarity heads mixed by a gate, one opinion head; numpy alone.

score of a head = bias + scale * (sum of its weights over the text's n-grams) / sqrt(number of n-grams)
each head's score becomes a calibrated log-odds: slope * score + offset
g = P(social post);  P(pos | opinion) = sigmoid((1 - g) * review + g * social);  P(neutral) = 1 - sigmoid(opinion)
p_pos = (1 - P(neutral)) * P(pos | opinion), p_neg likewise: neutrality and polarity are learned from different data.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.engine import SENTIMENT_LABELS, Engine, Verdicts, by_size
from nlp.hashed.ngrams import SIZES, Codes, codes, hashes
from nlp.sentiment import _domain, _weights
from nlp.sentiment._evidence import spans
from nlp.sentiment._weights import HEADS, Weights
from records import Span
from records.ids import version_of

ABSTAIN_BELOW = 0.6
"""The engine abstains when no class reaches this calibrated probability, and where nothing in the text is Chinese or
emoji: its label is then a guess."""

OUT_OF_DOMAIN_ABOVE = 0.95
"""A text whose `out_of_domain` exceeds this is flagged: by construction 5% of texts of the trained-on domains are."""

_RULES = "2"
"""Raised when this file computes something else from the same weights."""
_CHUNK_CHARACTERS = 1 << 15
_UNDECIDED = np.float32(1 / len(SENTIMENT_LABELS))
"""Probability of each class of a blank text."""
_LATIN = np.zeros(1 << 16, np.int8)
_LATIN[ord("a") : ord("z") + 1] = 1
"""1 for a Latin letter; folded codes are lower case."""
_REVIEW, _SOCIAL, _IS_SOCIAL, _OPINION = range(len(HEADS))


class LinearSentiment:
    """The engine over given weights."""

    name = "linear"
    labels = SENTIMENT_LABELS

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.version = version_of(weights.version, _RULES, str(ABSTAIN_BELOW))

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read."""
        scores = np.zeros((len(HEADS), len(texts)))
        is_readable = np.zeros(len(texts), np.bool_)
        for part in by_size(texts, _CHUNK_CHARACTERS):
            scores[:, part], is_readable[part] = self._score(texts[part])
        probabilities = self._probabilities(scores)
        blank = [at for at in np.flatnonzero(~is_readable).tolist() if not texts[at].strip()]
        probabilities[blank] = _UNDECIDED
        verdicts = Verdicts.of(self.labels, probabilities, ~is_readable | (probabilities.max(axis=1) < ABSTAIN_BELOW))
        verdicts.label_index[blank] = self.labels.index("neutral")
        return verdicts

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Up to three pieces that spoke most for each label; none in a blank text."""
        verdicts = self.read(texts)
        found: list[tuple[Span, ...]] = [()] * len(texts)
        judged = np.flatnonzero(verdicts.probabilities.max(axis=1) > _UNDECIDED).tolist()
        readable = [texts[at] for at in judged]
        for part in by_size(readable, _CHUNK_CHARACTERS):
            places = judged[part]
            for at, pieces in zip(
                places, spans(readable[part], self._weights, verdicts.label_index[places]), strict=True
            ):
                found[at] = pieces
        return found

    def social_probability(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(n,) how likely each text is a social post rather than a review: the gate between the polarity heads."""
        parts = [self._score(texts[part])[0][_IS_SOCIAL] for part in by_size(texts, _CHUNK_CHARACTERS)]
        score = np.concatenate([np.zeros(0), *parts])
        return _sigmoid(score * self._weights.slopes[_IS_SOCIAL] + self._weights.offsets[_IS_SOCIAL])

    def out_of_domain(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n,) in [0, 1], how strange each text is to the training data; see OUT_OF_DOMAIN_ABOVE for the flag.

        The share of held-back texts of the trained-on domains, of like length, whose n-grams are less rare on average.
        1 for a text without Chinese characters and emoji, or with more Latin letters than of those (English, code).
        """
        result = np.ones(len(texts), np.float32)
        for part in by_size(texts, _CHUNK_CHARACTERS):
            batch = codes(texts[part], self._weights.fold)
            found = _domain.strangeness(batch, self._weights.surprise, self._weights.usual)
            letters = np.add.reduceat(_LATIN.take(batch.values), batch.starts, dtype=np.int32)
            result[part] = np.where(self._chinese_count(batch) > letters, found, 1)
        return result

    def _chinese_count(self, batch: Codes) -> NDArray[np.int32]:
        """(n,) Chinese characters and emoji, less kana."""
        counts: NDArray[np.int32] = np.add.reduceat(
            self._weights.kinds.take(batch.values), batch.starts, dtype=np.int32
        )
        return counts

    def _score(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """(heads, n) scores before calibration, and (n,) whether the text is Chinese or has emoji."""
        weights = self._weights
        batch = codes(texts, weights.fold)
        grams = hashes(batch)
        roots = np.sqrt(SIZES * batch.gram_counts)
        scores = np.empty((len(HEADS), len(texts)))
        for head, table in enumerate(weights.tables):
            total = table.take(grams[0]).astype(np.int16)
            total += table.take(grams[1])
            total += table.take(grams[2])
            sums = np.add.reduceat(total, batch.starts, dtype=np.int32)
            scores[head] = sums * weights.scales[head] / roots + weights.biases[head]
        return scores, self._chinese_count(batch) > 0

    def _probabilities(self, scores: NDArray[np.float64]) -> NDArray[np.float32]:
        """(n, 3) from the heads' scores."""
        logits = scores * self._weights.slopes[:, None] + self._weights.offsets[:, None]
        gate = _sigmoid(logits[_IS_SOCIAL])
        positive = _sigmoid((1 - gate) * logits[_REVIEW] + gate * logits[_SOCIAL])
        opinion = _sigmoid(logits[_OPINION])
        return np.stack([opinion * (1 - positive), 1 - opinion, opinion * positive], axis=1).astype(np.float32)


def _sigmoid(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
    return result


@cache
def _loaded(folder: Path) -> LinearSentiment:
    return LinearSentiment(_weights.load(folder))


def load(model: str | None = None) -> Engine:
    """The engine with the committed weights, or with those in the folder `model`. Raises DamagedArtefact."""
    return _loaded(Path(model) if model else _weights.FOLDER)
