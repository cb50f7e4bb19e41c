"""The vault's book of what was done with people's data: lines are only ever added, each carries the hash of the last.

Whoever takes a line out or changes one breaks the chain behind it (as in RFC 6962's hash chains, without the tree).
The book names keyed ids only.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from records.errors import DamagedArtefact

FILE = "audit.jsonl"
_BEGINNING = "0" * 64


def record(vault: Path, action: str, author_id: str, **details: object) -> None:
    """Adds a line, durably: when, who (the account of the system), what, about whom. Raises OSError.

    A line torn by a power cut is completed by a line break and shows in `broken_at`.
    """
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(vault / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        lines = (vault / FILE).read_bytes().splitlines()
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "by": os.environ.get("SCRM_OPERATOR") or f"uid {os.getuid()}",
            "action": action,
            "author_id": author_id,
            **details,
            "previous": hashlib.sha256(lines[-1]).hexdigest() if lines else _BEGINNING,
        }
        os.write(descriptor, json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def entries(vault: Path) -> Iterator[Mapping[str, Any]]:
    """Every line, oldest first. Raises DamagedArtefact for one that is none."""
    for number, line in enumerate(_lines(vault), 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise DamagedArtefact(f"{vault / FILE}: line {number} is damaged; restore it from a backup") from error


def broken_at(vault: Path) -> int | None:
    """Number (from 1) of the first line that does not follow from the one before; None for a whole chain."""
    previous = _BEGINNING
    for number, line in enumerate(_lines(vault), 1):
        try:
            said = json.loads(line)["previous"]
        except (ValueError, KeyError, TypeError):
            return number
        if said != previous:
            return number
        previous = hashlib.sha256(line).hexdigest()
    return None


def _lines(vault: Path) -> list[bytes]:
    file = vault / FILE
    return file.read_bytes().splitlines() if file.exists() else []
