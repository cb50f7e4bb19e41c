"""Staged rows -> the lake, day by day; nothing of a file is landed before all of it has been read."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from crawlers.bulk.columns import Mask
from crawlers.bulk.rows import SEQUENCE, Layout
from crawlers.bulk.staging import UNKNOWN_DAY as NO_DAY
from crawlers.bulk.staging import has_counts
from lake.landing import land_day
from lake.stage import DayStage
from lake.store import Root
from records.time import UNKNOWN_DAY

_WRITERS = 8
"""Days written at once: waiting for the disk to confirm is most of it, and it confirms many together."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """Which of a file's mentions count, by their place among them."""

    is_mention: Mask
    """Landed with its author and counts."""
    is_recounted: Mask
    """Only its counts are landed, and only where no mention has some of the same moment."""

    def mentions(self, rows: pa.Table) -> Mask:
        """Staged rows that are mentions."""
        found: Mask = self.is_mention[rows.column(SEQUENCE).to_numpy()]
        return found

    def counted(self, rows: pa.Table) -> Mask:
        """Staged rows that are mentions with counts."""
        return self.mentions(rows) & has_counts(rows)

    def recounted(self, rows: pa.Table) -> Mask:
        """Staged rows that are counts alone."""
        found: Mask = self.is_recounted[rows.column(SEQUENCE).to_numpy()]
        return found


def land_stages(lake: Root, layout: Layout, stages: dict[str, DayStage], kept: Kept) -> None:
    """Lands the rows that count, several days at a time. Safe to repeat. Raises OSError and DamagedArtefact."""
    steps: list[tuple[str, Callable[[pa.Table], Mask]]] = [
        ("mentions", kept.mentions),
        ("observations", kept.counted),
        ("observations", kept.recounted),
        ("authors", kept.mentions),
    ]
    for dataset, choose in steps:
        if dataset in stages and (choose != kept.recounted or kept.is_recounted.any()):
            _land(lake, layout, dataset, stages[dataset], choose)


def _land(lake: Root, layout: Layout, dataset: str, stage: DayStage, choose: Callable[[pa.Table], Mask]) -> None:
    def land(rows: pa.Table, day: str) -> int:
        fresh = _some(rows, choose(rows)).combine_chunks()
        return land_day(lake, dataset, layout.spec.name, day, layout.completed(dataset, fresh))

    with stage.read() as staged, ThreadPoolExecutor(_WRITERS) as pool:
        pending: deque[Future[int]] = deque()
        for day in staged.days:
            own: Future[int] | None = None
            for rows in staged.pieces(day):
                if own is not None:
                    own.result()  # one writer a partition
                own = pool.submit(land, rows, _name_of(day))
                pending.append(own)
                if len(pending) > _WRITERS:
                    pending.popleft().result()
        for each in pending:
            each.result()


def _some(rows: pa.Table, is_kept: Mask) -> pa.Table:
    return rows if is_kept.all() else rows.filter(pa.array(is_kept))


def _name_of(day: int) -> str:
    return UNKNOWN_DAY if day == NO_DAY else (_EPOCH + timedelta(days=day)).isoformat()
