"""Files of arrays that prove they are what was written: weights are never read half or by mistake."""

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from records.errors import DamagedArtefact

SUMS = "SHA256SUMS"
"""The hashes of a model's files, as `sha256sum -c` reads them."""


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


def read_checked(folder: Path, name: str, *, train: str) -> tuple[dict[str, NDArray[np.generic]], str]:
    """The arrays of one file and its sha256; `train` is the command that makes it anew.

    Raises DamagedArtefact when the file is absent or not what was written.
    """
    file = folder / name
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DamagedArtefact(_remedy(f"cannot read {file}: {error.strerror}", train)) from error
    digest = hashlib.sha256(raw).hexdigest()
    if digest != _sums(folder).get(name):
        raise DamagedArtefact(_remedy(f"{file} is damaged: its sha256 is not the one in {SUMS}", train))
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}, digest
    except (ValueError, zipfile.BadZipFile) as error:
        raise DamagedArtefact(_remedy(f"{file} holds no arrays", train)) from error


def _sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _remedy(what: str, train: str) -> str:
    return f"{what}; restore it from the release, or train again with `{train}`"
