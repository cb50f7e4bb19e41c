"""The baseline everybody knows: snownlp's naive Bayes over its own segmentation, trained on old shop reviews.

It has two classes and one score, so `neutral` is never its label and always has probability 0. The score is not
calibrated. Its training text is not ours to hold back: it covers most of ChnSentiCorp.
"""

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from nlp.engine import SENTIMENT_LABELS, Engine, Verdicts
from records import Span
from records.errors import UsageError
from records.ids import version_of

ABSTAIN_WITHIN = 0.1
"""The engine abstains when its score is nearer than this to .5, or the text has no letter, digit or character."""

LONGEST = 5_000
"""Characters read of one text: its product of probabilities grows slowly, and no post is longer."""


class SnowSentiment:
    """snownlp behind the promise of an engine."""

    name = "snownlp"
    labels = SENTIMENT_LABELS

    def __init__(self) -> None:
        from snownlp import sentiment

        self._classify = sentiment.classify
        self.version = version_of("snownlp", version("snownlp"), str(ABSTAIN_WITHIN))

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read."""
        scores = np.array([self._score(text) for text in texts], np.float32)
        probabilities = np.stack([1 - scores, np.zeros_like(scores), scores], axis=1)
        return Verdicts.of(self.labels, probabilities, np.abs(scores - 0.5) < ABSTAIN_WITHIN)

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Nothing: its words carry no positions."""
        return [() for _ in texts]

    def _score(self, text: str) -> float:
        """Its probability of positive; .5 for a text without anything to read, on which it would fail."""
        if not any(map(str.isalnum, text)):
            return 0.5
        return float(self._classify(text[:LONGEST].encode("utf-8", "replace").decode("utf-8")))


def load(model: str | None = None) -> Engine:
    """The engine. Raises UsageError when a model is given: it has one, built in."""
    if model:
        raise UsageError(f"engine snownlp has a model of its own and cannot use {model!r}; leave the model out")
    return SnowSentiment()
