"""Rows that are not plain, each read by the row reader as if it were alone in its file."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from types import ModuleType

import pyarrow as pa

from crawlers.bulk.columns import Mask
from crawlers.bulk.rows import Layout
from crawlers.bulk.stream import Batch
from crawlers.bulk.structure import NotPlain, PlainTable
from crawlers.bulk.torn import TornRow
from crawlers.tables.delimited import row_of
from crawlers.tables.faults import BLANK, Fault, Row
from crawlers.tables.reader import single_row_reader
from records import Mention, Refusal

_DAY_OR_MONTH_FIRST = re.compile(r"\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


class RowByRow:
    """Reads single rows of one file and keeps account of those that gave nothing."""

    def __init__(self, table: PlainTable, layout: Layout, key: bytes, hooks: ModuleType | None) -> None:
        self._table, self._layout = table, layout
        self._read_alone = single_row_reader(table.spec, layout.page, key, hooks)
        self.note = self._read_alone(0, BLANK).note
        self.skipped: Counter[str] = Counter()
        self.refusals: list[Refusal] = []
        self.mended_count = 0

    def read(self, batch: Batch, is_left: Mask) -> pa.Table | None:
        """The mapped rows among the batch's torn rows and those left, in the file's order; None without any."""
        rows = [*self._left_rows(batch, is_left), *self._torn_rows(batch.torn)]
        rows.sort(key=lambda row: row[0])
        found = [(number, mention) for number, row in rows for mention in self._mentions(number, row)]
        if not found:
            return None
        numbers, mentions = zip(*found, strict=True)
        return self._layout.of_mentions(mentions, numbers)

    def _left_rows(self, batch: Batch, is_left: Mask) -> Iterator[tuple[int, Row | Fault]]:
        if is_left.any():
            rows = batch.cells.filter(pa.array(is_left)).to_pylist()
            for number, cells in zip(batch.numbers[is_left].tolist(), rows, strict=True):
                yield number, row_of(list(cells.values()), self._table.header.names, self._table.spec)

    def _torn_rows(self, torn: Sequence[TornRow]) -> Iterator[tuple[int, Row | Fault]]:
        for number, row, is_mended in torn:
            self.mended_count += is_mended
            if not isinstance(row, Fault) and any(_DAY_OR_MONTH_FIRST.match(cell) for cell in row.values()):
                raise NotPlain("days and months in an order that only the whole file tells")
            yield number, row

    def _mentions(self, number: int, row: Row | Fault) -> list[Mention]:
        reading = self._read_alone(number, row)
        self.skipped.update(each.reason for each in reading.skipped)
        self.refusals += reading.refusals
        return reading.mentions
