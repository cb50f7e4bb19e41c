"""Texts on their way into the lake without people's numbers and addresses; the raw zone keeps what was received."""

import pyarrow as pa
import pyarrow.compute as pc

from records.private import MAY_HOLD, PLAIN, masked

_TEXTS = ("title", "text")
_EXTRA = "extra"


def without_private(rows: pa.Table) -> pa.Table:
    """The rows with their texts masked; the same table where there is nothing to mask.

    A look at the whole column decides which few texts are read word by word, so a landing costs some microseconds more
    a row.
    """
    for place, field in enumerate(rows.schema):
        if field.name in _TEXTS:
            rows = _with(rows, place, field, _masked(rows.column(place).combine_chunks()))
        elif field.name == _EXTRA and pa.types.is_map(field.type):
            rows = _with(rows, place, field, _masked_map(rows.column(place).combine_chunks()))
    return rows


def _with(rows: pa.Table, place: int, field: pa.Field, column: pa.Array | None) -> pa.Table:
    return rows if column is None else rows.set_column(place, field, column)


def _masked(texts: pa.Array) -> pa.Array | None:
    """The texts masked; None where nothing changes."""
    may_hold = pc.match_substring_regex(texts, MAY_HOLD).fill_null(False)
    found = texts.filter(may_hold)
    is_plain = pc.match_substring_regex(found, PLAIN).to_pylist()
    if all(is_plain):
        return None
    suspects = found.to_pylist()
    cleaned = [text if plain else masked(text) for text, plain in zip(suspects, is_plain, strict=True)]
    if cleaned == suspects:
        return None
    return pc.replace_with_mask(texts, may_hold, pa.array(cleaned, texts.type))


def _masked_map(maps: pa.Array) -> pa.Array | None:
    """Source fields kept for replay: their values masked, where any is to be."""
    if isinstance(maps, pa.ChunkedArray) or not len(maps) or maps.offset:
        maps = pa.concat_arrays([maps]) if len(maps) else maps
    items = _masked(maps.items)
    if items is None:
        return None
    return pa.MapArray.from_arrays(maps.offsets, maps.keys, items).cast(maps.type)
