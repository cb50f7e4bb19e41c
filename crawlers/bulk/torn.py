"""Rows of another width than the header: gathered while the rest is read, then judged as the row reader does."""

import csv
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawlers.bulk.structure import NotPlain, PlainTable
from crawlers.tables.delimited import rows_of_records
from crawlers.tables.faults import Fault, Row

TornRow = tuple[int, Row | Fault, bool]
"""Row number, the row or what is wrong with it, whether it was put together of several."""


class TornRows:
    """Takes note of torn rows and numbers the whole ones around them."""

    def __init__(self, table: PlainTable) -> None:
        self._header = table.header
        self._spec = table.spec
        self._waiting: dict[int, str] = {}
        self._has_line_break = False

    def note(self, row: Any) -> str:
        """Called for each torn row while its block is cut, with Arrow's InvalidRow."""
        self._has_line_break |= "\n" in row.text or "\r" in row.text
        self._waiting[row.number + self._header.row] = row.text
        return "skip"

    def numbers_of_whole_rows(self, last: int, row_count: int) -> NDArray[np.int64]:
        """The numbers of the next rows behind row `last`, which are those that no torn row has."""
        torn = list(self._waiting)  # a copy: the next block is being cut meanwhile
        candidates = np.arange(last + 1, last + 1 + row_count + len(torn), dtype=np.int64)
        return candidates[~np.isin(candidates, torn)][:row_count]

    def taken_before(self, last: int | None) -> list[TornRow]:
        """The torn rows before row `last` (None: all that are left), put together where they are pieces of one.

        Raises NotPlain for one with a line break in it: the row reader may cut it otherwise.
        """
        if self._has_line_break:
            raise NotPlain("a torn row with a line break in it")
        numbers = sorted(number for number in list(self._waiting) if last is None or number < last)
        rows = [(number, self._cells(self._waiting.pop(number))) for number in numbers]
        return [torn for run in _runs(rows) for torn in rows_of_records(run, self._header.names, self._spec)]

    def _cells(self, text: str) -> list[str]:
        return next(csv.reader([text], delimiter=self._header.delimiter), [])


def _runs(rows: list[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """Rows that directly follow each other: whole rows between two torn ones part them."""
    run: list[tuple[int, list[str]]] = []
    for row in rows:
        if run and row[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run
