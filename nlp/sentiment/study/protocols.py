"""The three protocols: domains left out, three classes in five folds, and the committed model on its test rows."""

import hashlib
import logging
from collections import Counter
from collections.abc import Sequence

import numpy as np

from nlp.engine import SENTIMENT_LABELS
from nlp.evaluate import SENTIMENT_OF_EMOTION
from nlp.hashed.decontaminate import near_duplicates
from nlp.sentiment import _weights
from nlp.sentiment.linear import LinearSentiment
from nlp.sentiment.study.judged import Judged
from nlp.sentiment.study.measures import macro_f1
from nlp.sentiment.train.__main__ import is_held_back
from nlp.sentiment.train.corpus import Row, Split
from nlp.sentiment.train.fit import calibrated

Figures = dict[str, float]

FOLDS = 5
FOLDED_SETS = ("weibo_usual_train", "weibo_virus_train")
IN_DOMAIN_SETS = ("shopping", "takeaway", "weibo", "douban", "chnsenticorp_test")
LEAST_ROWS = 200
"""A domain with fewer train rows is not left out on its own."""

_log = logging.getLogger(__name__)


def in_domain(parts: Split) -> dict[str, Figures]:
    """The committed model on the test rows of sets it was trained on, two-way."""
    weights = _weights.load()
    rows = {name: [row for row in parts.test if row.set_name == name] for name in IN_DOMAIN_SETS}
    return {name: Judged.by(weights, own).figures() for name, own in rows.items() if own}


def left_out_domains(parts: Split) -> dict[str, Figures]:
    """Each review domain judged by a model that was never trained on it, train and test rows alike."""
    counts = Counter(row.domain for row in parts.train if not row.is_social)
    domains = sorted(domain for domain, count in counts.items() if count >= LEAST_ROWS)
    return {domain: _left_out(parts, {domain}, domain) for domain in domains}


def weibo_left_out(parts: Split) -> dict[str, Figures]:
    """The set `weibo` judged by a model never trained on it, and by one never trained on any social post."""
    posts = {row.domain for row in [*parts.train, *parts.test] if row.is_social}
    if "weibo" not in posts:
        return {}
    return {
        "emotion sets kept": _left_out(parts, {"weibo"}, "weibo"),
        "no social post": _left_out(parts, posts, "weibo"),
    }


def _left_out(parts: Split, omitted: set[str], judged: str) -> Figures:
    """Trains without some domains, judges one; `flagged_inside` is the false-alarm rate on the domains trained on."""
    rows = [row for row in parts.train if row.domain not in omitted]
    weights = calibrated(rows, is_held_back)
    found = Judged.by(weights, [row for row in [*parts.train, *parts.test] if row.domain == judged]).figures()
    inside = Judged.by(weights, [row for row in parts.test if row.domain not in omitted])
    found["flagged_inside"] = round(float(inside.is_flagged.mean()), 4)
    _log.info("left out %s: %s %s", ", ".join(sorted(omitted)), judged, found)
    return found


def three_classes(parts: Split) -> dict[str, Figures]:
    """Macro-F1 of negative, neutral and positive in five folds over the two emotion train files, all their rows.

    A fold's model sees no text of the fold, none nearly the same, and no test row; all other train rows it does see.
    """
    folded = [row for row in [*parts.train, *parts.test] if row.set_name in FOLDED_SETS]
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in FOLDED_SETS}
    for fold in range(FOLDS):
        held = [row for row in folded if _fold(row.text) == fold]
        texts = {row.text for row in held}
        engine = LinearSentiment(
            calibrated(_apart([row for row in parts.train if row.text not in texts], held), is_held_back)
        )
        for name in FOLDED_SETS:
            found[name] += _decisions(engine, [row for row in held if row.set_name == name])
        _log.info("fold %d of %d: %s", fold + 1, FOLDS, _macro(found))
    return _macro(found)


def _macro(found: dict[str, list[tuple[int, int]]]) -> dict[str, Figures]:
    arrays = {name: np.array(pairs).T for name, pairs in found.items() if pairs}
    return {name: {"n": pairs.shape[1], "macro_f1": macro_f1(*pairs)} for name, pairs in arrays.items()}


def _decisions(engine: LinearSentiment, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """(chosen, true) class of the rows whose emotion is a sentiment; `surprise` is left out."""
    labels = [SENTIMENT_OF_EMOTION.get(row.label, row.label) for row in rows]
    judged = [(row.text, SENTIMENT_LABELS.index(label)) for row, label in zip(rows, labels, strict=True)
              if label in SENTIMENT_LABELS]  # fmt: skip
    chosen = engine.read([text for text, _ in judged]).label_index.tolist()
    return [(one, true) for one, (_, true) in zip(chosen, judged, strict=True)]


def _fold(text: str) -> int:
    """Of the hash that also decides on test rows, but another digit of it."""
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), 16) // 100 % FOLDS


def _apart(rows: Sequence[Row], held: Sequence[Row]) -> list[Row]:
    """Without social posts that are nearly one of those held out."""
    posts = [row for row in rows if row.is_social]
    tainted = near_duplicates([row.text for row in posts], [row.text for row in held])
    clean = [row for row, is_tainted in zip(posts, tainted, strict=True) if not is_tainted]
    return clean + [row for row in rows if not row.is_social]
