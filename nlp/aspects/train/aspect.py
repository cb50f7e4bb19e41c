"""The heads of one industry: which aspects a text speaks of, and how it judges each."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.formats import POLARITIES, Pairs
from nlp.aspects.linear import others_of
from nlp.aspects.places import places
from nlp.aspects.priors import Priors
from nlp.aspects.train.corpus import folds_of
from nlp.aspects.train.fit import Cases, Recipe, crossed, fit, platt
from nlp.hashed.heads import Floats, Heads

DETECTION = Recipe(penalty=0.3, smoothing=0.02, bits=18)
POLARITY = Recipe(penalty=0.1, smoothing=0.5, bits=17)
_GRID = np.arange(0.1, 0.7, 0.01)

Flags = NDArray[np.bool_]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trained:
    """Everything of one industry."""

    detection: Heads
    polarity: Heads
    calibration: Floats
    """(2,) slope and offset from a detection score to the log-odds of the aspect."""
    threshold: float
    """Least probability of an aspect that counts as found: best sum of detection F1 and pair F1 in cross-validation."""
    mix: Floats
    """(4, 3) from three polarity scores and 1 to the logits of the polarities."""
    crossed: dict[str, float]
    """What cross-validation on the training rows said, by name."""


def train(rows: dict[str, Pairs], aspects: Sequence[str], priors: Priors) -> Trained:
    """Fits an industry's heads on texts and their pairs."""
    texts = list(rows)
    folds = folds_of(texts)
    truth = np.array([[_label(rows[text].get(name)) for name in aspects] for text in texts])
    cases, is_there = Cases.of([texts], None, priors.fold, DETECTION.bits), truth >= 0
    scores = crossed(cases, is_there.T, DETECTION, folds)
    calibration = np.array(platt(scores.ravel(), is_there.ravel()))
    chances = 1 / (1 + np.exp(-(scores * calibration[0] + calibration[1])))
    detection = fit(cases, is_there.T, DETECTION)
    polarity, mix, is_right = _polarity(texts, truth, folds, detection, priors)
    f1s = [(f1(chances >= level, is_there, is_there), f1(chances >= level, is_there, is_right)) for level in _GRID]
    best = int(np.argmax([sum(pair) for pair in f1s]))
    accuracy = float(is_right[is_there].mean())
    found = {"detection F1": f1s[best][0], "pair F1": f1s[best][1], "polarity given the aspect": accuracy}
    for name, value in found.items():
        _log.info("  %s %.4f, cross-validated", name, value)
    return Trained(detection, polarity, calibration, float(_GRID[best]), mix, found)


def _label(said: str | None) -> int:
    return -1 if said is None else POLARITIES.index(said)


def f1(found: Flags, truth: Flags, hits: Flags) -> float:
    """Micro-F1 of cells found, of which those in `hits` are right."""
    result: float = 2 * int((found & hits).sum()) / max(1, int(found.sum()) + int(truth.sum()))
    return result


def _polarity(
    texts: Sequence[str], truth: NDArray[np.intp], folds: NDArray[np.intp], detection: Heads, priors: Priors
) -> tuple[Heads, Floats, Flags]:
    """The heads, the mix of their scores, and (texts, aspects) whether cross-validation got the polarity right."""
    from sklearn.linear_model import LogisticRegression

    rows, aspects = np.nonzero(truth >= 0)
    labels = truth[rows, aspects]
    spoken = places([texts[row] for row in rows.tolist()], aspects, detection.tables[:, 0], priors.fold)
    cases = Cases.of(
        spoken.pieces(),
        others_of(spoken.grams(priors.fold), aspects, truth.shape[1], priors),
        priors.fold,
        POLARITY.bits,
    )
    targets = np.stack([labels == number for number in range(len(POLARITIES))])
    scores = crossed(cases, targets, POLARITY, folds[rows])
    model = LogisticRegression(C=10.0).fit(scores, labels)
    is_right = np.zeros(truth.shape, np.bool_)
    is_right[rows, aspects] = model.predict(scores) == labels
    mix = np.concatenate([model.coef_.T, model.intercept_[None]])
    return fit(cases, targets, POLARITY), mix, is_right


def arrays(trained: Trained) -> dict[str, NDArray[np.generic]]:
    """What the industry's file of weights keeps."""
    plain = {"calibration": trained.calibration, "threshold": np.array(trained.threshold), "mix": trained.mix}
    return trained.detection.arrays("detection") | trained.polarity.arrays("polarity") | plain
