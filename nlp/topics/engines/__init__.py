"""What a way of fitting topics promises, and how it is found: one file of this folder, one engine.

An engine turns words into topics; reading, phrases, labels, identity and the applying of topics are the same for all
(nlp/topics), so any engine's topics are kept and applied in one form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, cast

import numpy as np
import numpy.typing as npt

from nlp.engine import engine_module, engine_names

Floats = npt.NDArray[np.float64]

DEFAULT = "lda"
"""The engine used where none is named."""

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents as an engine sees them."""

    documents: Sequence[Sequence[str]]
    """The words of each, of the vocabulary alone; none is empty."""
    vocabulary: Sequence[str]
    """All words, in the order of the columns of the result."""
    periods: Sequence[int]
    """Which period (0, 1, ...) each document is of; all 0 where time plays no part."""


class Fitted(NamedTuple):
    """Topics as an engine found them."""

    topic_words: Floats
    """(topics, words) probability of each word in each topic; rows sum to 1."""
    shares: Floats
    """(topics,) share of all words; they sum to 1."""
    card: Mapping[str, float | int | str] = {}
    """The engine's parameters and what it says of the fit."""
    history: Floats | None = None
    """(periods, topics, words) the topics of each period, where the engine follows time; the last are `topic_words`."""


class TopicEngine(Protocol):
    """The promise; a module of this folder keeps it."""

    RESTARTS: int
    """How often to fit with another seed; the most coherent outcome is kept."""

    def fit(self, reading: Reading, *, topic_count: int, seed: int) -> Fitted:
        """Topics of some documents. The same reading, seed and package versions give the same topics.

        An engine that finds the number of topics by itself takes `topic_count` as the most there may be.
        """


def names() -> list[str]:
    """The engines there are."""
    return engine_names(_FOLDER)


def load(name: str = DEFAULT) -> TopicEngine:
    """An engine by name. Raises UsageError for one that has no file."""
    return cast(TopicEngine, engine_module(__name__, _FOLDER, name))
