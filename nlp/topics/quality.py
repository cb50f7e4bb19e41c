"""How good topics are: coherence of their words (NPMI), and agreement with known classes (NMI)."""

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt


def coherence(
    topic_words: npt.NDArray[np.float64], vocabulary: Sequence[str], documents: Sequence[Sequence[str]], top: int = 8
) -> float:
    """Mean NPMI of the strongest words of each topic over document co-occurrence (Bouma 2009), -1 to 1.

    Two words that never meet count -1.
    """
    leaders = [[vocabulary[at] for at in np.argsort(-row)[:top]] for row in topic_words]
    wanted = {word for words in leaders for word in words}
    holders: dict[str, set[int]] = {word: set() for word in wanted}
    for at, words in enumerate(documents):
        for word in wanted.intersection(words):
            holders[word].add(at)
    scores = [
        _npmi(len(holders[one] & holders[other]), len(holders[one]), len(holders[other]), len(documents))
        for words in leaders
        for at, one in enumerate(words)
        for other in words[at + 1 :]
    ]
    return sum(scores) / len(scores)


def _npmi(both: int, left: int, right: int, total: int) -> float:
    if both == 0:
        return -1.0
    return 1.0 if both == total else log(both * total / (left * right)) / -log(both / total)


def mutual_information(one: Sequence[int], other: Sequence[int]) -> float:
    """Normalised mutual information of two groupings of the same things, 0 to 1 (arithmetic mean of the entropies)."""
    table = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(table, (np.asarray(one), np.asarray(other)), 1.0)
    joint = table / table.sum()
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    is_held = joint > 0
    shared = float((joint[is_held] * np.log(joint[is_held] / np.outer(rows, columns)[is_held])).sum())
    mean = (_entropy(rows) + _entropy(columns)) / 2
    return shared / mean if mean else 1.0


def _entropy(shares: npt.NDArray[np.float64]) -> float:
    kept = shares[shares > 0]
    return float(-(kept * np.log(kept)).sum())
