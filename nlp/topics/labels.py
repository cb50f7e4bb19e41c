"""Readable names of topics: two or three things that are talked about."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from nlp.text.segment import common_words, vague_words, word_kinds

SEPARATOR = "·"
_MIN_PURITY, _MIN_SHARE = 0.35, 0.02
"""A word may name a topic where this share of its texts belongs and this share of the topic's texts holds it."""
_CURATED_BONUS = 1.3
"""For words of the word list and the brand file: somebody said that these are things worth talking about."""
_PHRASE_BONUS = 2.0
"""For phrases of two words: 客服态度 says more than 客服, though fewer texts hold it."""
_SCORE_OF_LAST = 0.35
"""A second or third word must be at least this telling, measured by the first."""
_THINGS = ("n", "vn", "an", "j", "l")
"""Parts of speech that name things; verbs, adjectives, idioms and times do not."""
_VAGUE = ("t", "m", "d", "r", "i", "q", "f")
"""Parts of speech that no part of a phrase may have."""


def name_topics(
    counts: npt.NDArray[np.float64],
    sizes: npt.NDArray[np.float64],
    vocabulary: Sequence[str],
    phrases: Collection[tuple[str, str]],
    curated: Collection[str],
    names: Collection[str] = (),
) -> list[str]:
    """Two or three telling words a topic, joined by `·`, no word in two names.

    `counts` (topics x words) are the texts of each topic that hold each word, `sizes` the texts of each topic. A word
    is as telling as it would be as a rule for finding the topic's texts: the F1 of its share of the topic's texts
    (recall) and the topic's share of its texts (precision). Only words that name things are taken, unless a topic has
    none, and no part of one of `names` (brands and products); `curated` words are preferred; overlapping words (奶茶,
    奶茶店) name it once.
    """
    listed = {*common_words(), *(word.lower() for word in curated)}
    precision = counts / np.maximum(counts.sum(axis=0, keepdims=True), 1)
    recall = counts / np.maximum(sizes[:, None], 1)
    score = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    score *= np.array([_CURATED_BONUS if word in listed else 1.0 for word in vocabulary])
    is_telling = (precision >= _MIN_PURITY) & (recall >= _MIN_SHARE)
    joined = {left + right for left, right in phrases}
    score *= np.array([_PHRASE_BONUS if word in joined else 1.0 for word in vocabulary])
    parts = {left + right: (left, right) for left, right in sorted(phrases)}
    is_thing = np.array(
        [
            _names_a_thing(parts.get(word, (word,)), listed) and not any(word in name for name in names)
            for word in vocabulary
        ]
    )
    rank = score + 10 * (is_telling & is_thing) + 5 * is_thing
    used: set[str] = set()
    found: dict[int, str] = {}
    for topic in np.argsort(-sizes, kind="stable").tolist():
        order = np.argsort(-rank[topic], kind="stable")
        least = _SCORE_OF_LAST * score[topic, order[0]]
        good = [vocabulary[at] for at in order if rank[topic, at] >= 10 and score[topic, at] >= least]
        words = _telling(good, used) or _telling([vocabulary[at] for at in order], used)[:2] or [vocabulary[order[0]]]
        used.update(words)
        found[topic] = SEPARATOR.join(words)
    return [found[topic] for topic in range(len(found))]


def _names_a_thing(parts: tuple[str, ...], listed: Collection[str]) -> bool:
    """Whether a word, or a phrase of two, can be read as a thing by itself.

    Listed words and nouns can; a phrase when one of its parts can (天窗漏水) and neither is vague (水泡十分钟).
    """
    word = "".join(parts)
    if word in listed:
        return word not in vague_words()
    kinds = [word_kinds().get(part, "") for part in parts]
    if any(part in vague_words() for part in (word, *parts)) or any(kind.startswith(_VAGUE) for kind in kinds):
        return False
    return len(word) > 1 and any(
        part in listed or kind.startswith(_THINGS) for part, kind in zip(parts, kinds, strict=True)
    )


def _telling(ranked: Sequence[str], used: set[str]) -> list[str]:
    chosen: list[str] = []
    for word in ranked:
        if word in used or any(_overlap(word, other) for other in (*chosen, *used)):
            continue
        chosen.append(word)
        if len(chosen) == 3 or (len(chosen) == 2 and sum(map(len, chosen)) >= 7):
            break
    return chosen


def _overlap(word: str, other: str) -> bool:
    return word in other or other in word or len(set(word) & set(other)) * 2 > min(len(word), len(other))
