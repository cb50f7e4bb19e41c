"""Mapped rows: the columns that a source fills, in one table, and how the lake's own tables are made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crawlers.bulk.hashing import hash_words
from crawlers.spec import SourceSpec
from records import COUNT_FIELDS, Author, Mention, Observation, RawPage
from records.arrow import author_table, mention_schema, mention_table, schema_of

ROW, SEQUENCE = "row", "sequence"
"""Row number in the file; place among the file's mentions, from 0."""
HASH, ORDINAL = "hash", "ordinal"
"""What the id of a row without one is made of."""
AUTHOR_PREFIX = "author."
SCHEMAS: Mapping[str, pa.Schema] = {
    "mentions": mention_schema(),
    "observations": schema_of(Observation),
    "authors": schema_of(Author),
}
"""Datasets of the lake that a file of mentions fills."""
_OF_MENTION = ("author_id", "verified_type")
AUTHOR_FIGURES = tuple(
    each.name for each in fields(Author) if each.name not in ("platform", "observed_at", *_OF_MENTION)
)
"""Author fields that no column of the mentions holds."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns the mapped rows of one file have; all others are the same in each row or unknown."""

    spec: SourceSpec
    page: RawPage

    @property
    def are_hashed(self) -> bool:
        """Whether the rows have no ids of their own."""
        return "native_id" not in self.spec.mention

    @property
    def has_times(self) -> bool:
        """Whether the file says when it saw its rows."""
        return "observed_at" in self.spec.mention

    @property
    def columns(self) -> list[str]:
        """The columns of the file that any rule reads."""
        spec = self.spec
        rules = [*spec.mention.values(), *spec.author.values(), *spec.extra.values()]
        rules += [spec.identity] if spec.identity else []
        return list(dict.fromkeys(name for rule in rules for name in rule.columns))

    def schema(self) -> pa.Schema:
        """Row number, hash, and the columns that the source's rules fill."""
        rules = self.spec
        mention = [each for each in mention_schema() if each.name in rules.mention or each.name == "text"]
        counts = [pa.field(name, pa.int64()) for name in COUNT_FIELDS if name in rules.mention]
        counts += [pa.field("count_precision", pa.string())] if counts else []
        extra = [mention_schema().field("extra")] if rules.extra else []
        hashed = [pa.field(HASH, pa.uint64())] if self.are_hashed else []
        plain = [*mention, *counts, *extra, *hashed, *self._author_fields()]
        return pa.schema([pa.field(ROW, pa.int64()), *(pa.field(each.name, each.type) for each in plain)])

    def _author_fields(self) -> list[pa.Field]:
        given = self.spec.author
        if not {"id", "name"} & set(given):
            return []
        figures = [name for name in AUTHOR_FIGURES if name in given]
        own = [pa.field(f"{AUTHOR_PREFIX}{name}", schema_of(Author).field(name).type) for name in figures]
        return [pa.field(name, pa.string()) for name in ("author_id", *{"verified_type"} & set(given))] + own

    def completed(self, dataset: str, rows: pa.Table) -> pa.Table:
        """Staged rows as the lake's table: ids written out, and what is the same in each row."""
        own = dict(zip(rows.column_names, rows.columns, strict=True))
        own["native_id"] = native_ids(rows)
        own["mention_id"] = pc.binary_join_element_wise(self.spec.platform, own["native_id"], ":")
        if "rating" in own:
            scale = pa.scalar(self.spec.rating_scale, pa.float64())
            own["rating_scale"] = pc.if_else(own["rating"].is_valid(), scale, pa.scalar(None, pa.float64()))
        constants = self._constants()
        schema = SCHEMAS[dataset]
        columns = [
            own[each.name] if each.name in own else _repeated(constants.get(each.name), each.type, rows.num_rows)
            for each in schema
        ]
        return pa.table(columns, schema=schema)

    def _constants(self) -> dict[str, object]:
        return {
            "source": self.spec.name,
            "platform": self.spec.platform,
            "kind": self.spec.kind,
            "query": self.page.request.get("query", self.page.url),
            "observed_at": self.page.fetched_at,
        }

    def of_mentions(self, mentions: Sequence[Mention], numbers: Sequence[int]) -> pa.Table:
        """Mapped rows of mentions that the row reader made of single rows."""
        table = mention_table(mentions)
        columns: dict[str, pa.Array] = dict(zip(table.column_names, table.columns, strict=True))
        columns[ROW] = pa.array(numbers, pa.int64())
        if self.are_hashed:
            columns[HASH] = pa.array([_hash_in(each.native_id) for each in mentions], pa.uint64())
        for name in (*COUNT_FIELDS, "count_precision"):
            columns[name] = pa.array([getattr(each, name) for each in mentions])
        columns |= _author_columns(mentions)
        return pa.table({each.name: columns[each.name].cast(each.type) for each in self.schema()}, schema=self.schema())


def _repeated(value: object, kind: pa.DataType, row_count: int) -> pa.Array:
    """The same value in each row; a map can only be the empty one."""
    if pa.types.is_map(kind):
        offsets = pa.array(np.zeros(row_count + 1, np.int32))
        return pa.MapArray.from_arrays(offsets, pa.array([], pa.string()), pa.array([], pa.string()))
    return pa.repeat(pa.scalar(value, kind), row_count)


def native_ids(rows: pa.Table) -> pa.Array | pa.ChunkedArray:
    """The ids of staged rows."""
    if HASH not in rows.column_names:
        return rows.column("native_id")
    words = pc.binary_join_element_wise("h:", hash_words(rows.column(HASH).to_numpy()), "")
    return pc.binary_join_element_wise(words, rows.column(ORDINAL).combine_chunks().cast(pa.string()), ".")


def _hash_in(native_id: str) -> int:
    return int(native_id.removeprefix("h:").split(".")[0], 16)


def _author_columns(mentions: Sequence[Mention]) -> dict[str, pa.Array]:
    figures = author_table([each.author for each in mentions if each.author])
    places: list[int | None] = []
    count = 0
    for each in mentions:
        places.append(count if each.author else None)
        count += each.author is not None
    taken = figures.take(pa.array(places, pa.int64()))
    return {f"{AUTHOR_PREFIX}{name}": taken.column(name) for name in AUTHOR_FIGURES}
