"""The raw zone against its manifests: what is missing, changed, or there without being listed."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from lake.bodies import chunks_of
from lake.raw import MANIFEST, body_of
from lake.seal import entries_of, proved_entries
from records.errors import DamagedArtefact

_REMEDY = "restore it from a backup, or delete its folder and gather again"


def damaged_pages(home_raw: Path) -> tuple[int, list[str]]:
    """How many kept pages manifests list, and one line for each that is missing or changed."""
    count = 0
    damaged: list[str] = []
    for manifest in sorted(home_raw.glob(f"*/dt=*/run=*/{MANIFEST}")):
        entries, lines = proved_entries(manifest, _REMEDY)
        damaged += lines
        for entry in entries:
            count += 1
            file = manifest.parent / entry["name"]
            if trouble := _trouble(file, entry):
                damaged.append(f"{file}: {trouble}; {_REMEDY}")
    return count, damaged


def unlisted_files(home_raw: Path) -> Iterator[Path]:
    """Files of runs that no manifest and no listed page names: of a run that died or lost its manifest, or strange."""
    for folder in sorted(home_raw.glob("*/dt=*/run=*")):
        known = _named_in(folder)
        yield from (file for file in sorted(folder.iterdir()) if file.name not in known)


def _named_in(folder: Path) -> set[str]:
    try:
        names = {entry["name"] for entry in entries_of((folder / MANIFEST).read_bytes())}
    except (OSError, ValueError):
        return set()
    bodies = {str(line["body_file"]) for name in names if "body_file" in (line := _line_of(folder / name))}
    return {MANIFEST, *names, *bodies}


def _line_of(file: Path) -> dict[str, Any]:
    """What a page's file says; nothing where it is damaged, which is told elsewhere."""
    try:
        return _parsed(file.read_bytes())
    except (OSError, ValueError, zstandard.ZstdError):
        return {}


def _parsed(packed: bytes) -> dict[str, Any]:
    line = json.loads(zstandard.decompress(packed))
    if not isinstance(line, dict):
        raise ValueError("not a JSON object")
    return line


def _trouble(file: Path, entry: dict[str, Any]) -> str | None:
    """What is wrong with a listed page, in a word."""
    if not file.exists():
        return "missing"
    try:
        packed = file.read_bytes()
        if "file_sha256" in entry and entry["file_sha256"] != hashlib.sha256(packed).hexdigest():
            return "changed"
        return None if _body_digest(file, _parsed(packed)) == entry["sha256"] else "changed"
    except (OSError, DamagedArtefact, KeyError, ValueError, zstandard.ZstdError):
        return "changed"


def _body_digest(file: Path, line: dict[str, Any]) -> str:
    hashed = hashlib.sha256()
    for chunk in chunks_of(file.with_name(line["body_file"])) if "body_file" in line else [body_of(line)]:
        hashed.update(chunk)
    return hashed.hexdigest()
