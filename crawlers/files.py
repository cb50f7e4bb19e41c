"""Export files: read, kept as received, landed. A large one takes the way of crawlers.bulk where it can."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawlers.again import Again
from crawlers.bulk.gathering import gather_large
from crawlers.erasing.keeping import read_without_gone
from crawlers.land import Landing, coverage_of, land, note_of, within_window
from crawlers.reading import Reading
from crawlers.recording import page_of_file
from crawlers.source import Source
from lake import erasures
from lake.raw import RawWriter, known_files
from records import Coverage, Outcome, RawPage, Refusal, SourceQuery
from records.errors import UnreadableFile

_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".gz")


def gather_file(
    source: Source,
    query: SourceQuery,
    landing: Landing,
    again: Again,
    report: Callable[[str, int], None],
    refused: Callable[[str, Sequence[Refusal]], None],
) -> Iterator[Coverage]:
    """Lands one file, or every file of a folder, with a coverage row each; what `again` knows is not read anew.

    Mentions, coverage and kept page name the file as the query does, or by its base name where the query is the path.
    Raises UnreadableFile or SchemaDrift before anything of the file is kept or landed.
    """
    for name, path in _named_paths(query):
        request = _request(query, name)
        key = again.key_of(name, path, request)
        if known := again.coverage_of(key):
            report(path.name, known.row_count)
            yield known
            continue
        coverage = _gathered(source, name, path, request, landing, report, refused)
        again.note(key, coverage)
        yield coverage


def _gathered(
    source: Source,
    name: str,
    path: Path,
    request: dict[str, str],
    landing: Landing,
    report: Callable[[str, int], None],
    refused: Callable[[str, Sequence[Refusal]], None],
) -> Coverage:
    """One file read, kept and landed."""
    started_at = datetime.now(UTC)
    large = gather_large(source, path, request, landing, report, refused)
    if large is not None:
        return large
    page, reading = _read(source, page_of_file(source.spec.name, path, request), landing)
    with RawWriter(landing.home.raw, source.spec.name, landing.run_id) as writer:
        writer.write(page)
    report(path.name, reading.row_count)
    if reading.refusals:
        refused(name, reading.refusals)
    return _landed(source, name, reading, landing, started_at)


def _read(source: Source, page: RawPage, landing: Landing) -> tuple[RawPage, Reading]:
    """The page as it is kept, with the time at which it first arrived, and what of it is of the days asked for."""

    def settle(each: RawPage) -> RawPage:
        return _first_seen(each, landing)

    def read(each: RawPage) -> Reading:
        return source.read(each, key=landing.key)

    gone = erasures.gone(landing.home.vault)
    kept, reading = read_without_gone(settle(page), read, gone, landing.key, settle)
    return kept, within_window(reading, landing)


def _landed(source: Source, name: str, reading: Reading, landing: Landing, started_at: datetime) -> Coverage:
    outcome = reading.outcome
    if outcome is not Outcome.SCHEMA_DRIFT:
        land(source.spec.name, [reading], landing)
    return coverage_of(
        source.spec.name,
        name,
        [reading],
        landing,
        started_at=started_at,
        ended_at=datetime.now(UTC),
        outcome=outcome,
        message=reading.message if outcome is Outcome.OK_EMPTY else note_of([reading]),
        page_count=1,
    )


def files_of(path: Path, *, is_strict: bool = True) -> list[Path]:
    """The file, or the export files of a folder in the order of their names. Raises UnreadableFile when it has none."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.lower() in _ENDINGS and each.is_file())
    if not found and is_strict:
        raise UnreadableFile(f"{path}: no export file in this folder (looked for {', '.join(_ENDINGS)})")
    return found


def _named_paths(query: SourceQuery) -> list[tuple[str, Path]]:
    given = query.params.get("path")
    if given:
        return [(query.query, Path(given))]
    return [(path.name, path) for path in files_of(Path(query.query))]


def _request(query: SourceQuery, name: str) -> dict[str, str]:
    """What is kept with the page; where the file lay on this machine is nobody's business later."""
    return {**{key: value for key, value in query.params.items() if key != "path"}, "query": name}


def _first_seen(page: RawPage, landing: Landing) -> RawPage:
    """The page with the time at which this very file first arrived, so that reading it again changes nothing."""
    digest = hashlib.sha256(page.body).hexdigest()
    known = known_files(landing.home.raw, page.source).get(digest)
    return replace(page, fetched_at=known) if known else page
