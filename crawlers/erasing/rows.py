"""Rows of one person in delimited text: whole lines go, all others stay byte for byte but for masked quotations."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from lake.needles import Needles

HEADER_ROWS = 10
"""Rows among which a header stands."""
_DELIMITERS = ",\t;"
_ELSEWHERE = re.compile(r"parent|root|repl|refer|quot|target|to_user|父|根|被回复|回复给|转发自|推荐人", re.IGNORECASE)
"""Columns that speak of another row's writer."""


def cut_rows(text: str, needles: Needles) -> tuple[str, int]:
    """The text without the person's rows, and how many went."""
    rows = list(_rows(text, needles))
    kept = "".join(lines for lines, is_own in rows if not is_own)
    return needles.masked(kept), sum(is_own for _, is_own in rows)


def own_rows(text: str, needles: Needles) -> str:
    """The first rows, and the person's."""
    rows = enumerate(_rows(text, needles))
    return "".join(lines for number, (lines, is_own) in rows if is_own or number < HEADER_ROWS)


def _rows(text: str, needles: Needles) -> Iterator[tuple[str, bool]]:
    """Each row as its lines, and whether it is the person's; what is behind a torn quotation is one row of nobody."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(iter(lines), delimiter=_delimiter_of(lines))
    others: set[int] = set()
    begin = 0
    try:
        for number, cells in enumerate(reader):
            if number < HEADER_ROWS and len(cells) > 1:
                others |= {place for place, cell in enumerate(cells) if _ELSEWHERE.search(cell)}
            own_cells = (cell for place, cell in enumerate(cells) if place not in others)
            yield "".join(lines[begin : reader.line_num]), any(cell.strip() in needles.identities for cell in own_cells)
            begin = reader.line_num
    except csv.Error:
        yield "".join(lines[begin:]), False


def _delimiter_of(lines: list[str]) -> str:
    """The commonest of the delimiters in the first lines."""
    head = "".join(islice(lines, HEADER_ROWS))
    return max(_DELIMITERS, key=head.count)
