"""The files that a configuration names: patterns and folders to one query a file."""

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from crawlers.tables.given import PARAMETER, Given
from pipeline.settings.sections import SourceSection
from records import SourceQuery
from records.errors import ConfigError

_LOCK = "~$"


def file_queries(section: SourceSection, folder: Path, *, is_strict: bool) -> Iterator[SourceQuery]:
    """One query a file of a section's patterns. Raises ConfigError for a pattern without files, unless not strict."""
    from crawlers.files import files_of  # pyarrow loads only where files are looked at

    for pattern in section.files:
        matches = _matches(pattern, folder)
        if not matches and is_strict:
            raise ConfigError(f"sources.{section.source}.files: {pattern!r} matches no file under {folder}")
        for path in (file for match in matches for file in files_of(match, is_strict=is_strict)):
            params = {"kind": "file", "path": str(path), **_mapping(section)}
            name = _query_name(path, folder)
            yield SourceQuery(source=section.source, query=name, params=params, brand_id=section.brand)


def _mapping(section: SourceSection) -> dict[str, str]:
    """The column mapping as a parameter, kept with the file, so that a replay reads it by the same."""
    return {} if section.mapping == Given() else {PARAMETER: section.mapping.to_json()}


def _matches(pattern: str, folder: Path) -> list[Path]:
    """Files and folders of a pattern; one that is itself the name of a file (`a[1].csv`) is that file.

    The lock file that Excel leaves beside an open workbook (`~$a.xlsx`) is none of them.
    """
    if (folder / pattern).exists():
        return [folder / pattern]
    found = sorted(glob.glob(pattern, root_dir=folder))  # noqa: PTH207 - may be absolute
    return [folder / match for match in found if not Path(match).name.startswith(_LOCK)]


def _query_name(path: Path, folder: Path) -> str:
    lexical = Path(os.path.normpath(path))
    for candidate in (lexical, path.resolve()):
        if candidate.is_relative_to(folder):
            return candidate.relative_to(folder).as_posix()
    return lexical.as_posix()


def one_of(known: SourceQuery | None, found: SourceQuery) -> SourceQuery:
    """One query for a file that two patterns take. Raises ConfigError when they give it to two brands."""
    if known is None or known.brand_id is None:
        return found
    if found.brand_id not in (None, known.brand_id):
        brands = f"{known.brand_id!r} and {found.brand_id!r}"
        raise ConfigError(f"sources.{found.source}.files: {found.query} is given to the brands {brands}; keep one")
    return known
