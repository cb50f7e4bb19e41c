"""The committed weights of this room's engines: which file holds what."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.artefact import read_checked, write_checked

FOLDER = Path(__file__).resolve().parent.parent / "models" / "aspects"
"""Where the weights of this package are."""
TRAIN = "python -m nlp.aspects.train --data FOLDER"
"""The command that makes them."""

Arrays = dict[str, NDArray[Any]]
_IDENTITY = np.arange(1 << 16, dtype=np.uint16)
"""Most characters fold to themselves: the differences take a fifth of the space."""


def save(folder: Path, name: str, arrays: Arrays) -> str:
    """Writes one file of weights and returns its version."""
    kept = {key: value - _IDENTITY if key == "fold" else value for key, value in arrays.items()}
    return write_checked(folder, f"{name}.npz", kept)[:12]


@cache
def load(folder: Path, name: str) -> tuple[Arrays, str]:
    """The arrays of one file and its version. Raises DamagedArtefact."""
    arrays, digest = read_checked(folder, f"{name}.npz", train=TRAIN)
    if "fold" in arrays:
        arrays["fold"] = arrays["fold"].astype(np.uint16) + _IDENTITY
    return dict(arrays), digest[:12]
