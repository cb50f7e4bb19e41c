"""Whole columns converted as crawlers.convert converts single cells; what is left open goes there."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crawlers.bulk import clocks
from crawlers.bulk.columns import Column, Mask, mask_of
from crawlers.convert.counts import MOST_DIGITS

Conversion = Callable[[pa.Array], Column]
"""Takes cells without spaces around them, null for blank."""


def text(cells: pa.Array) -> Column:
    """As received."""
    return Column(cells)


def whole_number_id(cells: pa.Array) -> Column:
    """An id; one with a point may be a spreadsheet's number."""
    has_point = mask_of(pc.match_substring(cells, "."))
    return Column(cells, has_point if has_point.any() else None)


def url_without_query(cells: pa.Array) -> Column:
    """An address without what follows `?`."""
    has_query = pc.any(pc.match_substring(cells, "?")).as_py()
    return Column(pc.replace_substring_regex(cells, r"(?s)\?.*", "") if has_query else cells)


def count(cells: pa.Array) -> Column:
    """Plain digits; `1.2万` and `1,234` are left open."""
    is_plain = mask_of(pc.and_(pc.ascii_is_decimal(cells), pc.less_equal(pc.binary_length(cells), MOST_DIGITS)))
    is_open = mask_of(cells.is_valid()) & ~is_plain
    if not is_open.any():
        return Column(cells.cast(pa.int64()))
    return Column(pc.if_else(pa.array(is_plain), cells, None).cast(pa.int64()), is_open)


def time(cells: pa.Array) -> Column:
    """Dates and seconds since 1970 in their common shapes; a date without a zone is China time."""
    return _instants(cells, *clocks.read(cells, (clocks.dates, clocks.seconds, clocks.loose_dates)))


def epoch(cells: pa.Array) -> Column:
    """Seconds or milliseconds since 1970."""
    return _instants(cells, *clocks.read(cells, (clocks.seconds,)))


def objectid_time(cells: pa.Array) -> Column:
    """The seconds in the first 8 of 24 hex digits."""
    return _instants(cells, *clocks.read(cells, (clocks.objectids,)))


def _instants(cells: pa.Array, microseconds: np.ndarray, is_read: Mask) -> Column:
    is_open = mask_of(cells.is_valid()) & ~is_read
    values = pa.array(microseconds, mask=~is_read).cast(pa.timestamp("us", tz="UTC"))
    return Column(values, is_open if is_open.any() else None)


CONVERSIONS: Mapping[str, Conversion] = {
    "text": text,
    "id": whole_number_id,
    "url_without_query": url_without_query,
    "count": count,
    "time": time,
    "epoch": epoch,
    "objectid_time": objectid_time,
}
"""By the names of crawlers.convert.registry. All others are read cell by cell, each distinct cell once."""
