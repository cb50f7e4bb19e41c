"""Where a checkpoint is, and the hash that names it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from records.errors import UsageError
from records.ids import version_of

CONFIG = "config.json"

_WEIGHTS = ("model*.safetensors", "pytorch_model*.bin")
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")
_OTHERS = (
    CONFIG,
    "*.index.json",
    "merges.txt",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder that holds configuration, tokenizer and weights."""

    name: str
    """As the user gave it: a folder or the name of a hub model."""
    folder: Path
    digest: str
    """Of every file that decides a verdict."""


def find(name: str) -> Checkpoint:
    """The checkpoint of a folder or hub name, downloaded if need be; HF_HUB_OFFLINE=1 keeps to what is on disk.

    Raises UsageError when it is not there or lacks configuration, tokenizer or weights.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _from_hub(name)
    _require(name, folder, (CONFIG,), "config.json")
    _require(name, folder, _TOKENIZERS, f"tokenizer ({', '.join(_TOKENIZERS)})")
    _require(name, folder, _WEIGHTS, f"weights ({', '.join(_WEIGHTS)})")
    return Checkpoint(name, folder, _digest(folder))


def refused(name: str, reason: object) -> UsageError:
    """The one error for a checkpoint that cannot be used."""
    said = str(reason).strip().splitlines()
    why = (said[0] if said else type(reason).__name__).rstrip(".:")
    return UsageError(
        f"cannot use the checkpoint {name!r}: {why}; give a folder with config.json, weights and tokenizer, "
        "or the name of a hub model"
    )


def _from_hub(name: str) -> Path:
    """The folder of a hub model's files; .bin weights only where there are no safetensors."""
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, allow_patterns=[*_OTHERS, *_TOKENIZERS, _WEIGHTS[0]]))
        if not any(folder.glob(_WEIGHTS[0])):
            folder = Path(snapshot_download(name, allow_patterns=[_WEIGHTS[1]]))
    except (OSError, ValueError) as error:
        raise refused(name, f"no such folder, and the hub gave none ({type(error).__name__})") from error
    return folder


def _require(name: str, folder: Path, patterns: Sequence[str], what: str) -> None:
    if not any(file.is_file() for file in _matching(folder, patterns)):
        raise refused(name, f"{folder} has no {what}")


def _digest(folder: Path) -> str:
    files = {file.name: file for file in _matching(folder, (*_OTHERS, *_TOKENIZERS, *_WEIGHTS)) if file.is_file()}
    parts: list[str] = []
    for name, file in sorted(files.items()):
        with file.open("rb") as stream:
            parts += [name, hashlib.file_digest(stream, "sha256").hexdigest()]
    return version_of(*parts)


def _matching(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    return (file for pattern in patterns for file in folder.glob(pattern))
