"""Aspects of industries with labelled data: hashed character n-grams; numpy alone.

P(aspect) = sigmoid(slope * detection score + offset); an aspect is found from the threshold on that was best in
cross-validation. Polarity is then read from the text, the clause that spoke most for the aspect, and a window there.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.aspects import _weights, opinions
from nlp.aspects import priors as general
from nlp.aspects.found import AspectFound
from nlp.aspects.opinions import OpinionWords
from nlp.aspects.places import Places, places
from nlp.aspects.priors import Priors
from nlp.aspects.taxonomy import Taxonomy, taxonomy
from nlp.aspects.views import prior_scores
from nlp.engine import SENTIMENT_LABELS, by_size
from nlp.hashed.heads import Floats, Grams, Heads
from records import Span
from records.ids import version_of

ABSTAIN_BELOW = 0.45
"""The engine abstains when no polarity reaches this probability."""
_RULES = "1"
"""Raised when this file computes something else from the same weights."""
_CHUNK_CHARACTERS = 1 << 15


class LinearAspects:
    """The engine of one industry over given weights."""

    name = "linear"

    def __init__(
        self, industry: Taxonomy, arrays: _weights.Arrays, version: str, priors: Priors, words: OpinionWords
    ) -> None:
        self.industry = industry.industry
        self.aspects = tuple(f"{industry.industry}.{aspect.name}" for aspect in industry.aspects)
        self._priors, self._words = priors, words
        self._detection, self._polarity = Heads.of(arrays, "detection"), Heads.of(arrays, "polarity")
        self._calibration, self._mix = arrays["calibration"], arrays["mix"]
        self._threshold = float(arrays["threshold"])
        self.version = version_of(version, priors.version, _RULES, str(ABSTAIN_BELOW))

    def read(self, texts: Sequence[str]) -> list[list[AspectFound]]:
        """See AspectEngine.read."""
        found: list[list[AspectFound]] = [[] for _ in texts]
        for part in by_size(texts, _CHUNK_CHARACTERS):
            self._read(texts[part], found[part])
        return found

    def chances(self, texts: Sequence[str]) -> Floats:
        """(n, aspects) probability that each text speaks of each aspect."""
        slope, offset = self._calibration
        scores = self._detection.scores([Grams.of(texts, self._priors.fold)]) * slope + offset
        result: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        return result

    def _read(self, texts: Sequence[str], found: list[list[AspectFound]]) -> None:
        is_found = self.chances(texts) >= self._threshold
        is_found[[at for at, text in enumerate(texts) if not text.strip()]] = False
        rows, aspects = np.nonzero(is_found)
        if not len(rows):
            return
        spoken = places([texts[row] for row in rows.tolist()], aspects, self._detection.tables[:, 0], self._priors.fold)
        chances = self._polarities(spoken, aspects)
        best = chances.argmax(axis=1)
        for case, (row, aspect) in enumerate(zip(rows.tolist(), aspects.tolist(), strict=True)):
            chance = float(chances[case, best[case]])
            start, end = spoken.clauses[case]
            found[row].append(
                AspectFound(
                    aspect=self.aspects[aspect],
                    label=SENTIMENT_LABELS[best[case]],
                    probability=chance,
                    is_abstained=chance < ABSTAIN_BELOW,
                    spans=(Span(start=start, end=end),) if end > start else (),
                    opinion=self._words.within(texts[row], start, end),
                )
            )

    def _polarities(self, spoken: Places, aspects: NDArray[np.intp]) -> Floats:
        """(cases, 3) probabilities of the labels."""
        grams = spoken.grams(self._priors.fold)
        scores = self._polarity.scores(grams, others_of(grams, aspects, len(self.aspects), self._priors))
        logits = np.exp(scores @ self._mix[:-1] + self._mix[-1])
        result: Floats = logits / logits.sum(axis=1, keepdims=True)
        return result


def others_of(grams: Sequence[Grams], aspects: NDArray[np.intp], count: int, priors: Priors) -> Floats:
    """(cases, ...) what general heads say of each piece, and which of the `count` aspects it is."""
    return np.hstack([prior_scores(grams, priors), np.eye(count)[aspects]])


@cache
def load(industry: str, folder: Path = _weights.FOLDER) -> LinearAspects:
    """The engine of an industry with weights in a folder. Raises DamagedArtefact."""
    arrays, version = _weights.load(folder, industry)
    return LinearAspects(taxonomy(industry), arrays, version, general.load(folder), opinions.load(folder))
