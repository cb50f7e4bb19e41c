"""What must be known of all mentions of a file before any of them is landed: a few bytes a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crawlers.bulk.columns import Mask, mask_of
from crawlers.bulk.rows import SEQUENCE

UNKNOWN_TIME = np.iinfo(np.int64).min
"""Microseconds of an unknown time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Repeats:
    """Mentions whose id and words stood in the file before; indexed by their place among its mentions."""

    is_repeated: Mask
    is_recounted: Mask
    """Those among them that the file saw at another moment: their counts are an observation."""


class Ledger:
    """Grows with each batch."""

    def __init__(self, filled: Sequence[str]) -> None:
        self._filled = tuple(filled)
        self._published: list[NDArray[np.int64]] = []
        self._id_hashes: list[NDArray[np.int64]] = []
        self._is_filled: dict[str, list[Mask]] = {name: [] for name in filled}

    def note(self, rows: pa.Table, published: NDArray[np.int64]) -> None:
        """Takes note of settled rows and the microseconds of their publication."""
        self._published.append(published)
        if "native_id" in rows.column_names:
            ids = rows.column("native_id").to_pylist()
            self._id_hashes.append(np.fromiter(map(hash, ids), np.int64, len(ids)))
        for name, masks in self._is_filled.items():
            masks.append(_is_filled(rows, name))

    @property
    def published(self) -> NDArray[np.int64]:
        """Microseconds since 1970 of each mention, UNKNOWN_TIME without."""
        return np.concatenate([np.empty(0, np.int64), *self._published])

    def filled_counts(self, is_counted: Mask) -> dict[str, int]:
        """How many of the counted mentions have each expected field."""
        return {
            name: int((np.concatenate([np.empty(0, bool), *masks]) & is_counted).sum())
            for name, masks in self._is_filled.items()
        }

    def met_again(self) -> Mask:
        """Mentions whose id may stand in the file more than once."""
        hashes = np.concatenate([np.empty(0, np.int64), *self._id_hashes])
        order = np.argsort(hashes, kind="stable")
        is_like_next = hashes[order][1:] == hashes[order][:-1]
        found = np.zeros(len(hashes), dtype=bool)
        found[order[1:][is_like_next]] = True
        found[order[:-1][is_like_next]] = True
        return found


def repeats_of(candidates: Iterable[pa.RecordBatch], is_candidate: Mask, *, has_times: bool) -> Repeats:
    """Which mentions are repeated, by the row reader's rule; the batches hold them in the file's order.

    `has_times` tells whether the file says when it saw its rows.
    """
    repeats = Repeats(np.zeros(len(is_candidate), dtype=bool), np.zeros(len(is_candidate), dtype=bool))
    said: dict[str, bytes] = {}
    moments: set[tuple[str, int]] = set()
    for batch in candidates if is_candidate.any() else ():
        for sequence, native_id, moment, words in _in_order(batch, is_candidate):
            is_new_moment = has_times and (native_id, moment) not in moments
            if is_new_moment:
                moments.add((native_id, moment))
            repeats.is_repeated[sequence] = said.get(native_id) == words
            repeats.is_recounted[sequence] = repeats.is_repeated[sequence] and is_new_moment
            said[native_id] = words
    return repeats


def _in_order(batch: pa.RecordBatch, is_candidate: Mask) -> Iterable[tuple[int, str, int, bytes]]:
    """Place, id, moment and words of a batch's candidates."""
    sequences = batch.column(SEQUENCE).to_numpy()
    places = np.flatnonzero(is_candidate[sequences])
    places = places[np.argsort(sequences[places])]
    rows = batch.take(pa.array(places))
    given = {name: _listed(rows, name) for name in ("text", "title")}
    words = [_digest(text, title) for text, title in zip(given["text"], given["title"], strict=True)]
    has_moment = "observed_at" in rows.schema.names
    moments = rows.column("observed_at").cast(pa.int64()).to_pylist() if has_moment else [0] * len(places)
    return zip(sequences[places].tolist(), _listed(rows, "native_id"), moments, words, strict=True)


def _listed(rows: pa.RecordBatch, name: str) -> list[Any]:
    return rows.column(name).to_pylist() if name in rows.schema.names else [None] * rows.num_rows


def _digest(text: str, title: str | None) -> bytes:
    return blake2b(repr((text, title)).encode(), digest_size=16).digest()


def microseconds(instants: pa.ChunkedArray) -> NDArray[np.int64]:
    """Microseconds since 1970, UNKNOWN_TIME for null."""
    filled = pc.fill_null(instants.cast(pa.int64()), UNKNOWN_TIME)
    values: NDArray[np.int64] = filled.to_numpy()
    return values


def instant(value: int) -> datetime:
    """Microseconds since 1970 as an instant in UTC."""
    return _EPOCH + timedelta(microseconds=value)


def _is_filled(rows: pa.Table, name: str) -> Mask:
    """As Python takes a value for true."""
    column = rows.column("author_id" if name == "author" else name)
    if pa.types.is_string(column.type):
        return mask_of(pc.greater(pc.binary_length(column), 0))
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return mask_of(pc.not_equal(column, 0))
    return mask_of(column.is_valid())
