"""The figures of the study, from probabilities and labels."""

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

BINS = 15
KEPT_SHARE = 0.8


def calibration_error(confidence: Floats, is_right: Bools) -> float:
    """Expected calibration error over BINS equal bins of confidence (Naeini, Cooper and Hauskrecht, 2015)."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float(confidence[bins == one].mean()) - float(is_right[bins == one].mean())) * float((bins == one).mean())
        for one in np.unique(bins)
    ]
    return sum(gaps)


def two_way(positive: Floats, is_positive: Bools) -> dict[str, float]:
    """Accuracy, accuracy on the most confident KEPT_SHARE, and calibration error of a two-way decision.

    `positive` is (n,) the probability of positive among the two sides.
    """
    is_right = (positive > 0.5) == is_positive
    confidence = np.maximum(positive, 1 - positive)
    kept = np.argsort(-confidence, kind="stable")[: max(1, round(KEPT_SHARE * len(confidence)))]
    return {
        "n": len(positive),
        "accuracy": round(float(is_right.mean()), 4),
        "accuracy_on_80_percent": round(float(is_right[kept].mean()), 4),
        "ece": round(calibration_error(confidence, is_right), 4),
    }


def macro_f1(chosen: NDArray[np.intp], truth: NDArray[np.intp]) -> float:
    """Mean F1 of the classes that occur."""
    found = []
    for one in np.unique(truth):
        hits = int(((chosen == one) & (truth == one)).sum())
        found.append(2 * hits / (int((chosen == one).sum()) + int((truth == one).sum())))
    return round(float(np.mean(found)), 4)
