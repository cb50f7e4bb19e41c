"""Keywords by TF-IDF: frequent in the text, rare elsewhere (jieba.analyse.extract_tags)."""

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from statistics import median_high

from nlp.text.dictionary import jieba_file

Keyword = tuple[str, float]
"""A word and its weight; weights compare within one text."""

STOP_WORDS = frozenset(
    (
        "the",
        "of",
        "is",
        "and",
        "to",
        "in",
        "that",
        "we",
        "for",
        "an",
        "are",
        "by",
        "be",
        "as",
        "on",
        "with",
        "can",
        "if",
    )
    + ("from", "which", "you", "it", "this", "then", "at", "have", "all", "not", "one", "has", "or", "that")
)
"""English function words; Chinese ones are short or common, and weigh little."""


@cache
def _idf() -> tuple[dict[str, float], float]:
    """jieba's inverse document frequencies, and their median, which words in no list get."""
    lines = jieba_file("analyse/idf.txt").read_text(encoding="utf-8").splitlines()
    idf = {word: float(value) for word, value in (line.strip().split(" ") for line in lines)}
    return idf, median_high(idf.values())


def tfidf(segmented: Iterable[Sequence[str]], count: int = 20) -> list[list[Keyword]]:
    """The `count` weightiest words of each segmented text, weightiest first; of equal ones the earlier first.

    A word weighs its share of the text's words of two characters and more, times its inverse document frequency. Words
    are to come with guesses (`Segmenter.cut_of(texts, has_hmm=True)`) to get what jieba.analyse gives.
    """
    idf, usual = _idf()
    found = []
    for words in segmented:
        counts: dict[str, int] = {}
        for word in words:
            if len(word) > 1:
                counts[word] = counts.get(word, 0) + 1
        kept = [word for word in counts if len(word.strip()) > 1 and word.lower() not in STOP_WORDS]
        total = float(sum(map(counts.__getitem__, kept)))
        weights = [(word, counts[word] * (idf.get(word, usual) / total)) for word in kept]
        found.append(sorted(weights, key=itemgetter(1), reverse=True)[:count])
    return found
