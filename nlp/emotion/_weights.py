"""The committed weights of the linear engine: arrays, hashes, and what to do when they are damaged."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.artefact import read_checked, write_checked

LABELS = ("happy", "angry", "sad", "fear", "surprise", "neutral")
"""The classes, in the order of the probabilities: the six of SMP2020-EWECT."""
FOLDER = Path(__file__).resolve().parent.parent / "models" / "emotion" / "linear"
"""Where the weights of this package are."""
WEIGHTS = "weights.npz"
TRAIN = "python -m nlp.emotion.train --data FOLDER"
"""The command that makes them, and the filter of the texts they were trained on."""

_IDENTITY = np.arange(1 << 16, dtype=np.uint16)
"""Most characters fold to themselves: the differences take a fifth of the space."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that decides a verdict."""

    tables: NDArray[np.int8]
    """(2**BITS, len(LABELS)) weights of the n-grams, to be multiplied by `scales`."""
    scales: NDArray[np.float64]
    """(len(LABELS),) size of one step of each class."""
    biases: NDArray[np.float64]
    """(len(LABELS),) log-odds of a text without any n-gram."""
    offsets: NDArray[np.float64]
    """(len(LABELS),) added to the log-probabilities before one class is chosen: rare feelings would never be named."""
    fold: NDArray[np.uint16]
    """(65536,) character table: half width, lower case, simplified."""
    kinds: NDArray[np.int8]
    """(65536,) 1 for Chinese characters and emoji, -1 for kana, 0 for anything else, after folding."""
    version: str = ""
    """First 12 hex digits of the file's sha256."""


def save(folder: Path, weights: Weights) -> str:
    """Writes the weights and returns their version; the same arrays always give the same bytes."""
    arrays = {name: getattr(weights, name) for name in Weights.__slots__ if name != "version"}
    stored = {"fold": weights.fold - _IDENTITY, "tables": np.ascontiguousarray(weights.tables.T)}
    return write_checked(folder, WEIGHTS, arrays | stored)[:12]


def load(folder: Path = FOLDER) -> Weights:
    """The weights, their hash proven. Raises DamagedArtefact."""
    arrays, digest = read_checked(folder, WEIGHTS, train=TRAIN)
    arrays["fold"] = arrays["fold"].astype(np.uint16) + _IDENTITY
    arrays["tables"] = np.ascontiguousarray(arrays["tables"].T)
    return Weights(**arrays, version=digest[:12])  # type: ignore[arg-type]  # the hash proves the kinds
