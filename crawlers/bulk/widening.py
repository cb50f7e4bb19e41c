"""Values of a batch -> mapped rows (crawlers.bulk.rows)."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crawlers import handles, linking
from crawlers.bulk.authors import Pseudonyms, masked
from crawlers.bulk.cells import known
from crawlers.bulk.columns import Mask
from crawlers.bulk.extras import extra_maps
from crawlers.bulk.hashing import row_hashes
from crawlers.bulk.rows import AUTHOR_FIGURES, AUTHOR_PREFIX, HASH, ROW, Layout
from crawlers.convert.counts import COARSENESS

Arrays = dict[str, pa.Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What the rules gave for the rows of a batch, by field name."""

    numbers: NDArray[np.int64]
    mention: Arrays
    """`text` is always there and never null."""
    author: Arrays
    """As the yml names them: `id`, `name` and the figures."""
    counts: Arrays
    coarseness: Arrays
    """Place of each count's precision in COARSENESS."""
    extra: Arrays
    told_apart: pa.Array | None
    """What tells rows without ids apart."""

    def filtered(self, is_kept: Mask) -> "Values":
        """Some of the rows."""
        if is_kept.all():
            return self
        keep = pa.array(is_kept)

        def kept(arrays: Arrays) -> Arrays:
            return {name: array.filter(keep) for name, array in arrays.items()}

        return Values(
            numbers=self.numbers[is_kept],
            mention=kept(self.mention),
            author=kept(self.author),
            counts=kept(self.counts),
            coarseness=kept(self.coarseness),
            extra=kept(self.extra),
            told_apart=None if self.told_apart is None else self.told_apart.filter(keep),
        )


class Widener:
    """Makes the mapped rows of one file."""

    def __init__(self, layout: Layout, key: bytes) -> None:
        self._layout = layout
        self._schema = layout.schema()
        self._key = key
        self._pseudonyms = Pseudonyms(layout.spec.platform, key)

    def wide(self, values: Values) -> pa.Table:
        """The mapped rows of a batch, without their ids."""
        row_count = len(values.numbers)
        who = _identities(values.author)
        columns = {
            ROW: pa.array(values.numbers),
            **values.mention,
            **self._of_author(values.author, who),
            **values.counts,
            **_precision(values.coarseness),
        }
        if self._layout.has_times:
            arrived = pa.scalar(self._layout.page.fetched_at, pa.timestamp("us", tz="UTC"))
            columns["observed_at"] = pc.fill_null(columns["observed_at"], arrived)
        if values.extra:
            columns["extra"] = extra_maps(list(values.extra), list(values.extra.values()), row_count)
        if self._layout.are_hashed:
            columns[HASH] = self._hashes(values, who, row_count)
        return pa.table([columns[name] for name in self._schema.names], schema=self._schema)

    def _of_author(self, author: Arrays, who: pa.Array | None) -> Arrays:
        if who is None:
            return {}
        columns = {f"{AUTHOR_PREFIX}{name}": author[name] for name in AUTHOR_FIGURES if name in author}
        if "name" in author:
            columns[f"{AUTHOR_PREFIX}name"] = masked(author["name"])
        if "verified_type" in author:
            columns["verified_type"] = pc.if_else(who.is_valid(), author["verified_type"], pa.scalar(None, pa.string()))
        ids = self._pseudonyms.of(who)
        if handles.is_noting() and "follower_count" in author:
            self._note(ids, who, author)
        if linking.is_noting() and "name" in author:
            self._note_names(ids, author["name"])
        return {"author_id": ids, **columns}

    def _note(self, ids: pa.Array, who: pa.Array, author: Arrays) -> None:
        """Tells the vault's book of accounts with known followers."""
        names = author.get("name", pa.nulls(len(ids), pa.string()))
        is_known = author["follower_count"].is_valid()
        columns = [each.filter(is_known).to_pylist() for each in (ids, who, names, author["follower_count"])]
        for author_id, native_id, name, follower_count in zip(*columns, strict=True):
            if author_id is not None:
                handles.note(author_id, self._layout.spec.platform, native_id, name, follower_count)

    def _note_names(self, ids: pa.Array, names: pa.Array) -> None:
        """Tells the vault's book of linking keys the nickname of each account, once."""
        distinct = pa.table({"id": ids, "name": names}).group_by(["id", "name"]).aggregate([]).to_pylist()
        for row in distinct:
            if row["id"] is not None:
                linking.note(self._key, self._layout.spec.platform, row["id"], name=row["name"])

    def _hashes(self, values: Values, who: pa.Array | None, row_count: int) -> pa.Array:
        apart = [] if values.told_apart is None else [pc.fill_null(values.told_apart, "")]
        named = [] if who is None else [pc.fill_null(who, "")]
        parts = [*named, *apart] or [pa.repeat("", row_count)]
        told = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "")
        published_at = values.mention.get("published_at", pa.nulls(row_count, pa.timestamp("us", tz="UTC")))
        return pa.array(row_hashes(self._layout.spec.platform, told, published_at, values.mention["text"]))


def _identities(author: Arrays) -> pa.Array | None:
    """What an account is known by: its id, else its name; None for a source without authors."""
    given = [known(author[name]) for name in ("id", "name") if name in author]
    return pc.coalesce(*given) if given else None


def _precision(coarseness: Arrays) -> Arrays:
    """The coarsest of each row's counts."""
    if not coarseness:
        return {}
    coarsest = pc.max_element_wise(*coarseness.values(), skip_nulls=True)
    return {"count_precision": pa.array(COARSENESS).take(coarsest)}
