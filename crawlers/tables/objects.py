"""JSON and JSON Lines -> rows."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from crawlers.spec import SourceSpec
from crawlers.tables.delimited import missing_columns
from crawlers.tables.faults import BLANK, Fault, Row
from records.errors import UnreadableFile

_SCHEMA_SEARCH_ROWS = 100
_decode = json.JSONDecoder().decode


def rows_of(text: str, spec: SourceSpec, where: str) -> Iterator[tuple[int, Row | Fault, bool]]:
    """(row or line number, row or fault, False). Raises UnreadableFile and SchemaDrift."""
    rows = _array(text, where) if text.lstrip()[:1] == "[" else _lines(text)
    if spec.rows_in:
        rows = _within(rows, spec.rows_in)
    first = list(islice(rows, _SCHEMA_SEARCH_ROWS))
    _check_columns([row for _, row in first], spec, where)
    for number, row in chain(first, rows):
        yield number, row, False


def _within(rows: Iterator[tuple[int, Row | Fault]], name: str) -> Iterator[tuple[int, Row | Fault]]:
    """The entries of the list of that name inside each object, each with what else the object says."""
    for number, row in rows:
        entries = None if isinstance(row, Fault) else row.get(name)
        if isinstance(row, Fault) or not isinstance(entries, list):
            yield number, row
            continue
        around = {key: value for key, value in row.items() if key != name}
        for place, entry in enumerate(entries, 1):
            checked = _checked(entry)
            yield place, checked if isinstance(checked, Fault) else {**around, **checked}


def _array(text: str, where: str) -> Iterator[tuple[int, Row | Fault]]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{where}: broken JSON ({_problem(error)}); export it again") from error
    return ((number, _checked(value)) for number, value in enumerate(content, 1))


def _lines(text: str) -> Iterator[tuple[int, Row | Fault]]:
    lines = text.split("\n")
    whole = _whole_object(text, lines)
    if whole is not None:
        return iter([(1, whole)])
    return ((number, _line(line)) for number, line in enumerate(lines, 1) if line or number < len(lines))


def _whole_object(text: str, lines: list[str]) -> Row | None:
    """The file as one JSON object over several lines, as some exporters write a single record."""
    if len(lines) < 2 or lines[0].strip() not in ("{", ""):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _line(line: str) -> Row | Fault:
    if not line or line.isspace():
        return BLANK
    try:
        return _checked(_decode(line.strip()))
    except (ValueError, RecursionError) as error:
        return Fault(f"broken JSON ({_problem(error)})")


def _checked(value: Any) -> Row | Fault:
    return value if isinstance(value, dict) else Fault("not a JSON object")


def _check_columns(rows: Sequence[Row | Fault], spec: SourceSpec, where: str) -> None:
    """A file none of whose first rows has the required columns is not of this source."""
    seen: dict[str, None] = {}
    for row in rows:
        if isinstance(row, Fault):
            continue
        if all(any(_has(row, name) for name in names) for names in spec.required):
            return
        seen |= dict.fromkeys(row)
    if any(row is not BLANK for row in rows):
        raise missing_columns(spec, list(seen), where)


def _has(row: Row, name: str) -> bool:
    """Whether an object has a column, or the object that a dotted column reaches into."""
    return name in row or name.partition(".")[0] in row


def _problem(error: Exception) -> str:
    return getattr(error, "msg", "too deep").lower()
