"""The tagger of aspects and opinions, their links, and the polarity of both."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.aspects import _weights
from nlp.aspects.formats import POLARITIES, GoldTriple
from nlp.aspects.links import IMPLICIT, features
from nlp.aspects.priors import Priors
from nlp.aspects.train import crf
from nlp.aspects.train.corpus import folds_of
from nlp.aspects.train.fit import Cases, Recipe, crossed, fit
from nlp.aspects.triples import ASPECT, ASPECT_ON, NAME, OPINION, OPINION_ON, polarity_pieces

POLARITY = Recipe(penalty=0.1, smoothing=0.1, bits=17)
EPOCHS = 2
EAGER = {ASPECT: np.float32(1.5), OPINION: np.float32(1.0)}
"""Added to the score of beginning an aspect or an opinion, after fitting: what the labellers passed over makes the
tagger shy; so precision and recall are about the same."""

_log = logging.getLogger(__name__)
Sentences = Sequence[tuple[str, list[GoldTriple]]]


def train_triples(rows: Sentences, priors: Priors, out: Path) -> None:
    """Fits all three and writes their weights."""
    _weights.save(out, NAME, fitted(rows, priors))


def fitted(rows: Sentences, priors: Priors) -> dict[str, NDArray[Any]]:
    """The arrays of the weights."""
    tagger = crf.fit(
        [text for text, _ in rows],
        [tags_of(text, found) for text, found in rows],
        allowed(),
        priors.fold,
        epochs=EPOCHS,
    )
    transitions, starts = tagger.transitions.copy(), tagger.starts.copy()
    for tag, gain in EAGER.items():
        transitions[:, tag] += gain
        starts[tag] += gain
    polarity = _polarity(rows, priors)
    return polarity | {
        "tagger.table": tagger.table,
        "tagger.scale": np.array(tagger.scale),
        "tagger.transitions": transitions,
        "tagger.starts": starts,
        "links": _links(rows),
    }


def tags_of(text: str, triples: Sequence[GoldTriple]) -> NDArray[np.int8]:
    """The tag of each character; where an aspect lies in an opinion, the opinion's."""
    tags = np.zeros(len(text), np.int8)
    for begin, inside, places in (
        (ASPECT, ASPECT_ON, [one.aspect for one in triples]),
        (OPINION, OPINION_ON, [one.opinion for one in triples]),
    ):
        for start, end in places:
            if start >= 0:
                tags[start:end] = inside
                tags[start] = begin
    return tags


def allowed() -> NDArray[np.bool_]:
    """(tags + 1, tags) which tag may follow which; the last row: which may begin."""
    result = np.ones((6, 5), np.bool_)
    for inside in (ASPECT_ON, OPINION_ON):
        result[:, inside] = False
        result[[inside - 1, inside], inside] = True
    return result


def _links(rows: Sentences) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    cases: list[list[float]] = []
    targets: list[bool] = []
    for text, triples in rows:
        aspects = sorted({one.aspect for one in triples} - {IMPLICIT})
        opinions = sorted({one.opinion for one in triples})
        known = {(one.aspect, one.opinion) for one in triples}
        for opinion in opinions:
            for aspect in aspects:
                cases.append(features(text, aspect, opinion, aspects, opinions))
                targets.append((aspect, opinion) in known)
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(np.array(cases), np.array(targets))
    _log.info("  links: accuracy %.4f on %d candidates", model.score(np.array(cases), np.array(targets)), len(targets))
    result: NDArray[np.float64] = model.coef_[0]
    return result


def _polarity(rows: Sentences, priors: Priors) -> dict[str, NDArray[Any]]:
    from sklearn.linear_model import LogisticRegression

    found = [(text, one) for text, triples in rows for one in triples]
    pieces = polarity_pieces([(text, one.aspect, one.opinion) for text, one in found])
    labels = np.array([POLARITIES.index(one.polarity) for _, one in found])
    cases = Cases.of(pieces, None, priors.fold, POLARITY.bits)
    targets = np.stack([labels == number for number in range(len(POLARITIES))])
    scores = crossed(cases, targets, POLARITY, folds_of([text for text, _ in found]))
    model = LogisticRegression(C=10.0).fit(scores, labels)
    _log.info("  polarity of triples: accuracy %.4f, cross-validated", model.score(scores, labels))
    heads = fit(cases, targets, POLARITY)
    return heads.arrays("polarity") | {"mix": np.concatenate([model.coef_.T, model.intercept_[None]])}
