"""Times in columns of text -> microseconds since 1970, by arithmetic on the bytes of equally long cells."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Instants = NDArray[np.int64]
Reader = Callable[[Bytes], tuple[Instants, Mask]]
"""Takes the bytes of equally long cells, a row each; returns microseconds and which of them were read."""

_CHINA_SECONDS = 8 * 3600
_BEGIN_SECONDS, _END_SECONDS = 631_152_000, 4_102_444_800
"""1990 and 2100, UTC: times outside are left to the cell's own converter, which refuses them."""
_DATE_SEPARATORS, _CLOCK_SEPARATORS = b"-/.", b" T"
_MILLISECOND_DIGITS = 13
_DAYS_OF_MONTH = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def read(cells: pa.Array, readers: Sequence[Reader]) -> tuple[Instants, Mask]:
    """What any of the readers makes of each cell; nulls are not read."""
    instants = np.zeros(len(cells), dtype=np.int64)
    is_read = np.zeros(len(cells), dtype=bool)
    for rows, matrix in _by_length(cells):
        for reader in readers:
            todo = ~is_read[rows]
            if not todo.any():
                break
            found, is_found = reader(matrix[todo])
            places = rows[todo][is_found]
            instants[places], is_read[places] = found[is_found], True
    return instants, is_read


def dates(cells: Bytes) -> tuple[Instants, Mask]:
    """`2024-05-01 12:34:56`, without seconds, or the day alone; `-`, `/` or `.` between its parts, in China time."""
    length = cells.shape[1]
    if length not in (10, 16, 19):
        return _nothing(cells)
    is_shaped = _is_in(cells[:, 4], _DATE_SEPARATORS) & _is_in(cells[:, 7], _DATE_SEPARATORS)
    parts = [(0, 4), (5, 7), (8, 10)]
    if length > 10:
        is_shaped &= _is_in(cells[:, 10], _CLOCK_SEPARATORS)
        parts += [(11, 13), (14, 16), (17, 19)][: 2 if length == 16 else 3]
        for place in (13, 16)[: len(parts) - 4]:
            is_shaped &= cells[:, place] == ord(":")
    numbers = []
    for begin, end in parts:
        number, is_digits = _number(cells[:, begin:end])
        numbers.append(number)
        is_shaped &= is_digits
    return _in_china(numbers, is_shaped)


def seconds(cells: Bytes) -> tuple[Instants, Mask]:
    """10 digits are seconds since 1970, 13 are milliseconds."""
    if cells.shape[1] not in (10, _MILLISECOND_DIGITS):
        return _nothing(cells)
    number, is_digits = _number(cells)
    is_milli = cells.shape[1] == _MILLISECOND_DIGITS
    return _bounded(number * (1_000 if is_milli else 1_000_000), is_digits)


def objectids(cells: Bytes) -> tuple[Instants, Mask]:
    """24 hex digits, of which the first 8 are seconds since 1970."""
    if cells.shape[1] != 24:
        return _nothing(cells)
    digits = _HEX[cells]
    number = digits[:, :8].astype(np.int64) @ (16 ** np.arange(7, -1, -1, dtype=np.int64))
    return _bounded(number * 1_000_000, np.asarray((digits < 16).all(axis=1)))


def loose_dates(cells: Bytes) -> tuple[Instants, Mask]:
    """The same dates with parts of one digit, as spreadsheets write them: `2024/5/1 9:05`."""
    if not 8 <= cells.shape[1] <= 19:
        return _nothing(cells)
    offsets = np.arange(0, cells.size + 1, cells.shape[1], dtype=np.int32)
    texts = pa.Array.from_buffers(pa.binary(), len(cells), [None, pa.py_buffer(offsets), pa.py_buffer(cells.tobytes())])
    found = pc.extract_regex(texts, _LOOSE)
    is_shaped = found.is_valid().to_numpy(zero_copy_only=False)
    if not is_shaped.any():
        return _nothing(cells)
    texts_of = [pc.struct_field(found.filter(found.is_valid()), name) for name in "ymdhis"]
    numbers = [np.zeros(len(cells), dtype=np.int64) for _ in texts_of]
    for number, part in zip(numbers, texts_of, strict=True):
        given = pc.if_else(pc.equal(pc.binary_length(part), 0), b"0", part)
        number[is_shaped] = given.cast(pa.string()).cast(pa.int64()).to_numpy()
    return _in_china(numbers, is_shaped)


_LOOSE = (
    r"^(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"
    r"(?:[ T]+(?P<h>[0-9]{1,2}):(?P<i>[0-9]{1,2})(?::(?P<s>[0-9]{1,2}))?)?$"
)
_HEX = np.full(256, 16, dtype=np.uint8)
for _digits in (b"0123456789abcdef", b"0123456789ABCDEF"):
    _HEX[list(_digits)] = np.arange(16)


def _by_length(cells: pa.Array) -> Iterator[tuple[NDArray[np.intp], Bytes]]:
    """Row positions and bytes of the cells that are not null, one length at a time, up to that of the longest time."""
    column = pa.concat_arrays([cells]) if cells.offset else cells
    offsets = np.frombuffer(column.buffers()[1], dtype=np.int32)[: len(column) + 1]
    data = np.frombuffer(column.buffers()[2] or b"", dtype=np.uint8)
    lengths = np.where(column.is_valid().to_numpy(zero_copy_only=False), np.diff(offsets), 0)
    for length in np.unique(lengths[(lengths >= 8) & (lengths <= 24)]):
        rows = np.flatnonzero(lengths == length)
        yield rows, data[offsets[rows][:, None] + np.arange(length)]


def _nothing(cells: Bytes) -> tuple[Instants, Mask]:
    return np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=bool)


def _is_in(codes: Bytes, allowed: bytes) -> Mask:
    found: Mask = np.isin(codes, np.frombuffer(allowed, dtype=np.uint8))
    return found


def _number(digits: Bytes) -> tuple[Instants, Mask]:
    values = digits - np.uint8(ord("0"))
    weights = 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    return values.astype(np.int64) @ weights, np.asarray((values < 10).all(axis=1))


def _in_china(numbers: Sequence[Instants], is_shaped: Mask) -> tuple[Instants, Mask]:
    absent = np.zeros_like(numbers[0])
    year, month, day = numbers[:3]
    hour, minute, second = (numbers[place] if place < len(numbers) else absent for place in (3, 4, 5))
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last_day = _DAYS_OF_MONTH[np.clip(month, 0, 12)] + ((month == 2) & is_leap)
    is_real = is_shaped & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last_day)
    is_real &= (year >= 1900) & (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(is_real, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + np.where(is_real, day - 1, 0)
    since_1970 = days * 86_400 + hour * 3_600 + minute * 60 + second - _CHINA_SECONDS
    return _bounded(since_1970 * 1_000_000, is_real)


def _bounded(microseconds: Instants, is_shaped: Mask) -> tuple[Instants, Mask]:
    is_read = is_shaped & (microseconds >= _BEGIN_SECONDS * 1_000_000) & (microseconds < _END_SECONDS * 1_000_000)
    return microseconds, is_read
