"""Export files that nothing has changed about since they were read: known by their bytes, and not read again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Self

import crawlers
import lake
import records
from crawlers.land import Landing
from lake import erasures
from lake.bodies import digest_of
from lake.filesread import FileKey, files_read, remember_files
from lake.raw import known_files
from records import Coverage, Outcome
from records.ids import pseudonym, version_of
from records.program import program_of


class Again:
    """What earlier runs read of a source's files, and what this one adds to that.

    A file counts as read when its bytes, our code and all settings that decide what is read of it are what they were,
    the raw zone has its copy, and the lake holds at least the rows it held then. Files with refused rows are always
    read, so that whoever runs the job sees the rows until they are mended.
    """

    def __init__(self, source: str, landing: Landing) -> None:
        self._source, self._landing = source, landing
        self._kept = known_files(landing.home.raw, source)
        self._known = files_read(landing.home, source)
        self._found: dict[FileKey, Coverage] = {}
        self._made_by = _version_of(landing)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None and self._found:
            remember_files(self._landing.home, self._source, self._found)

    def key_of(self, name: str, path: Path, request: Mapping[str, str]) -> FileKey | None:
        """How a file is known; None for what is no file."""
        if not path.is_file():
            return None
        asked = version_of(self._made_by, *(f"{field}={value}" for field, value in sorted(request.items())))
        return FileKey(name, digest_of(path), asked)

    def coverage_of(self, key: FileKey | None) -> Coverage | None:
        """The coverage row of a file that need not be read again, as one of this run."""
        known = self._known.get(key) if key and key.digest in self._kept else None
        if known is None:
            return None
        now = datetime.now(UTC)
        return replace(known, run_id=self._landing.run_id, started_at=now, ended_at=now)

    def note(self, key: FileKey | None, coverage: Coverage) -> None:
        """A file was read and landed; it is remembered when the run of its source ends well."""
        if key and coverage.outcome == Outcome.OK and not coverage.refused_count:
            self._found[key] = coverage


def _version_of(landing: Landing) -> str:
    gone = erasures.gone(landing.home.vault)
    settings = (landing.since, landing.until, landing.min_outreach_followers, landing.is_linking)
    people = (pseudonym(landing.key, "files", "read"), *sorted(gone.authors), *sorted(gone.name_keys))
    return version_of(_code(), *(str(each) for each in settings), *people)


@cache
def _code() -> str:
    """The code and the tables that read and land: another version of them may read a file otherwise."""
    rooms = [Path(str(package.__file__)).parent for package in (crawlers, lake, records)]
    return program_of(file for room in rooms for file in room.rglob("*") if file.suffix in (".py", ".yml"))
