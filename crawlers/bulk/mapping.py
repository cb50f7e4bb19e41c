"""A batch of cells -> mapped rows, by the source's column mapping; rows that are not plain are left."""

from collections import Counter
from dataclasses import dataclass
from typing import Never

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crawlers.bulk.cells import Cells, trim
from crawlers.bulk.columns import Column, Mask, any_of, mask_of
from crawlers.bulk.fields import compile_columns, compile_count, source_cells
from crawlers.bulk.mending import Mender
from crawlers.bulk.rows import Layout
from crawlers.bulk.stream import Batch
from crawlers.bulk.structure import NotPlain, PlainTable
from crawlers.bulk.widening import Values, Widener
from crawlers.convert.context import Context
from records import COUNT_FIELDS, Author
from records.arrow import mention_schema, schema_of

_WORDLESS_KINDS = ("post", "repost")
_LONG_TEXT_BYTES = 65_536
"""A text that the row reader should look at."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of a batch."""

    rows: pa.Table
    """Mapped rows (crawlers.bulk.rows) in the file's order, without their ids."""
    is_left: Mask
    """Rows of the batch that are for the row reader."""
    skipped: Counter[str]
    """Rows that are no content by the source's own rule, by reason."""


class Mapper:
    """The mapping of one file. Raises NotPlain, made or used, for what has no counterpart here."""

    def __init__(self, table: PlainTable, layout: Layout, key: bytes, mender: Mender | None) -> None:
        self._spec = spec = layout.spec
        self._page = page = layout.page
        self._columns = layout.columns
        self._mender = mender
        self._places = {name: place for place, name in enumerate(mender.names if mender else table.header.names)}
        self._header_word = next(name for name in table.header.names if name)
        if "kind" in spec.mention or ("native_id" in spec.mention and spec.identity):
            raise NotPlain("kinds by the row, or ids on some rows only")
        if "contact" in spec.author:
            raise NotPlain("telephones or e-mail addresses of accounts")
        year = page.request.get("year")
        context = Context(fetched_at=page.fetched_at, year=int(year) if year else None, is_day_first=_ask_whole_file)
        of_mention = {each.name: each.type for each in mention_schema()}
        of_author = {each.name: each.type for each in schema_of(Author)} | {"id": pa.string()}
        rules = {name: rule for name, rule in spec.mention.items() if name not in COUNT_FIELDS}
        self._mention = compile_columns(rules, of_mention, context)
        self._author = compile_columns(spec.author, of_author, context)
        self._counts = {name: compile_count(spec.mention[name]) for name in COUNT_FIELDS if name in spec.mention}
        self._widener = Widener(layout, key)

    def map(self, batch: Batch) -> Mapped:
        """Maps what is plain."""
        cells, is_left = self._cells(batch)
        mention = {name: column(cells) for name, column in self._mention.items()}
        author = {name: column(cells) for name, column in self._author.items()}
        counts = {name: column(cells) for name, column in self._counts.items()}
        columns = [*mention.values(), *author.values(), *(column for column, _ in counts.values())]
        is_left |= any_of([column.is_open for column in columns], cells.row_count) | self._is_unusual(cells, mention)
        is_default, is_wordless = self._texts(mention, cells.row_count)
        is_kept = ~is_left & ~is_wordless
        skipped = Counter(
            {
                "default text": int((is_wordless & is_default & ~is_left).sum()),
                "no text": int((is_wordless & ~is_default & ~is_left).sum()),
            }
        )
        text = pc.if_else(pa.array(is_default), "", pc.fill_null(self._text(mention, cells.row_count), ""))
        values = Values(
            numbers=batch.numbers,
            mention={name: column.values for name, column in mention.items()} | {"text": text},
            author={name: column.values for name, column in author.items()},
            counts={name: column.values for name, (column, _) in counts.items()},
            coarseness={name: coarseness for name, (_, coarseness) in counts.items()},
            extra={name: trim(source_cells(cells, rule)) for name, rule in self._spec.extra.items()},
            told_apart=source_cells(cells, self._spec.identity) if self._spec.identity else None,
        )
        return Mapped(self._widener.wide(values.filtered(is_kept)), is_left, +skipped)

    def _cells(self, batch: Batch) -> tuple[Cells, Mask]:
        """The batch's cells, mended where the source does so, and rows that are not to be read as columns."""
        if self._mender is not None:
            mended = self._mender.mended(batch.cells)
            return Cells(mended.cells, self._places), mended.is_left
        cells = Cells(batch.cells, self._places)
        word = cells.trimmed(self._header_word)
        may_be_header = pc.or_(pc.equal(word, self._header_word), pc.match_substring(word, "\ufeff"))
        return cells, mask_of(may_be_header)

    def _text(self, mention: dict[str, Column], row_count: int) -> pa.Array:
        return mention["text"].values if "text" in mention else pa.nulls(row_count, pa.string())

    def _texts(self, mention: dict[str, Column], row_count: int) -> tuple[Mask, Mask]:
        """Rows with the platform's own text, and rows that say nothing and are skipped for it."""
        text = self._text(mention, row_count)
        is_default = mask_of(pc.is_in(text, value_set=pa.array(self._spec.default_texts, pa.string())))
        says = mask_of(text.is_valid()) & ~is_default
        for name in ("title", "rating"):
            if name in mention:
                says |= mask_of(mention[name].values.is_valid())
        if self._spec.kind == "repost":
            return is_default, np.zeros(row_count, dtype=bool)
        return is_default, ~says & is_default if self._spec.kind in _WORDLESS_KINDS else ~says

    def _is_unusual(self, cells: Cells, mention: dict[str, Column]) -> Mask:
        """Blank rows, blank ids, ratings off the scale, later than the file, very long."""
        found: Mask = np.logical_and.reduce([mask_of(cells.trimmed(name).is_null()) for name in self._columns])
        if "native_id" in mention:
            found |= mask_of(mention["native_id"].values.is_null())
        if "rating" in mention:
            rating, scale = mention["rating"].values, self._spec.rating_scale
            found |= mask_of(pc.less(rating, 0.0))
            found |= mask_of(pc.greater(rating, scale)) if scale is not None else False
        if "published_at" in mention:
            arrived = pa.scalar(self._page.fetched_at, pa.timestamp("us", tz="UTC"))
            found |= mask_of(pc.greater(mention["published_at"].values, arrived))
        if "text" in mention:
            found |= mask_of(pc.greater(pc.binary_length(mention["text"].values), _LONG_TEXT_BYTES))
        return found


def _ask_whole_file() -> Never:
    raise NotPlain("days and months in an order that only the whole file tells")
