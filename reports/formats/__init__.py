"""A brand's week as a file for somebody else: page, PDF, workbook, document, picture, posts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection
from xlsxwriter.exceptions import FileCreateError

from records.errors import ScrmError, UsageError
from records.time import SHANGHAI
from reports.build import MEMORY_MB, Language, stem_of, write_whole
from reports.formats import csv, docx, pdf, png, xlsx
from reports.formats.week import Week
from reports.headline import headline
from reports.panels import build_panels
from reports.scope import scope_of
from warehouse.answers import Grain, Period, forget, reading
from warehouse.connect import Target

Writer = Callable[[Week, Path], None]

WRITERS: Mapping[str, Writer] = {
    "html": lambda week, target: write_whole(target, week.html()),
    "pdf": pdf.write,
    "xlsx": xlsx.write,
    "docx": docx.write,
    "png": png.write,
    "csv": csv.write,
}
"""Format (and ending of its files) -> writer."""


def write_report(
    warehouse: Connection | Target,
    brand: str,
    *,
    format: str,  # noqa: A002
    out: Path,
    period_from: date | None = None,
    period_to: date | None = None,
    grain: Grain = "week",
    compare: Sequence[str] = (),
    against: Period | None = None,
    acknowledged: Mapping[str, datetime] | None = None,
    language: Language = "zh",
) -> Path:
    """Write a brand's period in a format of WRITERS and return the file; days, grain and compare as `build_page`.

    With `against` everything that is compared (tiles, drivers, sentence) is compared with that period. `acknowledged`
    are the alerts that somebody has taken on, and when: the sentence says so of the alert it tells. `language` is
    that of what we say; the page can be switched.

    `out` is the file (with the format's ending) or a folder, in which it is named `<brand_id>_<from>_<to>.<format>`.
    The file appears whole or not at all. Raises UsageError as `build_page` does, for an unknown format, and where pdf
    or png find no browser; ScrmError where a file cannot be written.
    """
    if format not in WRITERS:
        raise UsageError(f"{format}: unknown format; one of {', '.join(WRITERS)}")
    with reading(warehouse, memory_mb=MEMORY_MB) as connection:
        scope = scope_of(
            connection, brand, start=period_from, end=period_to, grain=grain, compare=compare, against=against,
            acknowledged=acknowledged,
        )  # fmt: skip
        made = datetime.now(UTC).astimezone(SHANGHAI)
        week = Week(
            scope=scope, sentence=headline(scope), panels=tuple(build_panels(scope)), made=made, language=language
        )
        target = out if out.suffix.lower() == f".{format}" else out / f"{stem_of(scope)}.{format}"
        _whole(WRITERS[format], week, target)
        forget(connection)
    return target


def _whole(write: Writer, week: Week, target: Path) -> None:
    """Writes beside the place and renames, so that a reader meets the file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        write(week, partial)
        partial.replace(target)
    except (OSError, FileCreateError) as error:
        raise ScrmError(f"{target}: cannot write ({getattr(error, 'strerror', None) or 'refused'})") from error
    finally:
        partial.unlink(missing_ok=True)
