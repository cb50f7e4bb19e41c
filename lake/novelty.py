"""Which rows of a table are not yet among the rows at rest: compared by some columns, where null equals null."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_ROW = "__row"

ReadColumns = Callable[[Sequence[str]], Iterator[pa.Table]]
"""Gives these columns of the rows at rest, piece by piece."""


def only_new(table: pa.Table, at_rest: ReadColumns, unique: Sequence[str]) -> pa.Table:
    """The rows of `table` whose `unique` columns meet no earlier row of it and none at rest.

    All columns are compared only for rows whose first one is met again; so a table whose rows have ids of their own
    costs one look at the ids, and the rows at rest are never in memory together.
    """
    leads = table.column(unique[0]).combine_chunks().dictionary_encode(null_encoding="encode")
    words, indices = leads.dictionary, leads.indices.to_numpy()
    is_met = np.bincount(indices, minlength=len(words)) > 1
    for piece in at_rest(unique[:1]):
        is_met |= pc.is_in(words, value_set=piece.column(unique[0]).combine_chunks()).to_numpy(zero_copy_only=False)
    if not is_met.any():
        return table
    suspects = np.flatnonzero(is_met[indices])
    known = _alike(at_rest, words.filter(pa.array(is_met)), unique)
    fresh = _first_of_each(known, _plain(table.select(unique).take(pa.array(suspects)), unique))
    if len(fresh) == len(suspects):
        return table
    is_new = np.ones(table.num_rows, dtype=bool)
    is_new[suspects] = False
    is_new[suspects[fresh]] = True
    return table.filter(pa.array(is_new))


def _alike(at_rest: ReadColumns, words: pa.Array, unique: Sequence[str]) -> list[pa.Table]:
    """The rows at rest that begin with one of these words."""
    pieces = (_plain(piece, unique) for piece in at_rest(unique))
    return [piece.filter(pc.is_in(piece.column(unique[0]), value_set=words)) for piece in pieces]


def _first_of_each(known: Sequence[pa.Table], suspects: pa.Table) -> NDArray[np.int64]:
    """Positions of the suspects that are the first row of their kind, the known ones counted."""
    known_count = sum(piece.num_rows for piece in known)
    rows = pa.concat_tables([*known, suspects], promote_options="permissive")
    rows = rows.append_column(_ROW, pa.array(np.arange(rows.num_rows)))
    groups = rows.group_by(suspects.column_names, use_threads=False).aggregate([(_ROW, "min")])
    first = groups.column(f"{_ROW}_min").to_numpy()
    fresh: NDArray[np.int64] = np.sort(first[first >= known_count]) - known_count
    return fresh


def _plain(table: pa.Table, unique: Sequence[str]) -> pa.Table:
    """The columns alone, without what their schema says of nulls; -0.0 is 0.0."""
    columns = {name: table.column(name) for name in unique}
    return pa.table({name: _one_zero(column) for name, column in columns.items()})


def _one_zero(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.add(column, 0.0) if pa.types.is_floating(column.type) else column
