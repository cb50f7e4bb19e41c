"""The committed weights of the linear engine: arrays, hashes, and what to do when they are damaged."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from records.errors import DamagedArtefact

FOLDER = Path(__file__).resolve().parent.parent / "models" / "sentiment" / "linear"
"""Where the weights of this package are."""
WEIGHTS, SEEN, SUMS = "weights.npz", "trained-on.npz", "SHA256SUMS"
"""The model; the filter of texts it was trained on; the hashes of both, as `sha256sum -c` reads them."""

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
    version: str = ""
    """First 12 hex digits of the file's sha256."""


def save(folder: Path, weights: Weights) -> str:
    """Writes the weights and returns their version; the same arrays always give the same bytes."""
    arrays = {name: getattr(weights, name) for name in Weights.__slots__ if name != "version"}
    return write_checked(folder, WEIGHTS, arrays | {"fold": weights.fold - _IDENTITY})[:12]


def write_checked(folder: Path, name: str, arrays: dict[str, NDArray[np.generic]]) -> str:
    """Writes one file of arrays, notes its sha256 in SHA256SUMS, and returns it."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    sums = _sums(folder) | {name: digest}
    (folder / SUMS).write_text("".join(f"{value}  {key}\n" for key, value in sorted(sums.items())), "utf-8")
    return digest


def load(folder: Path = FOLDER) -> Weights:
    """The weights, their hash proven. Raises DamagedArtefact."""
    arrays, digest = read_checked(folder, WEIGHTS)
    arrays["fold"] = arrays["fold"].astype(np.uint16) + _IDENTITY
    return Weights(**arrays, version=digest[:12])  # type: ignore[arg-type]  # the hash proves the kinds


def read_checked(folder: Path, name: str) -> tuple[dict[str, NDArray[np.generic]], str]:
    """The arrays of one file and its sha256. Raises DamagedArtefact when it is absent or not what was written."""
    file = folder / name
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DamagedArtefact(_remedy(f"cannot read {file}: {error.strerror}")) from error
    digest = hashlib.sha256(raw).hexdigest()
    if digest != _sums(folder).get(name):
        raise DamagedArtefact(_remedy(f"{file} is damaged: its sha256 is not the one in {SUMS}"))
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}, digest
    except (ValueError, zipfile.BadZipFile) as error:
        raise DamagedArtefact(_remedy(f"{file} holds no arrays")) from error


def _sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _remedy(what: str) -> str:
    return f"{what}; restore it from the release, or train again with `python -m nlp.sentiment.train --data FOLDER`"
