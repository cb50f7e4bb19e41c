"""The posts of the period, all of them with their whole text, for a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from reports.clauses import number
from reports.formats.english import english
from reports.formats.headers import CODES, HIDDEN, header, told
from reports.formats.week import Week
from warehouse import answers
from warehouse.answers import Cell, Period
from warehouse.export import harmless, plain

DAY_ROWS = 1_000_000
"""Posts of a day at most: far more than a brand has."""


def write(week: Week, target: Path) -> None:
    """UTF-8 with a byte order mark, days in order; cells that look like a formula get an apostrophe. Raises OSError."""
    with target.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        csv.writer(file).writerows(_lines(week))


def _lines(week: Week) -> Iterator[list[object]]:
    """The header, then day by day, so that a busy month is never in memory as a whole."""
    scope, now = week.scope, week.scope.now
    for place in range(now.day_count):
        day = now.start + timedelta(days=place)
        answer = answers.posts(scope.connection, scope.brand.brand_id, Period(day, day), limit=DAY_ROWS)
        names = [name for name in answer.columns if name not in HIDDEN | {"evidence"}]
        if not place:
            yield [_in_language(week, header(name)) for name in names]
        rows = sorted(answer.records(), key=lambda row: -number(row["engagement_count"]))
        yield from ([harmless(plain(_value(week, name, row[name]))) for name in names] for row in rows)


def _in_language(week: Week, text: str) -> str:
    return english(text) if week.language == "en" else text


def _value(week: Week, name: str, value: Cell) -> Cell:
    """A cell: codes in words of the week's language, everything else as people wrote it."""
    shown = told(name, value)
    is_ours = name in CODES or isinstance(value, bool)
    return _in_language(week, shown) if is_ours and isinstance(shown, str) else shown
