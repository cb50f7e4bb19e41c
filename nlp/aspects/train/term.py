"""General polarity heads, and the polarity of terms."""

import logging
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.formats import IMPLICIT, GoldTriple, TermRow
from nlp.aspects.priors import Priors
from nlp.aspects.terms import judged_score
from nlp.aspects.train.corpus import folds_of
from nlp.aspects.train.fit import Cases, Recipe, crossed, fit, platt
from nlp.aspects.views import Views
from nlp.hashed.heads import Floats, Heads

REVIEWS = Recipe(penalty=0.3, smoothing=0.1, bits=18)
PHRASES = Recipe(penalty=0.1, smoothing=0.1, bits=17)
TERMS = Recipe(penalty=0.05, smoothing=0.02, bits=17)

LEAST_OFTEN = 3
"""Times a word must have been marked as an opinion to be one."""
_DEGREE = re.compile(
    r"^(?:非常|特别|比较|有点|有些|相当|十分|还是|也|都|很|太|真|挺|超|更|最|好|蛮|较|略|偏|够|极|还|就)+(?=..)|[的了吧啊呢哦]$"
)
_OPINION = re.compile(r"[\u4e00-\u9fff]{2,4}")

_log = logging.getLogger(__name__)
Fold = NDArray[np.uint16]


def phrases(rows: Sequence[tuple[str, list[GoldTriple]]]) -> list[tuple[str, str]]:
    """(opinion, polarity) of all triples, each once."""
    found = {(text[slice(*one.opinion)], one.polarity): None for text, triples in rows for one in triples}
    return [pair for pair in found if pair[0]]


def review_heads(rows: Sequence[tuple[str, bool]], fold: Fold) -> Heads:
    """One head: whether a whole review praises."""
    cases = Cases.of([[text for text, _ in rows]], None, fold, REVIEWS.bits)
    return fit(cases, np.array([[praises for _, praises in rows]]), REVIEWS)


def phrase_heads(pairs: Sequence[tuple[str, str]], fold: Fold) -> Heads:
    """Two heads: whether an opinion of a few words praises (among those that judge), and whether it judges."""
    labels = np.array([label for _, label in pairs])
    cases = Cases.of([[text for text, _ in pairs]], None, fold, PHRASES.bits)
    judging = np.flatnonzero(labels != "neutral")
    praise = fit(cases.take(judging), (labels == "positive")[None, judging], PHRASES)
    judged = fit(cases, (labels != "neutral")[None], PHRASES)
    return Heads(*(np.concatenate([getattr(praise, f), getattr(judged, f)]) for f in Heads.__slots__))


def term_views(rows: Sequence[TermRow]) -> Views:
    """What is looked at: the first place where the term stands."""
    starts = [row.text.find(row.term) for row in rows]
    places = [(at, at + len(row.term)) if at >= 0 else (-1, -1) for at, row in zip(starts, rows, strict=True)]
    return Views.around([row.text for row in rows], places)


def term_heads(rows: Sequence[TermRow], names: Sequence[str], priors: Priors) -> tuple[Heads, Floats, dict[str, float]]:
    """The head of polarity, (slope, offset) of its calibration, and the cross-validated accuracy by set."""
    views = term_views(rows)
    cases = Cases.of(views.pieces(), views.priors(priors), priors.fold, TERMS.bits)
    targets = np.array([[row.label == "positive" for row in rows]])
    folds = folds_of([row.text for row in rows])
    scores = crossed(cases, targets, TERMS, folds)[:, 0]
    is_right = (scores > 0) == targets[0]
    found = {}
    for name in sorted(set(names)):
        mine = np.array([one == name for one in names])
        found[name] = float(is_right[mine].mean())
        _log.info("  %s: accuracy %.4f on %d terms, cross-validated", name, found[name], mine.sum())
    return fit(cases, targets, TERMS), np.array(platt(scores, targets[0])), found


def judged_calibration(
    rows: Sequence[tuple[str, list[GoldTriple]]], neutral: Sequence[tuple[str, tuple[int, int]]], priors: Priors
) -> Floats:
    """(slope, offset) from the general heads to the log-odds that a term is judged.

    Judged are named aspects of triples; not judged are those called neutral, and `neutral` places of other texts.
    """
    cases = [
        (text, one.aspect, one.polarity != "neutral") for text, found in rows for one in found if one.aspect != IMPLICIT
    ]
    cases += [(text, place, False) for text, place in neutral]
    views = Views.around([text for text, _, _ in cases], [place for _, place, _ in cases])
    return np.array(platt(judged_score(views.priors(priors), priors), np.array([judged for _, _, judged in cases])))


def opinion_words(rows: Sequence[tuple[str, list[GoldTriple]]], others: Sequence[str]) -> list[str]:
    """Opinions of two to four characters that occur at least LEAST_OFTEN times, without what weighs them."""
    counts = Counter(text[slice(*one.opinion)] for text, triples in rows for one in triples)
    counts.update(others)
    words: Counter[str] = Counter()
    for word, count in counts.items():
        words[_DEGREE.sub("", word)] += count
    kept = [word for word, count in words.items() if count >= LEAST_OFTEN and _OPINION.fullmatch(word)]
    return sorted(kept)
