"""Rows on their way into the lake, put aside in a file and given back day by day."""

import mmap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_PIECE_BYTES = 32 << 20
"""Rows of one day that are given back at once."""
_RELEASE_BYTES = 8 << 20
"""After so many bytes read, the memory that mirrors the file is given back to the system; it mirrors pages around."""


class Slice(NamedTuple):
    """Successive rows of one batch."""

    batch: int
    begin: int
    length: int
    row_bytes: float
    """Mean size of the batch's rows."""


class DayStage:
    """Tables written batch by batch to one Arrow file, each sorted by day; read by day when all are in.

    The file is mapped into memory, page by page, as days are read. One thread at a time.
    """

    def __init__(self, file: Path, schema: pa.Schema) -> None:
        self._file = file
        self._sink = pa.OSFile(str(file), "wb")
        self._writer = pa.ipc.new_file(self._sink, schema)
        self._slices: dict[int, list[Slice]] = defaultdict(list)
        self._batch_count = 0

    def add(self, rows: pa.Table, days: NDArray[np.int64]) -> None:
        """Puts rows aside with the day of each (days since 1970)."""
        if not rows.num_rows:
            return
        if (np.diff(days) < 0).any():
            order = np.argsort(days, kind="stable")
            rows, days = rows.take(pa.array(order)), days[order]
        for batch in rows.combine_chunks().to_batches():
            own = days[: batch.num_rows]
            found, begins = np.unique(own, return_index=True)
            row_bytes = batch.nbytes / batch.num_rows
            for day, begin, end in zip(found, begins, [*begins[1:], batch.num_rows], strict=True):
                self._slices[int(day)].append(Slice(self._batch_count, int(begin), int(end - begin), row_bytes))
            self._writer.write_batch(batch)
            self._batch_count += 1
            days = days[batch.num_rows :]

    @property
    def has_rows(self) -> bool:
        """Whether anything was put aside."""
        return self._batch_count > 0

    def close(self) -> None:
        """Ends writing."""
        self._writer.close()
        self._sink.close()

    def read(self) -> "StagedDays":
        """What was put aside, for reading; after `close`."""
        return StagedDays(self._file, dict(self._slices))


class StagedDays:
    """The staged rows by day; a context manager."""

    def __init__(self, file: Path, slices: dict[int, list[Slice]]) -> None:
        self._slices = slices
        self._read_bytes = 0.0
        self._opened = file.open("rb")
        self._map = mmap.mmap(self._opened.fileno(), 0, prot=mmap.PROT_READ)
        self._batches = pa.ipc.open_file(pa.py_buffer(self._map))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        del self._batches
        self._opened.close()

    @property
    def days(self) -> list[int]:
        """All days that have rows, in order."""
        return sorted(self._slices)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows in the order in which their batches were put aside."""
        for number in range(self._batches.num_record_batches):
            batch = self._batches.get_batch(number)
            yield batch
            self._release(batch.nbytes)

    def pieces(self, day: int) -> Iterator[pa.Table]:
        """The rows of a day in the order they were put aside, a bounded number of bytes at a time."""
        held: list[pa.RecordBatch] = []
        held_bytes = 0.0
        for each in self._slices[day]:
            held.append(self._batches.get_batch(each.batch).slice(each.begin, each.length))
            held_bytes += each.length * each.row_bytes
            if held_bytes >= _PIECE_BYTES:
                yield pa.Table.from_batches(held)
                self._release(held_bytes)
                held, held_bytes = [], 0.0
        if held:
            yield pa.Table.from_batches(held)
            self._release(held_bytes)

    def _release(self, byte_count: float) -> None:
        self._read_bytes += byte_count
        if self._read_bytes >= _RELEASE_BYTES:
            self._map.madvise(mmap.MADV_DONTNEED)
            self._read_bytes = 0.0
