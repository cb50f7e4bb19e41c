"""Rows already at rest are found by columns in which null equals null, as a set of tuples would find them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake.novelty import only_new
from lake.partition import append, read

SCHEMA = pa.schema(
    [("id", pa.string()), ("text", pa.string()), ("score", pa.float64()), ("at", pa.timestamp("us", tz="UTC"))]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "", None]),
        st.sampled_from(["x", "y", None]),
        st.sampled_from([0.0, -0.0, 1.5, None]),
        st.sampled_from([datetime(2026, 1, 1, tzinfo=UTC), None]),
    ),
    max_size=12,
)


def _table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)


@given(at_rest=st.lists(ROWS, max_size=3), fresh=ROWS, width=st.integers(1, 4))
def test_as_a_set_of_tuples_finds_them(at_rest: list[list[Any]], fresh: list[Any], width: int) -> None:
    unique = SCHEMA.names[:width]

    def pieces(columns: Sequence[str]) -> Iterator[pa.Table]:
        return (_table(rows).select(list(columns)) for rows in at_rest)

    known = {row[:width] for rows in at_rest for row in rows}
    expected = []
    for row in fresh:
        if row[:width] not in known:
            known.add(row[:width])
            expected.append(row)
    table = _table(fresh)
    assert only_new(table, pieces, unique).to_pylist() == _table(expected).to_pylist()


def test_rows_at_rest_are_read_whole_only_where_the_first_column_is_met_again() -> None:
    asked: list[list[str]] = []

    def pieces(columns: Sequence[str]) -> Iterator[pa.Table]:
        asked.append(list(columns))
        yield _table([("a", "x", 1.0, None)]).select(list(columns))

    assert only_new(_table([("b", "x", 1.0, None)]), pieces, ("id", "text")).num_rows == 1
    assert asked == [["id"]]
    assert only_new(_table([("a", "x", 2.0, None)]), pieces, ("id", "text")).num_rows == 0
    assert asked[1:] == [["id"], ["id", "text"]]


def test_a_partition_of_several_files_and_pieces(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lake.partition._PIECE_ROWS", 3)
    keys = {"source": "s", "dt": "2026-01-01"}
    for begin in (0, 5, 10):
        table = pa.table({"id": [str(n) for n in range(begin, begin + 8)], "text": ["x"] * 8})
        append(tmp_path, "d", keys, table, unique=("id", "text"))
    assert read(tmp_path, "d").column("id").to_pylist() == [str(n) for n in range(18)]
