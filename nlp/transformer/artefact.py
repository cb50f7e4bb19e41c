"""Exported models on disk: a folder each, written whole or not at all, proven by hashes at every load.

An artefact needs neither torch nor the checkpoint it came from, and can itself be named as the model.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from nlp.hashed.artefact import SUMS
from records.cache import user_cache
from records.errors import DamagedArtefact
from records.ids import version_of

FACTS, GRAPH, TOKENIZER, PARITY = "export.json", "model.onnx", "tokenizer.json", "parity.npy"
"""What it is; the network; the text's way into numbers; torch's logits on the probes."""
CACHE_VARIABLE = "SCRM_MODEL_CACHE"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an exported model."""

    classes: list[str]
    is_multi_label: bool
    precision: str
    """int8 or fp32."""
    inputs: list[str]
    """Names of the network's inputs, among input_ids, attention_mask, token_type_ids."""
    max_tokens: int
    pad_id: int
    made_with: str
    """Versions of the packages that made it."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A folder whose files are what was written."""

    folder: Path
    facts: Facts
    digest: str
    """Of all its files."""


def default_cache() -> Path:
    """SCRM_MODEL_CACHE, or the user's cache folder."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else user_cache("transformers")


def open_artefact(folder: Path) -> Artefact:
    """The artefact in a folder. Raises DamagedArtefact when a file is absent or not what was written."""
    try:
        sums = (folder / SUMS).read_text("utf-8")
        expected = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        if not {FACTS, GRAPH, TOKENIZER, PARITY} <= expected.keys():
            raise DamagedArtefact(f"{folder} is damaged: {SUMS} does not list its files")
        for name, digest in expected.items():
            if _sha256(folder / name) != digest:
                raise DamagedArtefact(f"{folder / name} is damaged: its sha256 is not the one in {SUMS}")
        facts = open_facts(folder)
    except (OSError, ValueError, TypeError) as error:
        raise DamagedArtefact(f"{folder} is damaged: {error}") from error
    return Artefact(folder, facts, version_of(sums))


def open_facts(folder: Path) -> Facts:
    """The facts alone, unproven. Raises OSError, ValueError or TypeError when they are none."""
    return Facts(**json.loads((folder / FACTS).read_text("utf-8")))


def is_artefact(folder: Path) -> bool:
    """Whether a folder holds an exported model."""
    return (folder / FACTS).is_file()


def seal(folder: Path, facts: Facts) -> None:
    """Writes the facts and the hashes of all files of a folder that is being made."""
    (folder / FACTS).write_text(json.dumps(asdict(facts), ensure_ascii=False, indent=1) + "\n", "utf-8")
    names = sorted(file.name for file in folder.iterdir() if file.name != SUMS)
    (folder / SUMS).write_text("".join(f"{_sha256(folder / name)}  {name}\n" for name in names), "utf-8")


def cached(folder: Path, make: Callable[[Path], None]) -> Artefact:
    """The artefact of that folder; made, whole, by `make(empty folder)` when it is absent or damaged.

    Two processes may make it at once: the first to finish is kept. Raises what `make` raises.
    """
    if folder.exists():
        try:
            return open_artefact(folder)
        except DamagedArtefact as error:
            _log.warning("%s; making it anew", error)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        made = Path(scratch) / "new"
        made.mkdir()
        make(made)
        for file in made.iterdir():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
        _put(made, folder)
    return open_artefact(folder)


def _put(made: Path, folder: Path) -> None:
    """Renames `made` to `folder`; what lies there stays if it is whole, and goes if it is damaged."""
    try:
        made.rename(folder)
    except OSError:
        try:
            open_artefact(folder)
        except DamagedArtefact:
            shutil.rmtree(folder)
            made.rename(folder)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
