"""The raw zone: every response or export file as received, one JSON line each, zstd, with a manifest a run."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import zstandard

from lake.files import write_durably
from records import RawPage
from records.errors import DamagedArtefact
from records.time import UNKNOWN_DAY, shanghai_day

MANIFEST = "_manifest.json"


class RawWriter:
    """Keeps the pages of one run of one source; each page is durable before `write` returns."""

    def __init__(self, home_raw: Path, source: str, run_id: str) -> None:
        self._source_folder = home_raw / source
        self._run_id = run_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, page: RawPage) -> None:
        """Appends one page as a file of its own; the same page again replaces itself."""
        digest = hashlib.sha256(page.body).hexdigest()
        line = json.dumps(_to_json(page, digest), ensure_ascii=False).encode("utf-8", "surrogatepass")
        name = f"page-{page.page_number:06d}-{_address_hash(page)}-{digest[:12]}.jsonl.zst"
        write_durably(self._folder(page.fetched_at) / name, zstandard.compress(line + b"\n", 3))

    def close(self) -> None:
        """Writes the manifest of each day folder of this run: pages, bytes and hashes."""
        for folder in sorted(self._source_folder.glob(f"dt=*/run={self._run_id}")):
            files = sorted(folder.glob("page-*.jsonl.zst"))
            entries = [_entry(file) for file in files]
            write_durably(folder / MANIFEST, json.dumps({"files": entries}, indent=1).encode())

    def _folder(self, fetched_at: datetime) -> Path:
        return self._source_folder / f"dt={shanghai_day(fetched_at)}" / f"run={self._run_id}"


def read_raw(
    home_raw: Path, source: str, *, run_id: str | None = None, since: date | None = None, until: date | None = None
) -> Iterator[RawPage]:
    """The kept pages of a source in the order they were fetched: by day, run, page."""
    for file in _files(home_raw, source, run_id, since, until):
        yield _from_json(_line(file))


def known_files(home_raw: Path, source: str) -> dict[str, datetime]:
    """sha256 of every page kept so far -> when it was first received."""
    known: dict[str, datetime] = {}
    for folder in sorted((home_raw / source).glob("dt=*/run=*")):
        for entry in _entries(folder):
            fetched_at = datetime.fromisoformat(entry["fetched_at"])
            known[entry["sha256"]] = min(fetched_at, known.get(entry["sha256"], fetched_at))
    return known


def _entries(folder: Path) -> list[dict[str, Any]]:
    """What a run's manifest lists; of a run that died before writing one, the pages it kept."""
    manifest = folder / MANIFEST
    if manifest.exists():
        return json.loads(manifest.read_bytes())["files"]  # type: ignore[no-any-return]
    return [_entry(file) for file in sorted(folder.glob("page-*.jsonl.zst"))]


def _files(home_raw: Path, source: str, run_id: str | None, since: date | None, until: date | None) -> Iterator[Path]:
    for folder in sorted((home_raw / source).glob(f"dt=*/run={run_id or '*'}")):
        day = folder.parent.name.removeprefix("dt=")
        in_window = day == UNKNOWN_DAY or (
            (not since or day >= since.isoformat()) and (not until or day <= until.isoformat())
        )
        if in_window:
            yield from sorted(folder.glob("page-*.jsonl.zst"))


def _address_hash(page: RawPage) -> str:
    return hashlib.sha256(f"{page.url} {sorted(page.request.items())}".encode("utf-8", "replace")).hexdigest()[:8]


def _to_json(page: RawPage, digest: str) -> dict[str, Any]:
    return {
        "source": page.source,
        "url": page.url,
        "status": page.status,
        "fetched_at": page.fetched_at.isoformat(),
        "page_number": page.page_number,
        "request": dict(page.request),
        "headers": dict(page.headers),
        "sha256": digest,
        "body": base64.b64encode(page.body).decode("ascii"),
    }


def _line(file: Path) -> dict[str, Any]:
    try:
        return json.loads(zstandard.decompress(file.read_bytes()))  # type: ignore[no-any-return]
    except (zstandard.ZstdError, ValueError) as error:
        raise DamagedArtefact(f"{file}: kept page is damaged; restore it from a backup or gather again") from error


def _from_json(line: dict[str, Any]) -> RawPage:
    return RawPage(
        source=line["source"],
        url=line["url"],
        body=base64.b64decode(line["body"]),
        fetched_at=datetime.fromisoformat(line["fetched_at"]),
        status=line["status"],
        headers=line["headers"],
        request=line["request"],
        page_number=line["page_number"],
    )


def _entry(file: Path) -> dict[str, Any]:
    line = _line(file)
    return {"name": file.name, "bytes": file.stat().st_size, "sha256": line["sha256"], "fetched_at": line["fetched_at"]}


def damaged_pages(home_raw: Path) -> tuple[int, list[str]]:
    """How many kept pages manifests list, and one line for each that is missing or changed."""
    count = 0
    damaged = []
    for manifest in sorted(home_raw.glob(f"*/dt=*/run=*/{MANIFEST}")):
        try:
            entries = json.loads(manifest.read_bytes())["files"]
        except (OSError, ValueError, KeyError):
            damaged.append(f"{manifest}: not a manifest; restore it from a backup")
            continue
        for entry in entries:
            count += 1
            file = manifest.parent / entry["name"]
            if not _agrees(file, entry["sha256"]):
                damaged.append(f"{file}: missing or changed; restore it from a backup")
    return count, damaged


def _agrees(file: Path, digest: str) -> bool:
    try:
        body = base64.b64decode(_line(file)["body"])
    except (OSError, DamagedArtefact, KeyError, ValueError):
        return False
    return hashlib.sha256(body).hexdigest() == digest
