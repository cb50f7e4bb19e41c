"""The raw zone: every response or export file as received, one JSON line each, zstd, with a manifest a run.

A large file's bytes lie in a file of their own beside the line that names it.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import zstandard

from lake.bodies import BodyInWaiting, chunks_of
from lake.files import settle_durably, write_durably, write_synced
from lake.seal import entries_of, sealed
from records import RawPage
from records.errors import DamagedArtefact
from records.time import UNKNOWN_DAY, shanghai_day

MANIFEST = "_manifest.json"
_LINE_BYTES = 2 << 30
"""More than any page that is kept in a line: a larger body lies in a file of its own."""


class RawWriter:
    """Keeps the pages of one run of one source; each is written out and named before `write` returns.

    The manifest at the end makes the names durable too; a page whose name a power cut took is asked for again.
    """

    def __init__(self, home_raw: Path, source: str, run_id: str) -> None:
        self._source_folder = home_raw / source
        self._run_id = run_id
        self._compress = zstandard.ZstdCompressor(level=3).compress
        self._written: dict[Path, dict[str, Any]] = {}
        """Manifest entries of the pages of this try."""
        self._folders: dict[date, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, page: RawPage) -> None:
        """Appends one page as a file of its own; the same page again replaces itself. Raises OSError."""
        digest = hashlib.sha256(page.body).hexdigest()
        self._write_line(page, digest, body_in_line(page.body))

    def waiting(self, head: RawPage, file: Path) -> BodyInWaiting:
        """A large file to keep with `head`, a page without a body; it is kept when the result is committed.

        The same file again replaces itself.
        """
        folder = self._folder(head.fetched_at)

        def keep(digest: str, aside: Path, byte_count: int) -> None:
            name = f"{_stem(head, digest)}.body.zst"
            settle_durably(aside, folder / name)
            self._write_line(head, digest, {"body_file": name, "body_bytes": byte_count})

        return BodyInWaiting(file, folder, keep)

    def _write_line(self, page: RawPage, digest: str, body: dict[str, Any]) -> None:
        content = {**_to_json(page), "sha256": digest, **body}
        line = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
        file = self._folder(page.fetched_at) / f"{_stem(page, digest)}.jsonl.zst"
        packed = self._compress(line + b"\n")
        write_synced(file, packed)
        self._written[file] = entry_of(file, packed, content)

    def close(self) -> None:
        """Writes the manifest of each day folder of this run: pages, bytes and hashes."""
        for folder in sorted(self._source_folder.glob(f"dt=*/run={self._run_id}")):
            files = sorted(folder.glob("page-*.jsonl.zst"))
            entries = [self._written.get(file) or _entry(file) for file in files]
            write_durably(folder / MANIFEST, sealed({"files": entries}))

    def _folder(self, fetched_at: datetime) -> Path:
        day = shanghai_day(fetched_at)
        folder = self._folders.get(day)
        if folder is None:
            folder = self._folders[day] = self._source_folder / f"dt={day}" / f"run={self._run_id}"
            folder.mkdir(parents=True, exist_ok=True)
        return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A kept page whose body need not be in memory."""

    head: RawPage
    """The page; without its body where that lies beside it."""
    sha256: str
    """Of the body."""
    body_file: Path | None
    """Where the bytes of a large file lie."""

    def page(self) -> RawPage:
        """The page with its body. Raises DamagedArtefact."""
        return replace(self.head, body=b"".join(chunks_of(self.body_file))) if self.body_file else self.head

    def copy_body(self, target: Path) -> None:
        """Writes the bytes as received to a file. Raises DamagedArtefact and OSError."""
        with target.open("wb") as sink:
            sink.writelines(chunks_of(self.body_file) if self.body_file else [self.head.body])


def kept_pages(
    home_raw: Path, source: str, *, run_id: str | None = None, since: date | None = None, until: date | None = None
) -> Iterator[KeptPage]:
    """The kept pages of a source in the order they were fetched: by day, run, page."""
    for file in _files(home_raw, source, run_id, since, until):
        line = line_of(file)
        body_file = file.with_name(line["body_file"]) if "body_file" in line else None
        yield KeptPage(head=page_of_line(line, body_of(line)), sha256=line["sha256"], body_file=body_file)


def read_raw(
    home_raw: Path, source: str, *, run_id: str | None = None, since: date | None = None, until: date | None = None
) -> Iterator[RawPage]:
    """The kept pages in the same order, each with its whole body."""
    return (kept.page() for kept in kept_pages(home_raw, source, run_id=run_id, since=since, until=until))


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
        try:
            return entries_of(manifest.read_bytes())
        except ValueError as error:
            remedy = "restore it from a backup, or delete it and gather again"
            raise DamagedArtefact(f"{manifest}: not a manifest; {remedy}") from error
    return [_entry(file) for file in sorted(folder.glob("page-*.jsonl.zst"))]


def _files(home_raw: Path, source: str, run_id: str | None, since: date | None, until: date | None) -> Iterator[Path]:
    for folder in sorted((home_raw / source).glob(f"dt=*/run={run_id or '*'}")):
        day = folder.parent.name.removeprefix("dt=")
        in_window = day == UNKNOWN_DAY or (
            (not since or day >= since.isoformat()) and (not until or day <= until.isoformat())
        )
        if in_window:
            yield from sorted(folder.glob("page-*.jsonl.zst"))


def body_in_line(body: bytes) -> dict[str, str]:
    """UTF-8 as the text it is (two fifths smaller once compressed), any other bytes in base64."""
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode("ascii")}


def body_of(line: Mapping[str, Any]) -> bytes:
    """The body inside a page's line, as received."""
    if "text" in line:
        return str(line["text"]).encode("utf-8")
    return base64.b64decode(line.get("body", ""))


def _address_hash(page: RawPage) -> str:
    return hashlib.sha256(f"{page.url} {sorted(page.request.items())}".encode("utf-8", "replace")).hexdigest()[:8]


def _stem(page: RawPage, digest: str) -> str:
    return f"page-{page.page_number:06d}-{_address_hash(page)}-{digest[:12]}"


def _to_json(page: RawPage) -> dict[str, Any]:
    return {
        "source": page.source,
        "url": page.url,
        "status": page.status,
        "fetched_at": page.fetched_at.isoformat(),
        "page_number": page.page_number,
        "request": dict(page.request),
        "headers": dict(page.headers),
    }


def line_of(file: Path) -> dict[str, Any]:
    """What a page's file says. Raises DamagedArtefact."""
    try:
        packed = file.read_bytes()
        if not 0 <= zstandard.frame_content_size(packed) <= _LINE_BYTES:  # it would be set aside in memory as declared
            raise ValueError("a page of absurd size")
        return json.loads(zstandard.decompress(packed))  # type: ignore[no-any-return]
    except (zstandard.ZstdError, ValueError, RecursionError) as error:
        raise DamagedArtefact(f"{file}: kept page is damaged; restore it from a backup or gather again") from error


def page_of_line(line: Mapping[str, Any], body: bytes) -> RawPage:
    """The page that a line describes, with this body."""
    return RawPage(
        source=line["source"],
        url=line["url"],
        body=body,
        fetched_at=datetime.fromisoformat(line["fetched_at"]),
        status=line["status"],
        headers=line["headers"],
        request=line["request"],
        page_number=line["page_number"],
    )


def _entry(file: Path) -> dict[str, Any]:
    return entry_of(file, file.read_bytes(), line_of(file))


def entry_of(file: Path, packed: bytes, line: Mapping[str, Any]) -> dict[str, Any]:
    """A page as a manifest lists it: `sha256` is that of its body, `file_sha256` that of the file as it lies here."""
    return {
        "name": file.name,
        "bytes": len(packed),
        "sha256": line["sha256"],
        "fetched_at": line["fetched_at"],
        "file_sha256": hashlib.sha256(packed).hexdigest(),
    }
