"""The polarity of given terms: what a text says of each, from the pieces around the term and general polarity heads.

P(positive | judged) = sigmoid(slope * score + offset); P(judged) comes from the general head of opinions of a few
words, so that `neutral` is an answer; where a file knows no neutral, scoring decides between the two others.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from nlp.aspects import _weights
from nlp.aspects import priors as general
from nlp.aspects.priors import NAME, Priors
from nlp.aspects.views import Views, prior_scores
from nlp.engine import SENTIMENT_LABELS, Verdicts
from nlp.hashed.heads import Floats, Heads
from records.errors import UsageError
from records.ids import version_of

ABSTAIN_BELOW = 0.55
"""The engine abstains when no class reaches this probability, and where nothing is said."""
_RULES = "1"
"""Raised when this file computes something else from the same weights."""
_CHUNK = 2_000
_UNDECIDED = 1 / len(SENTIMENT_LABELS)


class TermPolarity:
    """The engine over given weights."""

    name = "linear"
    labels = SENTIMENT_LABELS

    def __init__(self, arrays: _weights.Arrays, priors: Priors) -> None:
        self._priors, self._heads = priors, Heads.of(arrays, "terms")
        self._calibration, self._judged = arrays["terms.calibration"], arrays["terms.judged"]
        self.version = version_of(priors.version, _RULES, str(ABSTAIN_BELOW))

    def read(self, terms: Sequence[str], texts: Sequence[str]) -> Verdicts:
        """One verdict a pair; a term that stands nowhere in its text is judged by the text alone, in case of many by
        its first place. Raises UsageError for lists of unequal length."""
        if len(terms) != len(texts):
            raise UsageError(f"{len(terms)} terms for {len(texts)} texts; give one term a text")
        starts = [text.find(term) if term else -1 for term, text in zip(terms, texts, strict=True)]
        return self.judge(
            texts, [(at, at + len(term)) if at >= 0 else (-1, -1) for at, term in zip(starts, terms, strict=True)]
        )

    def judge(self, texts: Sequence[str], places: Sequence[tuple[int, int]]) -> Verdicts:
        """One verdict on what stands at [start, end) of each text; (-1, -1) for the text as a whole."""
        parts = [
            self._chances(texts[at : at + _CHUNK], places[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)
        ]
        chances = np.concatenate([np.zeros((0, len(SENTIMENT_LABELS))), *parts]).astype(np.float32)
        is_blank = np.array([not text.strip() for text in texts], np.bool_)
        chances[is_blank] = _UNDECIDED
        return Verdicts.of(self.labels, chances, is_blank | (chances.max(axis=1, initial=0) < ABSTAIN_BELOW))

    def _chances(self, texts: Sequence[str], places: Sequence[tuple[int, int]]) -> Floats:
        views = Views.around(texts, places)
        grams = views.grams(self._priors)
        others = prior_scores(grams, self._priors)
        slope, offset = self._calibration
        positive = _sigmoid(self._heads.scores(grams[:-1], others)[:, 0] * slope + offset)
        judged = _sigmoid(judged_score(others, self._priors) * self._judged[0] + self._judged[1])
        return np.stack([judged * (1 - positive), 1 - judged, judged * positive], axis=1)


def judged_score(others: Floats, priors: Priors) -> Floats:
    """(n,) how much the window around each term judges: the second head of opinions, on the last of the pieces."""
    result: Floats = others[:, -priors.size + 1]
    return result


def _sigmoid(logit: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
    return result


@cache
def load(folder: Path = _weights.FOLDER) -> TermPolarity:
    """The engine with the committed weights. Raises DamagedArtefact."""
    return TermPolarity(_weights.load(folder, NAME)[0], general.load(folder))
