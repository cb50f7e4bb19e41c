"""`scrm read`: one recorded response or export file, without network or state."""

from datetime import UTC, datetime
from pathlib import Path

from crawlers import catalog
from crawlers.cassettes import read_cassette
from crawlers.interactions import is_cassette
from crawlers.reading import Reading
from records import RawPage
from records.errors import UnreadableFile


def read_recording(source: str, path: Path, key: bytes) -> Reading:
    """What a file holds, read as the source reads it: one response, an export, or a cassette of many responses.

    Raises UsageError for an unknown source, UnreadableFile for a missing or unreadable file, and SchemaDrift for one
    that is of another source.
    """
    loaded = catalog.load(source)
    page = page_of_file(source, path)
    if loaded.spec.is_web and is_cassette(page.body):
        return read_cassette(loaded, page, key)
    return loaded.read(page, key=key)


def page_of_file(source: str, path: Path, params: dict[str, str] | None = None) -> RawPage:
    """A file as a page: its name as address, its modification time as the time received. Raises UnreadableFile."""
    try:
        body = path.read_bytes()
        modified_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        problem = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or str(error)).lower()
        raise UnreadableFile(f"{path}: {problem}; check the path and its permissions") from error
    request = {"query": path.name, **(params or {})}
    return RawPage(source=source, url=path.name, body=body, fetched_at=modified_at, request=request)
