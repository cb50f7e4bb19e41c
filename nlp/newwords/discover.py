"""Finding new words: strings that stand together (PMI) and stand freely (left and right entropy).

After Matrix67's description of 2012 and Feng et al. 2004 (accessor variety), with a stop filter and one more witness:
in context, the dictionary's own words must begin and end where the candidate does.
"""

from collections.abc import Iterable, Sequence
from math import log1p

import numpy as np

from nlp.newwords.candidate import Candidate
from nlp.newwords.grams import Ints, Level, Symbols, cohesions, entropies, levels_of, symbols_of, text_counts
from nlp.newwords.stops import is_phrase, is_said_of, is_stopped
from nlp.text.clean import clean
from nlp.text.fold import fold
from nlp.text.segment import Segmenter, common_words, segmenter, word_kinds
from records import Lexicon

LONGEST = 5
"""Symbols of the longest candidate."""
MIN_COUNT = 5
MIN_COHESION, MIN_ENTROPY = 3.0, 1.0
"""Nats below which a string does not stand together, or not freely."""
MIN_EDGE_SHARE = 0.6
"""Share of the occurrences looked at where words of the dictionary must begin and end with the candidate."""
_LOOKED_AT, _EXAMPLES = 20, 3
_CONTAINED = 0.7
"""A candidate is part of a longer one when the longer has this share of its texts."""
_MAX_LENGTH = 1_000
"""Characters read of one text."""


def discover(
    texts: Iterable[str], lexicon: Lexicon | None = None, *, known: Iterable[str] = (), min_count: int = MIN_COUNT
) -> list[Candidate]:
    """New words of some texts, the likeliest first.

    A text said many times counts once, so that no campaign coins a word. Words of the dictionary, of the `lexicon` and
    `known` ones (decided earlier) are left out. The order of the texts is nothing.
    """
    read = sorted({folded for text in texts if (folded := fold(clean(text).text[:_MAX_LENGTH]))})
    symbols = symbols_of(read)
    total = int((symbols.codes != 0).sum())
    if not total:
        return []
    given = Lexicon() if lexicon is None else lexicon
    listed = {fold(word) for word in (*common_words(), *given.words, *known)}
    levels = levels_of(symbols, longest=LONGEST, min_count=min_count)
    reader = segmenter(given)
    found = [
        candidate
        for level in levels[1:]
        if len(level.counts)
        for candidate in _of_level(symbols, levels, level, total, listed, reader, min_count)
    ]
    return sorted(_whole(found), key=lambda candidate: (-candidate.score, candidate.word))


def _of_level(
    symbols: Symbols,
    levels: Sequence[Level],
    level: Level,
    total: int,
    listed: set[str],
    reader: Segmenter,
    min_count: int,
) -> Iterable[Candidate]:
    """The candidates of one length that pass every filter."""
    cohesion = cohesions(levels, level, total)
    left, right = entropies(symbols, level)
    held = text_counts(symbols, level)
    is_kept = (cohesion >= MIN_COHESION) & (np.minimum(left, right) >= MIN_ENTROPY) & (held >= min_count)
    begins = np.flatnonzero(level.ids >= 0)
    begins = begins[np.argsort(level.ids[begins], kind="stable")]
    firsts = np.searchsorted(level.ids[begins], np.arange(len(level.counts) + 1))
    for at in np.flatnonzero(is_kept).tolist():
        word = symbols.string(int(level.places[at]), level.length)
        if word in listed or word in word_kinds() or is_stopped(word):
            continue
        pieces = reader.words(word)
        if is_said_of(pieces):
            continue
        places = begins[firsts[at] : firsts[at + 1]]
        clauses = [symbols.clause(int(place), level.length) for place in _spread(places)]
        edge_share = sum(_has_edges(reader, clause, start, word) for clause, start in clauses) / len(clauses)
        if edge_share < MIN_EDGE_SHARE:
            continue
        freedom = min(float(left[at]), float(right[at]))
        yield Candidate(
            word=word,
            kind="phrase" if is_phrase(pieces) else "word",
            count=int(level.counts[at]),
            text_count=int(held[at]),
            cohesion=round(float(cohesion[at]), 3),
            left_entropy=round(float(left[at]), 3),
            right_entropy=round(float(right[at]), 3),
            edge_share=round(edge_share, 3),
            score=round((float(cohesion[at]) + freedom) * log1p(float(held[at])), 3),
            examples=tuple(dict.fromkeys(clause for clause, _ in clauses))[:_EXAMPLES],
        )


def _spread(places: Ints) -> Sequence[int]:
    """Some of many places, evenly."""
    chosen: list[int] = places[:: max(1, len(places) // _LOOKED_AT)][:_LOOKED_AT].tolist()
    return chosen


def _has_edges(reader: Segmenter, clause: str, start: int, word: str) -> bool:
    """Whether the dictionary's words of a clause begin and end where the candidate does."""
    edges, at = {0}, 0
    for piece in reader.words(clause):
        at += len(piece)
        edges.add(at)
    return start in edges and start + len(word) in edges


def _whole(found: Sequence[Candidate]) -> list[Candidate]:
    """Without what is nearly always part of a longer candidate (绝绝 of 绝绝子)."""
    longer: dict[str, int] = {}
    for candidate in found:
        for begin in range(len(candidate.word)):
            for end in range(begin + 2, len(candidate.word) + 1):
                part = candidate.word[begin:end]
                if part != candidate.word:
                    longer[part] = max(longer.get(part, 0), candidate.text_count)
    return [each for each in found if longer.get(each.word, 0) < _CONTAINED * each.text_count]
