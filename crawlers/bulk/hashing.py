"""Hashes of rows without ids: the same 8 bytes as records.ids.hashed_native_id, for many rows."""

from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_SEPARATOR = "\x1f"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_SECONDS = 86_400
_ISO_LENGTH = len("2026-01-31T12:34:56+00:00")


def row_hashes(platform: str, who: pa.Array, published_at: pa.Array, text: pa.Array) -> NDArray[np.uint64]:
    """The hash of each row as a number; null means unknown."""
    parts = [pc.fill_null(who, ""), _iso(published_at), pc.fill_null(text, "")]
    joined = pc.binary_join_element_wise(pa.scalar(platform), *parts, _SEPARATOR).cast(pa.binary())
    digests = b"".join([blake2b(each, digest_size=8).digest() for each in joined.to_pylist()])
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64)


def hash_words(hashes: NDArray[np.uint64]) -> pa.Array:
    """Their 16 hex digits."""
    return _equally_long(hashes.astype(">u8").tobytes().hex().encode(), 16)


def _iso(instants: pa.Array) -> pa.Array:
    """As `datetime.isoformat` in UTC; '' for null."""
    values = pc.fill_null(instants.cast(pa.int64()), 0).to_numpy()
    words = _seconds_iso(np.floor_divide(values, 1_000_000))
    has_fraction = values % 1_000_000 != 0
    if has_fraction.any():
        exact = [(_EPOCH + timedelta(microseconds=int(value))).isoformat() for value in values[has_fraction]]
        words = pc.replace_with_mask(words, pa.array(has_fraction), pa.array(exact, pa.string()))
    return pc.if_else(instants.is_valid(), words, "")


def _seconds_iso(seconds: NDArray[np.int64]) -> pa.Array:
    """Whole seconds since 1970, put together of the days there are and the seconds of a day."""
    days, places = np.unique(seconds // _DAY_SECONDS, return_inverse=True)
    letters = np.empty((len(seconds), _ISO_LENGTH), dtype=np.uint8)
    letters[:, :10] = _letters(days.astype("datetime64[D]"), 10)[places]
    letters[:, 10:19] = _clock_letters()[seconds % _DAY_SECONDS]
    letters[:, 19:] = np.frombuffer(b"+00:00", dtype=np.uint8)
    return _equally_long(letters.tobytes(), _ISO_LENGTH)


@cache
def _clock_letters() -> NDArray[np.uint8]:
    """`T12:34:56` of each second of a day."""
    return _letters(np.arange(_DAY_SECONDS).astype("datetime64[s]"), 19)[:, 10:]


def _letters(moments: NDArray[np.datetime64], length: int) -> NDArray[np.uint8]:
    words = np.datetime_as_string(moments).astype(f"S{length}")
    return np.frombuffer(words.tobytes(), dtype=np.uint8).reshape(-1, length)


def _equally_long(words: bytes, length: int) -> pa.Array:
    offsets = np.arange(0, len(words) + 1, length, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(words) // length, [None, pa.py_buffer(offsets), pa.py_buffer(words)])
