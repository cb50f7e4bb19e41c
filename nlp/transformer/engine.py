"""A checkpoint behind the promise of an engine: one label a text."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.engine import Verdicts
from nlp.transformer import Progress
from nlp.transformer.classes import Classes, columns, parsed
from nlp.transformer.classifier import Classifier
from nlp.transformer.classifier import load as load_classifier
from records import Span
from records.ids import version_of

ABSTAIN_BELOW = 0.6
"""The engine abstains when no class reaches this probability, or the text is blank."""
GIVEN_FROM = 0.5
"""A class of a multi-label checkpoint holds from this probability."""


class CheckpointEngine:
    """Any checkpoint whose classes can be mapped onto those of a task; probabilities are its own, not calibrated here.

    Classes mapped to one label are summed. Of a multi-label checkpoint the likeliest class of each label counts,
    divided by their sum over labels, and the engine abstains where no class holds.
    """

    name = "transformers"

    def __init__(self, classifier: Classifier, classes: Classes, to: Sequence[int]) -> None:
        self.labels = classes.labels
        self.progress: Progress | None = None
        self.version = version_of("transformers", classifier.version, str(list(to)), str((ABSTAIN_BELOW, GIVEN_FROM)))
        self._classifier, self._classes, self._to = classifier, classes, np.asarray(to)

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read; `progress`, where set, is called after each batch."""
        is_blank = np.array([not text.strip() for text in texts], np.bool_)
        probabilities = np.full((len(texts), len(self.labels)), 1 / len(self.labels), np.float32)
        is_given = np.ones(len(texts), np.bool_)
        said = np.flatnonzero(~is_blank)
        own = self._classifier.read([texts[at] for at in said.tolist()], self.progress)
        if self._classifier.facts.is_multi_label:
            is_given[said] = own.max(axis=1) >= GIVEN_FROM
        probabilities[said] = self._merged(own)
        is_abstained = is_blank | ~is_given | (probabilities.max(axis=1) < ABSTAIN_BELOW)
        verdicts = Verdicts.of(self.labels, probabilities, is_abstained)
        verdicts.label_index[is_blank] = self.labels.index(self._classes.blank)
        return verdicts

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Nothing: attention is not evidence."""
        return [() for _ in texts]

    def _merged(self, own: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, labels) from (n, classes of the checkpoint); rows sum to 1."""
        merge = np.maximum if self._classifier.facts.is_multi_label else np.add
        result = np.zeros((len(own), len(self.labels)), np.float32)
        for column, to in enumerate(self._to.tolist()):
            result[:, to] = merge(result[:, to], own[:, column])
        total = result.sum(axis=1, keepdims=True)
        return np.where(total > 0, result / np.maximum(total, 1e-30), np.float32(1 / len(self.labels)))


def load(
    model: str | None, classes: Classes, *, cache: Path | None = None, progress: Progress | None = None
) -> CheckpointEngine:
    """The engine over `folder or hub name[#CLASS=label,...][,precision=fp32]`; see classifier.load for errors."""
    named = parsed(model, classes.labels)
    classifier = load_classifier(named.name, precision=named.precision, cache=cache)
    engine = CheckpointEngine(classifier, classes, columns(classifier.classes, classes, named))
    engine.progress = progress
    return engine
