"""Phrases that say something of a thing, for the names of topics: 发货慢, 客服态度, 屏幕清晰.

Neighbouring words of one clause, a thing and what is said of it or two things; degree adverbs between them are looked
through (发货真的太慢), so that the many ways of saying it are one phrase.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nlp.text.clean import clean
from nlp.text.segment import Segmenter, stop_words, word_kinds
from nlp.topics.reading import MAX_LENGTH, SINGLES

Phrase = tuple[str, str]

_CLAUSE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_DEGREES = "很,太,非常,特别,十分,超级,超,真,真的,挺,好,有点,有些,比较,实在,实在是,确实,也,都,又,还,更,最,极,极其,相当"
_DEGREE = frozenset(_DEGREES.split(","))
_THINGS, _QUALITIES = ("n", "vn", "v", "j", "l"), ("a", "an", "z")
_LONGEST = 6
_MIN_COUNT, _MIN_SHARE = 5, 0.003
"""Texts that must say a phrase: so many, and this share of all."""
_MAX_TEXTS = 20_000
_BATCH = 2_000
"""Texts cut at a time."""


def phrases_of(texts: Sequence[str], reader: Segmenter) -> Iterator[set[Phrase]]:
    """The phrases of each text; the clauses of many are cut in one go, for a call costs more than a clause."""
    for begin in range(0, len(texts), _BATCH):
        clauses = [_CLAUSE.findall(clean(text).text[:MAX_LENGTH]) for text in texts[begin : begin + _BATCH]]
        cut = iter(reader.words_of([clause for each in clauses for clause in each]))
        for each in clauses:
            yield {pair for _ in each for pair in _pairs(next(cut)) if _is_phrase(*pair)}


def _pairs(cut: Sequence[str]) -> Iterator[Phrase]:
    words = [word for word in cut if word not in _DEGREE]
    return zip(words, words[1:], strict=False)


@lru_cache(maxsize=1 << 16)
def _is_phrase(left: str, right: str) -> bool:
    kinds, stops = word_kinds(), stop_words()
    if len(left) < 2 or len(left) + len(right) > _LONGEST or left in stops or right in stops:
        return False
    is_thing = kinds.get(left, "n").startswith(_THINGS)
    said = kinds.get(right, "")
    if right in SINGLES or said.startswith(_QUALITIES):
        return is_thing
    return len(right) > 1 and is_thing and kinds.get(left, "n")[0] == "n" and said.startswith(("n", "vn"))


def topic_phrases(
    texts: Sequence[str], topics: Sequence[int], reader: Segmenter, *, topic_count: int, left_out: Collection[str] = ()
) -> tuple[list[Phrase], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Frequent phrases, how many texts of each topic say each (topics x phrases), and how many texts each topic has.

    `topics` is the first topic of each text, -1 for a text without any; a phrase with a word of `left_out` is none.
    """
    step = max(1, len(texts) // _MAX_TEXTS)
    held = list(zip(topics[::step], phrases_of(texts[::step], reader), strict=True))
    counts = Counter(phrase for topic, phrases in held if topic >= 0 for phrase in phrases)
    least = max(_MIN_COUNT, _MIN_SHARE * len(held))
    chosen = sorted(
        phrase for phrase, count in counts.items() if count >= least and not any(part in left_out for part in phrase)
    )
    places = {phrase: at for at, phrase in enumerate(chosen)}
    table = np.zeros((topic_count, len(chosen)))
    sizes = np.zeros(topic_count)
    for topic, phrases in held:
        if topic >= 0:
            sizes[topic] += 1
            for at in sorted(places[phrase] for phrase in phrases if phrase in places):
                table[topic, at] += 1
    return chosen, table, sizes


def leading_phrases(
    said: Sequence[Phrase], table: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], *, most: int = 5
) -> list[list[str]]:
    """The phrases most telling of each topic: by the F1 of their share of its texts and its share of theirs."""
    recall = table / np.maximum(sizes[:, None], 1.0)
    precision = table / np.maximum(table.sum(axis=0, keepdims=True), 1.0)
    score = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    order = np.argsort(-score, axis=1, kind="stable")[:, :most]
    return [["".join(said[at]) for at in row if score[topic, at] > 0] for topic, row in enumerate(order.tolist())]
