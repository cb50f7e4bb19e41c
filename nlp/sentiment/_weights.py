"""The committed weights of the linear engine: arrays, hashes, and what to do when they are damaged."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.artefact import read_checked, write_checked

FOLDER = Path(__file__).resolve().parent.parent / "models" / "sentiment" / "linear"
"""Where the weights of this package are."""
WEIGHTS = "weights.npz"
TRAIN = "python -m nlp.sentiment.train --data FOLDER"
"""The command that makes them, and the filter of the texts they were trained on."""

HEADS = ("review", "social", "is_social", "opinion")
"""Polarity as reviews use words, polarity as posts use them, which of both it is, and whether it judges at all."""

_IDENTITY = np.arange(1 << 16, dtype=np.uint16)
"""Most characters fold to themselves: the differences take a fifth of the space."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that decides a verdict."""

    tables: NDArray[np.int8]
    """(len(HEADS), 2**BITS) weights, to be multiplied by `scales`."""
    scales: NDArray[np.float64]
    """(len(HEADS),) size of one step of each head."""
    biases: NDArray[np.float64]
    """(len(HEADS),) log-odds of a text without any n-gram."""
    slopes: NDArray[np.float64]
    """(len(HEADS),) calibration: log-odds = slope * score + offset."""
    offsets: NDArray[np.float64]
    """(len(HEADS),) see `slopes`."""
    fold: NDArray[np.uint16]
    """(65536,) character table: half width, lower case, simplified."""
    kinds: NDArray[np.int8]
    """(65536,) 1 for Chinese characters and emoji, -1 for kana, 0 for anything else, after folding."""
    surprise: NDArray[np.uint8]
    """(2**BITS,) how rare an n-gram of one or two characters was in training (see nlp.sentiment._domain)."""
    usual: NDArray[np.float32]
    """(length bands, points) quantiles of the mean surprise of held-back texts of the trained-on domains."""
    version: str = ""
    """First 12 hex digits of the file's sha256."""


def save(folder: Path, weights: Weights) -> str:
    """Writes the weights and returns their version; the same arrays always give the same bytes."""
    arrays = {name: getattr(weights, name) for name in Weights.__slots__ if name != "version"}
    return write_checked(folder, WEIGHTS, arrays | {"fold": weights.fold - _IDENTITY})[:12]


def load(folder: Path = FOLDER) -> Weights:
    """The weights, their hash proven. Raises DamagedArtefact."""
    arrays, digest = read_checked(folder, WEIGHTS, train=TRAIN)
    arrays["fold"] = arrays["fold"].astype(np.uint16) + _IDENTITY
    return Weights(**arrays, version=digest[:12])  # type: ignore[arg-type]  # the hash proves the kinds
