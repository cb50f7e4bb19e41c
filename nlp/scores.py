"""Scores of a classifier against labels: accuracy, F1, calibration, and what abstention buys."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.engine import Verdicts

Ints = NDArray[np.intp]
_BINS = 15
_KEPT_SHARE = 0.8


def truth_of(labels: Sequence[str], known: Sequence[str]) -> Ints:
    """Positions of the labels in `known`; ValueError for one that is not."""
    return np.array([known.index(label) for label in labels], np.intp)


def among(probabilities: NDArray[np.float32], present: Ints) -> tuple[Ints, NDArray[np.float64]]:
    """The likeliest of the classes that occur, and its probability among them.

    A file with two labels asks a two-way question: the other class's share is spread over those present. Rows without
    any share on them are undecided: probability 1 / number of classes.
    """
    part = probabilities[:, present].astype(np.float64)
    total = part.sum(axis=1)
    confidence = np.where(total > 0, part.max(axis=1) / np.where(total > 0, total, 1), 1 / len(present))
    return present[part.argmax(axis=1)], confidence


def decided(verdicts: Verdicts, present: Ints) -> Ints:
    """The engine's own decision where it is among the classes that occur, else the likeliest of those.

    An engine need not decide for its likeliest class: offsets let it name rare ones.
    """
    own = verdicts.label_index.astype(np.intp)
    return np.where(np.isin(own, present), own, among(verdicts.probabilities, present)[0])


def per_label(chosen: Ints, truth: Ints, names: Sequence[str], present: Ints) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and support of each class that occurs; 0 where a class was never chosen."""
    result: dict[str, dict[str, float]] = {}
    for index in present.tolist():
        hits = int(((chosen == index) & (truth == index)).sum())
        picked, support = int((chosen == index).sum()), int((truth == index).sum())
        result[names[index]] = {
            "precision": _rounded(hits / picked if picked else 0.0),
            "recall": _rounded(hits / support if support else 0.0),
            "f1": _rounded(2 * hits / (picked + support) if picked + support else 0.0),
            "support": support,
        }
    return result


def macro_f1(labels: dict[str, dict[str, float]]) -> float:
    """Mean F1 of the classes that occur."""
    return _rounded(float(np.mean([score["f1"] for score in labels.values()])))


def calibration_error(confidence: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Expected calibration error over fifteen equal bins of confidence (Naeini, Cooper and Hauskrecht, 2015)."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(float(confidence[bins == number].mean()) - float(is_right[bins == number].mean())) * (bins == number).mean()
        for number in np.unique(bins)
    ]
    return _rounded(float(sum(gaps)))


def selective(
    confidence: NDArray[np.float64], is_right: NDArray[np.bool_], is_abstained: NDArray[np.bool_]
) -> dict[str, float | None]:
    """Share judged and accuracy there, by the engine's own abstention and on its most confident 80%."""
    kept = ~is_abstained
    most = np.argsort(-confidence, kind="stable")[: max(1, round(_KEPT_SHARE * len(confidence)))]
    return {
        "coverage": _rounded(float(kept.mean())),
        "accuracy": _rounded(float(is_right[kept].mean())) if kept.any() else None,
        "accuracy_on_most_confident_80_percent": _rounded(float(is_right[most].mean())),
    }


def scores(verdicts: Verdicts, labels: Sequence[str], *, is_closed: bool = True) -> dict[str, Any]:
    """All scores of verdicts against the labels of at least one text.

    `is_closed`: the decision is among the labels that occur; else among all of the engine's. Calibration and the
    order of confidence are those of the likeliest class, which the engine may have passed over in its decision.
    """
    truth = truth_of(labels, verdicts.labels)
    present = np.unique(truth)
    asked = present if is_closed else np.arange(len(verdicts.labels))
    chosen = decided(verdicts, asked)
    likeliest, confidence = among(verdicts.probabilities, asked)
    is_right = chosen == truth
    by_label = per_label(chosen, truth, verdicts.labels, present)
    return {
        "n": len(truth),
        "accuracy": _rounded(float(is_right.mean())),
        "macro_f1": macro_f1(by_label),
        "per_label": by_label,
        "ece": calibration_error(confidence, likeliest == truth),
        "selective": selective(confidence, is_right, verdicts.is_abstained),
    }


def _rounded(value: float) -> float:
    return round(value, 4)
