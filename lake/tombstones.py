"""Kept pages without the records of a person who was erased: a new file, and a manifest that says what it replaces.

The page's line gains a tombstone with the keyed id and nothing else of the person; the manifest's entry links the hash
the page had before and the reason. Killed at any moment, the next call finds the old file still there and goes on.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from lake.bodies import chunks_of
from lake.files import write_durably
from lake.raw import MANIFEST, body_in_line, body_of, entry_of, line_of
from lake.seal import entries_of, sealed

REASON = "erasure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """What is to stand in a page's place."""

    body: bytes
    record_count: int
    """Records taken out; 0 where only quotations were masked."""


def page_files(home_raw: Path) -> Iterator[Path]:
    """Every kept page of every source, in path order."""
    yield from sorted(home_raw.glob("*/dt=*/run=*/page-*.jsonl.zst"))


def body_at(file: Path, line: dict[str, Any]) -> bytes:
    """The bytes as received, wherever they lie. Raises DamagedArtefact."""
    return b"".join(chunks_of(file.with_name(line["body_file"]))) if "body_file" in line else body_of(line)


def bury(file: Path, author_id: str, new: Rewritten, mask: Callable[[str], str]) -> None:
    """Puts a page's new body in its place; `mask` rewrites its address and request. Raises OSError."""
    line = line_of(file)
    digest = hashlib.sha256(new.body).hexdigest()
    tombstone = {
        "author_id": author_id,
        "record_count": new.record_count,
        "reason": REASON,
        "was_sha256": line["sha256"],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    head = {name: value for name, value in line.items() if name not in ("text", "body", "body_file", "body_bytes")}
    head |= {
        "url": mask(line["url"]),
        "request": {name: mask(value) for name, value in line["request"].items()},
        "headers": {name: mask(value) for name, value in line["headers"].items()},
        "sha256": digest,
        "tombstones": [*line.get("tombstones", ()), tombstone],
    }
    target = file.with_name(f"{file.name.removesuffix('.jsonl.zst').rsplit('-', 1)[0]}-{digest[:12]}.jsonl.zst")
    if "body_file" in line:
        body_name = target.name.replace(".jsonl.zst", ".body.zst")
        write_durably(target.with_name(body_name), zstandard.compress(new.body))
        head |= {"body_file": body_name, "body_bytes": len(new.body)}
    else:
        head |= body_in_line(new.body)
    packed = zstandard.compress(json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    write_durably(target, packed)
    _relist(file, {**entry_of(target, packed, head), "was": {"sha256": line["sha256"], "reason": REASON}})
    kept = {target.name, head.get("body_file")}
    for old in {file.name, line.get("body_file", file.name)} - kept:
        file.with_name(old).unlink(missing_ok=True)


def _relist(file: Path, entry: dict[str, Any]) -> None:
    """Lists the new page instead of the old one, where a run got as far as a manifest."""
    manifest = file.with_name(MANIFEST)
    if not manifest.exists():
        return
    listed = entries_of(manifest.read_bytes())
    replaced = [each for each in listed if each["name"] == file.name]
    earlier = [each["was"] for each in replaced if "was" in each]
    if earlier:
        entry = {**entry, "earlier": [*replaced[0].get("earlier", ()), *earlier]}
    renewed = [entry if each["name"] == file.name else each for each in listed]
    write_durably(manifest, sealed({"files": renewed}))
