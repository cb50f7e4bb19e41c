"""A large file read column by column: all of it is mapped, put aside and judged before anything is landed."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crawlers.bulk.alone import RowByRow
from crawlers.bulk.columns import Mask
from crawlers.bulk.identities import Identities
from crawlers.bulk.landing import Kept, land_stages
from crawlers.bulk.ledger import UNKNOWN_TIME, Ledger, Repeats, instant, microseconds, repeats_of
from crawlers.bulk.mapping import Mapper
from crawlers.bulk.mending import Mender
from crawlers.bulk.rows import ROW, Layout
from crawlers.bulk.staging import UNKNOWN_DAY, Staging, days_of
from crawlers.bulk.stream import Batch, batches_of
from crawlers.bulk.structure import NotPlain, OtherEncoding, PlainTable, encodings_of, plain_table
from crawlers.expectations import drift_of_counts
from crawlers.land import OUTSIDE, Landing
from crawlers.reading import Reading, Skipped
from crawlers.source import Source
from crawlers.tally import Tally
from lake.stage import DayStage
from records import Outcome, RawPage, Refusal

OnRows = Callable[[int], None]
"""Is told how many rows have been read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file that has been read and waits, aside, to be landed."""

    tally: Tally
    refusals: list[Refusal]
    message: str
    """What `Reading.message` says."""
    outcome: Outcome
    layout: Layout
    stages: dict[str, DayStage]
    kept: Kept

    def land(self, landing: Landing) -> None:
        """Lands all of it. Safe to repeat."""
        land_stages(landing.home.store, self.layout, self.stages, self.kept)


def read_large(source: Source, page: RawPage, file: Path, folder: Path, landing: Landing, on_rows: OnRows) -> Imported:
    """Reads a file with the results of the row reader; `page` is its page without the body, `folder` holds what waits.

    Raises NotPlain for a file that is the row reader's; nothing of it has been landed then.
    """
    if hasattr(source.module, "replies"):
        raise NotPlain("the source reads several mentions out of a row")
    for encoding in encodings_of(file, source.spec):
        try:
            table = plain_table(source.spec, page, file, encoding)
            return _Import(table, page, folder, landing, source.module).read(on_rows)
        except OtherEncoding:
            continue
    raise NotPlain("damaged characters")


class _Import:
    """One file on its way."""

    def __init__(
        self, table: PlainTable, page: RawPage, folder: Path, landing: Landing, hooks: ModuleType | None
    ) -> None:
        self._table, self._landing = table, landing
        self._spec = table.spec
        self._layout = layout = Layout(table.spec, page)
        mend = getattr(hooks, "mend_row", None)
        mender = Mender(table, mend, layout.columns) if mend else None
        self._mapper = Mapper(table, layout, landing.key, mender)
        self._alone = RowByRow(table, layout, landing.key, hooks)
        self._identities = Identities()
        self._ledger = Ledger(_expected(layout))
        self._staging = Staging(folder, layout)
        self._skipped: Counter[str] = Counter()

    def read(self, on_rows: OnRows) -> Imported:
        """Maps and puts aside all rows, telling how many."""
        row_count = 0
        try:
            with ThreadPoolExecutor(1) as pool:
                aside = pool.submit(_nothing)
                for batch in batches_of(self._table):
                    rows = self._mapped(batch)
                    aside.result()  # one batch is put aside while the next one is mapped
                    aside = pool.submit(self._put_aside, rows)
                    row_count += len(batch.numbers) + len(batch.torn)
                    on_rows(row_count)
                aside.result()
        finally:
            stages = self._staging.close()
        return self._judged(stages)

    def _mapped(self, batch: Batch) -> pa.Table:
        mapped = self._mapper.map(batch)
        self._skipped += mapped.skipped
        alone = self._alone.read(batch, mapped.is_left)
        return mapped.rows if alone is None else pa.concat_tables([mapped.rows, alone]).sort_by(ROW)

    def _put_aside(self, rows: pa.Table) -> None:
        if rows.num_rows:
            settled = self._identities.settle(rows)
            published = _published(settled)
            self._ledger.note(settled, published)
            self._staging.add(settled, published)

    def _judged(self, stages: dict[str, DayStage]) -> Imported:
        """What of it counts, now that all of it is known."""
        repeats = self._repeats(stages)
        is_mention, refusals = ~repeats.is_repeated, self._alone.refusals
        taken_count = int(is_mention.sum() + repeats.is_recounted.sum())
        filled_counts = self._ledger.filled_counts(is_mention)
        drift = drift_of_counts(self._spec, taken_count, len(refusals), int(is_mention.sum()), filled_counts)
        is_within = _is_within(self._ledger.published, self._landing)
        skipped = self._skipped + self._alone.skipped
        skipped["repeated row"] += int((repeats.is_repeated & ~repeats.is_recounted).sum())
        skipped[OUTSIDE] += int((is_mention & ~is_within).sum())
        kept = Kept(is_mention & is_within, repeats.is_recounted)
        return self._imported(stages, kept, +skipped, drift)

    def _repeats(self, stages: dict[str, DayStage]) -> Repeats:
        if self._layout.are_hashed or not stages:
            nothing = np.zeros(len(self._ledger.published), dtype=bool)
            return Repeats(nothing, nothing)
        with stages["mentions"].read() as staged:
            return repeats_of(staged.batches(), self._ledger.met_again(), has_times=self._layout.has_times)

    def _imported(self, stages: dict[str, DayStage], kept: Kept, skipped: Counter[str], drift: str | None) -> Imported:
        refusals = self._alone.refusals
        published = self._ledger.published[kept.is_mention]
        times = published[published != UNKNOWN_TIME]
        mention_count, observation_count = int(kept.is_mention.sum()), int(kept.is_recounted.sum())
        tally = Tally(
            page_count=1,
            row_count=mention_count + observation_count + skipped.total() + len(refusals),
            mention_count=mention_count,
            observation_count=observation_count,
            refused_count=len(refusals),
            skipped_count=skipped.total(),
            mended_row_count=self._alone.mended_count,
            oldest_at=instant(int(times.min())) if len(times) else None,
            newest_at=instant(int(times.max())) if len(times) else None,
            drift=drift,
            first_refused_row=refusals[0].row if refusals else None,
            reasons=Counter(refusal.reason for refusal in refusals),
        )
        reading = self._without_records(skipped, drift)
        outcome = Outcome.OK if tally.has_records and not drift else reading.outcome
        return Imported(
            tally=tally,
            refusals=refusals,
            message=reading.message,
            outcome=outcome,
            layout=self._layout,
            stages=stages,
            kept=kept,
        )

    def _without_records(self, skipped: Counter[str], drift: str | None) -> Reading:
        """The reading of a file that gave nothing, for what it says of itself."""
        return Reading(
            what=self._spec.title.en,
            refusals=self._alone.refusals,
            skipped=[each for reason, count in skipped.items() for each in [Skipped(row=0, reason=reason)] * count],
            mended_row_count=self._alone.mended_count,
            drift=drift,
            note=self._alone.note,
        )


def _nothing() -> None:
    """What is put aside before the first batch."""


def _expected(layout: Layout) -> tuple[str, ...]:
    """The fields that must be filled. Raises NotPlain for one that is no plain column."""
    names = tuple(layout.spec.min_filled_share)
    known = {"author_id" if name == "author" else name for name in names}
    if not known <= set(layout.schema().names) - {"extra"}:
        raise NotPlain("an expectation of what is no plain column")
    return names


def _published(rows: pa.Table) -> NDArray[np.int64]:
    """Microseconds of publication, UNKNOWN_TIME where the file does not say."""
    if "published_at" not in rows.column_names:
        return np.full(rows.num_rows, UNKNOWN_TIME)
    return microseconds(rows.column("published_at"))


def _is_within(published: NDArray[np.int64], landing: Landing) -> Mask:
    """Mentions of the days asked for; those of an unknown time are."""
    days = days_of(published)
    is_within: Mask = np.ones(len(days), dtype=bool)
    if landing.since is not None:
        is_within &= days >= (landing.since - date(1970, 1, 1)).days
    if landing.until is not None:
        is_within &= days <= (landing.until - date(1970, 1, 1)).days
    is_within |= days == UNKNOWN_DAY
    return is_within
