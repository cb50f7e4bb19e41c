"""What the samplers of tomotopy share: words in, a table of topics in the order of our vocabulary out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nlp.topics.engines import Fitted, Floats, Reading


def table(model: Any, topics: Sequence[int], reading: Reading, **options: int) -> Floats:
    """(topics, words) probabilities of a trained tomotopy model; `options` pick a time point where there are any."""
    positions = {word: at for at, word in enumerate(model.used_vocabs)}
    columns = [positions[word] for word in reading.vocabulary]
    rows = np.array([model.get_topic_word_dist(topic, **options) for topic in topics], np.float64)[:, columns]
    normalised: Floats = rows / rows.sum(axis=1, keepdims=True)
    return normalised


def of_counts(rows: Floats, counts: Sequence[float], **card: float | int | str) -> Fitted:
    """Topics with the shares that their word counts give."""
    shares = np.asarray(counts, np.float64)
    return Fitted(rows, shares / shares.sum(), card)
