"""Keywords by TextRank: words that stand near words that stand near many (Mihalcea and Tarau 2004).

The graphs of a batch are ranked at once, as one block-diagonal matrix, by the ten rounds of jieba.analyse.textrank.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import splu

from nlp.keywords.tfidf import STOP_WORDS, Keyword

KINDS = frozenset({"ns", "n", "vn", "v"})
"""Parts of speech that may be keywords: places, nouns, verbal nouns, verbs."""

_SPAN = 5
"""Words within which two words are neighbours."""
_DAMPING = 0.85
_ROUNDS = 10

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def textrank(
    tagged: Sequence[Sequence[tuple[str, str]]], count: int = 20, kinds: Collection[str] = KINDS
) -> list[list[Keyword]]:
    """The `count` words of each tagged text (`Segmenter.tags`) that rank highest, highest first, the first weighing 1.

    The algorithm is jieba's, which tags with jieba.posseg: where that sees another part of speech, the lists differ.
    """
    words, texts, places = _candidates(tagged, frozenset(kinds))
    vocabulary = sorted(set(words))
    numbers = {word: number for number, word in enumerate(vocabulary)}
    word_at = np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))
    nodes, starts, ends = _edges(texts * max(len(vocabulary), 1) + word_at, texts, places)
    found: list[list[Keyword]] = [[] for _ in tagged]
    if not len(nodes):
        return found
    node_texts, node_words = np.divmod(nodes, len(vocabulary))
    weights = _normalised(_ranks(starts, ends, node_texts), node_texts)
    first_seen = np.unique(np.column_stack((starts, ends)).ravel(), return_index=True)[1]
    order = np.lexsort((first_seen, -weights, node_texts))
    columns = (node_texts[order].tolist(), node_words[order].tolist(), weights[order].tolist())
    for text, word, weight in zip(*columns, strict=True):
        if len(found[text]) < count:
            found[text].append((vocabulary[word], weight))
    return found


def _candidates(tagged: Sequence[Sequence[tuple[str, str]]], kinds: frozenset[str]) -> tuple[list[str], Ints, Ints]:
    """Words that may be keywords, with their texts and their places among all words of the text."""
    rows = [
        (word, text, place)
        for text, pairs in enumerate(tagged)
        for place, (word, kind) in enumerate(pairs)
        if kind in kinds and len(word) > 1 and len(word.strip()) > 1 and word.lower() not in STOP_WORDS
    ]
    words, texts, places = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
    return words, np.array(texts, dtype=np.int64), np.array(places, dtype=np.int64)


def _edges(ids: Ints, texts: Ints, places: Ints) -> tuple[Ints, Ints, Ints]:
    """The distinct nodes, and both ends of every pair of neighbours as places in them, in reading order."""
    pairs = []
    for step in range(1, _SPAN):
        first = np.flatnonzero((texts[step:] == texts[:-step]) & (places[step:] - places[:-step] < _SPAN))
        pairs.append(np.column_stack((first, first + step)))
    ordered = np.concatenate(pairs)
    ordered = ordered[np.lexsort((ordered[:, 1], ordered[:, 0]))]
    nodes, flat = np.unique(ids[ordered.ravel()], return_inverse=True)
    return nodes, flat[::2], flat[1::2]


def _ranks(starts: Ints, ends: Ints, node_texts: Ints) -> Floats:
    """Rank of each node after ten Gauss-Seidel rounds, in the order of the nodes within each text."""
    size = len(node_texts)
    ones = np.ones(2 * len(starts))
    both = (np.concatenate((starts, ends)), np.concatenate((ends, starts)))
    weights = sparse.csr_array((ones, both), shape=(size, size))
    spread = weights @ sparse.diags_array(1.0 / weights.sum(axis=0))
    earlier = sparse.eye_array(size) - _DAMPING * sparse.tril(spread, -1)
    later = _DAMPING * sparse.triu(spread, 0).tocsr()
    solver = splu(earlier.tocsc(), permc_spec="NATURAL", diag_pivot_thresh=0.0)
    ranks: Floats = 1.0 / np.bincount(node_texts)[node_texts]
    for _ in range(_ROUNDS):
        ranks = solver.solve(1.0 - _DAMPING + later @ ranks)
    return ranks


def _normalised(ranks: Floats, node_texts: Ints) -> Floats:
    """Ranks of each text stretched so that the highest is 1 and a tenth of the lowest would be 0."""
    begins = np.flatnonzero(np.diff(node_texts, prepend=-1))
    group = np.cumsum(np.diff(node_texts, prepend=-1) != 0) - 1
    lowest, highest = np.minimum.reduceat(ranks, begins)[group], np.maximum.reduceat(ranks, begins)[group]
    stretched: Floats = (ranks - lowest / 10.0) / (highest - lowest / 10.0)
    return stretched
