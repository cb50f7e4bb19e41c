"""Who objects to being profiled is in no result: no influence, persona, value or proposed action (PIPL 24, 44)."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.findings.result import Result


def without_objecting(found: Mapping[str, Result], objecting: frozenset[str]) -> dict[str, Result]:
    """The results without rows about these keyed ids; sums over many people stay what they are."""
    if not objecting:
        return dict(found)
    ids = pa.array(sorted(objecting), pa.string())
    return {
        name: replace(result, tables={period: _without(table, ids) for period, table in result.tables.items()})
        for name, result in found.items()
    }


def _without(table: pa.Table, ids: pa.Array) -> pa.Table:
    is_about = pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
    for column in table.columns:
        if pa.types.is_string(column.type):
            is_about = pc.or_(is_about, pc.is_in(column, value_set=ids))
    return table.filter(pc.invert(is_about))
