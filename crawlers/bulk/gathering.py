"""Large files: read column by column, kept as received beside their page, landed; in bounded memory."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path

from crawlers.bulk.importer import Imported, read_large
from crawlers.bulk.structure import NotPlain
from crawlers.erasing.meeting import Met, meeting
from crawlers.land import Landing, coverage_from
from crawlers.source import Source
from lake import erasures
from lake.bodies import digest_of
from lake.raw import KeptPage, RawWriter, known_files
from lake.workspace import workspace
from records import Coverage, Outcome, RawPage, Refusal

LARGE_BYTES = 16 << 20
"""Smaller files are read whole and row by row, in a matter of seconds."""


def gather_large(
    source: Source,
    path: Path,
    request: dict[str, str],
    landing: Landing,
    report: Callable[[str, int], None],
    refused: Callable[[str, Sequence[Refusal]], None],
) -> Coverage | None:
    """Keeps and lands a file with the rows that the row reader would give; None, and nothing done, for all others.

    `request` is kept with its page; `report` is told how many of its rows have been read. Raises UnreadableFile for a
    file that changes meanwhile, and OSError.
    """
    if not path.is_file() or path.stat().st_size < LARGE_BYTES:
        return None
    started_at = datetime.now(UTC)
    page = _page(source, path, request, known_files(landing.home.raw, source.spec.name))
    with workspace(landing.home) as folder:
        found = _kept(source, page, path, folder, landing, lambda rows: report(path.name, rows))
        if found is None:
            return None
        if found.refusals:
            refused(request["query"], found.refusals)
        if found.outcome is not Outcome.SCHEMA_DRIFT:
            found.land(landing)
        return _coverage(source, request["query"], found, landing, started_at)


def replay_large(source: Source, kept: KeptPage, landing: Landing) -> Imported | None:
    """Lands a kept large file again; None, and nothing done, where the row reader must read it."""
    with workspace(landing.home) as folder:
        body = folder / "body"
        kept.copy_body(body)
        try:
            with meeting(erasures.gone(landing.home.vault).authors) as met:
                found = read_large(source, kept.head, body, folder, landing, lambda rows: None)
            _require_nobody(met)
        except NotPlain:
            return None
        if found.outcome is not Outcome.SCHEMA_DRIFT:
            found.land(landing)
        return found


def _page(source: Source, path: Path, request: dict[str, str], known: dict[str, datetime]) -> RawPage:
    """The file's page without its body, with the time at which this very file first arrived."""
    first_seen_at = known.get(digest_of(path)) if known else None
    arrived_at = first_seen_at or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return RawPage(source=source.spec.name, url=path.name, body=b"", fetched_at=arrived_at, request=request)


def _kept(
    source: Source,
    page: RawPage,
    path: Path,
    folder: Path,
    landing: Landing,
    on_rows: Callable[[int], None],
) -> Imported | None:
    """Reads the file while its bytes are compressed; they are kept when both have gone well."""
    with RawWriter(landing.home.raw, source.spec.name, landing.run_id) as writer, ThreadPoolExecutor(1) as pool:
        body = writer.waiting(page, path)
        compressing = pool.submit(body.compress)
        try:
            with meeting(erasures.gone(landing.home.vault).authors) as met:
                found = read_large(source, page, path, folder, landing, on_rows)
            compressing.result()
            _require_nobody(met)
            body.commit()
        except NotPlain:
            return None
        finally:
            wait([compressing])
            body.discard()
        return found


def _require_nobody(met: Met) -> None:
    """Raises NotPlain for a file with rows of people who were erased: the row reader takes them out."""
    if met.authors:
        raise NotPlain("rows of people who were erased")


def _coverage(source: Source, query: str, found: Imported, landing: Landing, started_at: datetime) -> Coverage:
    message = found.message if found.outcome is Outcome.OK_EMPTY else found.tally.note
    return coverage_from(
        found.tally,
        source.spec.name,
        query,
        landing,
        outcome=found.outcome,
        started_at=started_at,
        ended_at=datetime.now(UTC),
        message=message,
        page_count=1,
    )
