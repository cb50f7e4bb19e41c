"""Readable names of topics."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SEPARATOR = "·"
_FRESH_SHARE = 0.35
"""A word may name a topic only where at least this share of its occurrences belongs."""
_CANDIDATES = 40


def name_topics(
    topic_words: npt.NDArray[np.float64], topic_shares: npt.NDArray[np.float64], vocabulary: Sequence[str]
) -> list[str]:
    """Two or three telling words a topic, joined by `·`, no word in two names.

    Words are ranked by class-based TF-IDF over the expected counts (a word's share of its topic, times how special
    it is to it; Grootendorst 2022), with a word's purity as a gate; overlapping words (奶茶, 奶茶店) name it once.
    """
    expected = topic_words * topic_shares[:, None]
    purity = expected / expected.sum(axis=0, keepdims=True)
    score = topic_words * np.log1p(expected.sum() / len(topic_shares) / expected.sum(axis=0, keepdims=True))
    score = score * np.where(purity >= _FRESH_SHARE, purity, purity * 0.1)
    used: set[str] = set()
    names: dict[int, str] = {}
    for topic in np.argsort(-topic_shares, kind="stable"):
        ranked = [vocabulary[at] for at in np.argsort(-score[topic], kind="stable")[:_CANDIDATES]]
        words = _telling(ranked, used)
        used.update(words)
        names[int(topic)] = SEPARATOR.join(words)
    return [names[topic] for topic in range(len(names))]


def _telling(ranked: Sequence[str], used: set[str]) -> list[str]:
    chosen: list[str] = []
    for word in ranked:
        if word in used or len(word) < 2 or any(_overlap(word, other) for other in chosen):
            continue
        chosen.append(word)
        if len(chosen) == 3 or (len(chosen) == 2 and sum(map(len, chosen)) >= 7):
            break
    return chosen or list(ranked[:2])


def _overlap(word: str, other: str) -> bool:
    return word in other or other in word or len(set(word) & set(other)) * 2 > min(len(word), len(other))
