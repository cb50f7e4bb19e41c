"""A multi-label checkpoint: any number of labels a text, each with a probability of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.transformer import Progress
from nlp.transformer.classes import parsed, renamed
from nlp.transformer.classifier import Classifier
from nlp.transformer.classifier import load as load_classifier
from nlp.transformer.engine import GIVEN_FROM
from records.errors import UsageError
from records.ids import version_of


@dataclass(frozen=True, slots=True)
class Tags:
    """Labels of n texts."""

    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]
    """(n, len(labels)), each by itself; 0 for a blank text."""

    def names(self) -> list[tuple[str, ...]]:
        """The labels that hold for each text, in the order of `labels`."""
        return [
            tuple(label for label, holds in zip(self.labels, row, strict=True) if holds)
            for row in (self.probabilities >= GIVEN_FROM).tolist()
        ]


class Tagger:
    """A checkpoint whose labels do not exclude one another."""

    name = "transformers"

    def __init__(self, classifier: Classifier, labels: tuple[str, ...]) -> None:
        self.labels = labels
        self.version = version_of("transformers tags", classifier.version, *labels, str(GIVEN_FROM))
        self._classifier = classifier

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Tags:
        """The tags of each text."""
        said = [at for at, text in enumerate(texts) if text.strip()]
        probabilities = np.zeros((len(texts), len(self.labels)), np.float32)
        probabilities[said] = self._classifier.read([texts[at] for at in said], progress)
        return Tags(self.labels, probabilities)


def load(model: str | None, *, cache: Path | None = None) -> Tagger:
    """The tagger over `folder or hub name[#CLASS=new name,...]`.

    Raises UsageError for a checkpoint that gives one label only; see classifier.load for the other errors.
    """
    named = parsed(model, None)
    classifier = load_classifier(named.name, precision=named.precision, cache=cache)
    if not classifier.facts.is_multi_label:
        raise UsageError(
            f"{named.name!r} gives one label a text; tags need problem_type multi_label_classification in config.json"
        )
    return Tagger(classifier, renamed(classifier.classes, named))
