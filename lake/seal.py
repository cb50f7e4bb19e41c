"""Manifests that vouch for themselves: their last key is a hash of all others."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SEAL = "seal"
_UNSEALED = {"files", "fingerprint"}
"""All that manifests of before there were seals hold; anything else in one without a seal is a seal that was hit."""


def sealed(manifest: Mapping[str, Any]) -> bytes:
    """The bytes of a manifest file."""
    return _written({**manifest, SEAL: _hash_of(manifest)})


def is_as_written(content: bytes) -> bool:
    """Whether no byte of a manifest has changed since `sealed` made it; one of before there were seals passes.

    Raises ValueError for what is no JSON object.
    """
    manifest = json.loads(content)
    if not isinstance(manifest, dict):
        raise ValueError("not a JSON object")
    if SEAL not in manifest:
        return manifest.keys() <= _UNSEALED
    return content == sealed({name: value for name, value in manifest.items() if name != SEAL})


def entries_of(content: bytes) -> list[dict[str, Any]]:
    """The files a manifest lists, each with its name and sha256. Raises ValueError for what is no manifest."""
    manifest = json.loads(content)
    entries = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(entries, list) or not all(_is_entry(each) for each in entries):
        raise ValueError("no list of files")
    return entries


def proved_entries(manifest: Path, remedy: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The files a manifest lists, and a line ending with the remedy where it cannot be read or was changed."""
    try:
        content = manifest.read_bytes()
        entries = entries_of(content)
        return entries, [] if is_as_written(content) else [f"{manifest}: changed; {remedy}"]
    except (OSError, ValueError):
        return [], [f"{manifest}: not a manifest; {remedy}"]


def _is_entry(entry: object) -> bool:
    """A path in place of a name would lead out of the folder."""
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("name", "sha256")):
        return False
    return "/" not in entry["name"] and entry["name"] not in ("", ".", "..") and "\0" not in entry["name"]


def _hash_of(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(_written(manifest)).hexdigest()


def _written(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, indent=1).encode()
