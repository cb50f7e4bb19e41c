"""From a text to the words a topic model sees: segmented, unstopped, frequent neighbours joined to phrases."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log
from sys import intern

from nlp.text.clean import clean
from nlp.text.segment import Segmenter, stop_words, word_kinds

SINGLES = frozenset("慢快贵甜苦酸咸辣腻淡烫臭吵脏假虫卡糊硬重薄厚冰凉少小大久远挤丑闷油")
"""One-character words that say something by themselves or in a phrase (出餐慢, 排队久)."""
ALONE = frozenset("慢贵甜苦酸咸辣腻淡烫臭吵脏虫糊挤丑")
"""Those that may stand in the vocabulary without a neighbour."""

MAX_LENGTH = 1_000
"""Characters read; what a post is about shows before."""
MIN_PHRASE_COUNT = 5
_MIN_COHESION = 0.35
"""Normalised pointwise mutual information from which two neighbours are one phrase (Bouma 2009)."""
_MAX_PHRASE = 6

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_BATCH = 2_000
"""Texts cut at a time."""
_WHOLE_WORDS, _PASSAGE_WORDS = 24, 4
"""Texts with more words than the first are cut where a sentence ends, after at least so many words as the second."""

BREAK = "\n"
"""Stands between words that were no neighbours."""


Sentences = tuple[tuple[str, ...], ...]
"""The words of each sentence of a text's own part; stop words, marks and numbers become one break, so that no phrase
spans them."""


def words_of(read: Sentences) -> list[str]:
    """The words of all sentences of a text, no two of them neighbours."""
    return [word for sentence in read for word in (*sentence, BREAK)]


def passages(read: Sentences) -> list[list[str]]:
    """The words of a text as what is about one thing: a short text whole, a long one in runs of whole sentences.

    A review goes through looks, sound and delivery one sentence each; the topics of whole reviews would all be the
    same (local LDA: Brody and Elhadad 2010).
    """
    least = _PASSAGE_WORDS if sum(map(_size, read)) > _WHOLE_WORDS else _WHOLE_WORDS
    found: list[list[str]] = [[]]
    for words in read:
        if _size(found[-1]) >= least:
            found.append([])
        found[-1] += [*words, BREAK]
    return found


def sentences_of(texts: Sequence[str], segmenter: Segmenter) -> list[Sentences]:
    """The sentences of each text; those of many texts are cut in one go, for a call costs more than a sentence."""
    found: list[Sentences] = []
    for begin in range(0, len(texts), _BATCH):
        pieces = [_SENTENCE.findall(clean(text).text[:MAX_LENGTH]) for text in texts[begin : begin + _BATCH]]
        cut = iter(segmenter.words_of([piece for each in pieces for piece in each]))
        found += [tuple(_kept(next(cut)) for _ in each) for each in pieces]
    return found


def _kept(cut: Sequence[str]) -> tuple[str, ...]:
    words: list[str] = []
    for word in map(_or_break, cut):
        if word != BREAK:
            words.append(word)
        elif words and words[-1] != BREAK:
            words.append(BREAK)
    return tuple(words)


@lru_cache(maxsize=1 << 16)
def _or_break(word: str) -> str:
    """The word where it may stand in a topic (one of many texts lies in memory once), else a break."""
    return BREAK if word in stop_words() or not _is_word(word) else intern(word)


def _size(words: Sequence[str]) -> int:
    return sum(word != BREAK for word in words)


def _is_word(word: str) -> bool:
    first = word[0]
    if "\u4e00" <= first <= "\u9fff":
        return len(word) > 1 or word in SINGLES
    return len(word) > 1 and word.isascii() and word.isalnum() and not word[0].isdigit()


def find_phrases(documents: Sequence[Sequence[str]], *, min_count: int) -> frozenset[tuple[str, str]]:
    """Neighbours that stand together far more often than by chance and are seen in at least `min_count` documents."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for words in documents:
        singles.update(set(words))
        pairs.update({pair for pair in zip(words, words[1:], strict=False) if BREAK not in pair and pair[0] != pair[1]})
    total = len(documents)
    return frozenset(
        pair
        for pair, count in pairs.items()
        if count >= min_count
        and len(pair[0]) + len(pair[1]) <= _MAX_PHRASE
        and _cohesion(count, singles[pair[0]], singles[pair[1]], total) >= _MIN_COHESION
    )


def _cohesion(both: int, left: int, right: int, total: int) -> float:
    if both == total:
        return 1.0
    return log(both * total / (left * right)) / -log(both / total)


def join_phrases(words: Sequence[str], phrases: frozenset[tuple[str, str]]) -> list[str]:
    """The words without breaks, neighbours that form a phrase joined, left to right."""
    joined: list[str] = []
    at = 0
    while at < len(words):
        if at + 1 < len(words) and (words[at], words[at + 1]) in phrases:
            joined.append(words[at] + words[at + 1])
            at += 2
            continue
        if words[at] != BREAK:
            joined.append(words[at])
        at += 1
    return joined


def choose_vocabulary(documents: Sequence[Sequence[str]], *, min_count: int, max_share: float, size: int) -> list[str]:
    """Nouns, verbs, adjectives, idioms and phrases that are neither rare nor everywhere, the most frequent `size`."""
    counts: Counter[str] = Counter()
    for words in documents:
        counts.update(set(words))
    kinds, most = word_kinds(), max_share * len(documents)
    kept = [
        word
        for word, count in counts.items()
        if min_count <= count <= most and (len(word) > 1 or word in ALONE) and kinds.get(word, "nz")[0] in "nvailjzb"
    ]
    return sorted(sorted(kept, key=lambda word: (-counts[word], word))[:size])
