"""General polarity, learned from whole reviews and from opinions of a few words: what the other heads build on."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.aspects import _weights
from nlp.hashed.heads import Heads

NAME = "polarity"
"""File of these heads and of the heads of terms."""


@dataclass(frozen=True, slots=True)
class Priors:
    """Heads over one piece of text."""

    heads: tuple[Heads, ...]
    """Of opinions of a few words (praises; judges), and of whole reviews (praises)."""
    fold: NDArray[np.uint16]
    """(65536,) character table: half width, lower case, simplified."""
    version: str

    @property
    def size(self) -> int:
        """Heads in all."""
        return sum(len(heads.biases) for heads in self.heads)


@cache
def load(folder: Path = _weights.FOLDER) -> Priors:
    """The committed priors. Raises DamagedArtefact."""
    arrays, version = _weights.load(folder, NAME)
    return Priors((Heads.of(arrays, "phrases"), Heads.of(arrays, "reviews")), arrays["fold"], version)
