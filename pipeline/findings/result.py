"""A result of crm on its way to the lake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """One result of crm: its tables by period, or the reason why there are none, or less than there could be."""

    name: str
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    reason: str | None = None
    is_for_star: bool = True
    """Whether the warehouse loads it; else it is kept in the lake for other readers."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """Period -> what its rows were made of, where somebody asks that later."""
    resting: frozenset[str] = frozenset()
    """Periods whose rows were read from the lake, where they stay."""

    @property
    def row_count(self) -> int:
        """Rows over all periods."""
        return sum(table.num_rows for table in self.tables.values())


def table_of_frame(frame: "pd.DataFrame") -> pa.Table:
    """The frame as a table, without what pandas would note on it."""
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
