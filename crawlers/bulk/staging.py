"""Mapped rows put aside for the lake's tables: mentions, observations, authors; each by its own day."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crawlers.bulk.columns import Mask, mask_of
from crawlers.bulk.ledger import UNKNOWN_TIME, microseconds
from crawlers.bulk.rows import AUTHOR_PREFIX, HASH, ORDINAL, ROW, SCHEMAS, SEQUENCE, Layout
from lake.stage import DayStage
from records import COUNT_FIELDS

UNKNOWN_DAY = -(2**31)
"""The day of rows without a time."""
_DAY_MICROSECONDS = 86_400_000_000
_CHINA_MICROSECONDS = 8 * 3_600_000_000
_IDS = (SEQUENCE, HASH, ORDINAL, "native_id")


class Staging:
    """Writes settled rows to files of a folder."""

    def __init__(self, folder: Path, layout: Layout) -> None:
        self._folder, self._layout = folder, layout
        self._stages: dict[str, DayStage] = {}

    def add(self, rows: pa.Table, published: NDArray[np.int64]) -> None:
        """Takes rows with the microseconds of their publication."""
        seen = self._seen(rows)
        self._add("mentions", rows, days_of(published))
        # With times of their own, rows without counts may still tell that they were seen.
        is_seen = np.ones(rows.num_rows, dtype=bool) if self._layout.has_times else has_counts(rows)
        self._add("observations", rows, seen, is_seen)
        if "author_id" in rows.column_names:
            self._add("authors", rows, seen, mask_of(rows.column("author_id").is_valid()))

    def _seen(self, rows: pa.Table) -> NDArray[np.int64]:
        if not self._layout.has_times:
            arrived = pa.chunked_array([pa.array([self._layout.page.fetched_at], pa.timestamp("us", tz="UTC"))])
            return np.repeat(days_of(microseconds(arrived)), rows.num_rows)
        return days_of(microseconds(rows.column("observed_at")))

    def _add(self, dataset: str, rows: pa.Table, days: NDArray[np.int64], is_kept: Mask | None = None) -> None:
        own = _columns_for(dataset, rows)
        if is_kept is not None and not is_kept.all():
            own, days = own.filter(pa.array(is_kept)), days[is_kept]
        if dataset not in self._stages:
            self._stages[dataset] = DayStage(self._folder / f"{dataset}.arrow", own.schema)
        self._stages[dataset].add(own, days)

    def close(self) -> dict[str, DayStage]:
        """Ends writing; the stages by dataset, those without rows left out."""
        for stage in self._stages.values():
            stage.close()
        return {dataset: stage for dataset, stage in self._stages.items() if stage.has_rows}


def days_of(instants: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days in China since 1970, UNKNOWN_DAY for an unknown time."""
    is_unknown = instants == UNKNOWN_TIME
    local = np.where(is_unknown, 0, instants) + _CHINA_MICROSECONDS
    days: NDArray[np.int64] = np.where(is_unknown, UNKNOWN_DAY, np.floor_divide(local, _DAY_MICROSECONDS))
    return days


def has_counts(rows: pa.Table) -> Mask:
    """Rows with any count."""
    found = np.zeros(rows.num_rows, dtype=bool)
    for name in COUNT_FIELDS:
        if name in rows.column_names:
            found |= mask_of(rows.column(name).is_valid())
    return found


def _columns_for(dataset: str, rows: pa.Table) -> pa.Table:
    """What a table of the lake needs of the rows; an author's figures under their own names."""
    prefix = AUTHOR_PREFIX if dataset == "authors" else ""
    names = {name: name for name in rows.column_names if name in (*SCHEMAS[dataset].names, *_IDS) and name != ROW}
    names |= {name.removeprefix(prefix): name for name in rows.column_names if prefix and name.startswith(prefix)}
    return pa.table({own: rows.column(name) for own, name in names.items()})
