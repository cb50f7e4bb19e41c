"""Annotations of one task gathered as columns: no object a row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from records import Annotation, Span
from records.arrow import schema_of

_NAMES = ("mention_id", "label", "target", "aspect", "value", "probability", "is_abstained", "spans")


class Columns:
    """Rows of one task, engine and version, turned into an Arrow table at the end."""

    def __init__(self, task: str, engine: str, version: str) -> None:
        self._constants = {"task": task, "engine": engine, "version": version}
        self._rows: list[tuple[Any, ...]] = []
        """In the order of _NAMES: one append a row, the columns are cut out at the end."""

    def add(
        self,
        mention_id: str,
        label: str,
        *,
        target: str | None = None,
        aspect: str | None = None,
        value: float | None = None,
        probability: float | None = None,
        is_abstained: bool = False,
        spans: Sequence[Span] = (),
    ) -> None:
        """One verdict."""
        self._rows.append((mention_id, label, target, aspect, value, probability, is_abstained, spans))

    def table(self) -> pa.Table:
        """The rows as annotations."""
        schema, count = schema_of(Annotation), len(self._rows)
        values = dict(zip(_NAMES, zip(*self._rows, strict=True) if count else [()] * len(_NAMES), strict=True))
        arrays = []
        for field in schema:
            if field.name in self._constants:
                arrays.append(pa.repeat(pa.scalar(self._constants[field.name], field.type), count))
            elif field.name == "spans":
                arrays.append(_span_array(values["spans"], field.type))
            else:
                arrays.append(pa.array(values[field.name], field.type))
        return pa.Table.from_arrays(arrays, schema=schema)


def _span_array(spans: Sequence[Sequence[Span]], arrow_type: pa.DataType) -> pa.Array:
    offsets = np.zeros(len(spans) + 1, dtype=np.int32)
    np.cumsum([len(pieces) for pieces in spans], out=offsets[1:])
    flat = [(piece.start, piece.end) for pieces in spans for piece in pieces]
    bounds = np.array(flat, dtype=np.int32).reshape(-1, 2)
    values = pa.StructArray.from_arrays([pa.array(bounds[:, 0]), pa.array(bounds[:, 1])], ["start", "end"])
    return pa.ListArray.from_arrays(pa.array(offsets), values).cast(arrow_type)
