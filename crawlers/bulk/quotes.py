"""Whether all quotes of a file enclose whole cells, so that every reader of CSV cuts it into the same cells."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_QUOTE = ord('"')


def are_quotes_strict(chunks: Iterable[bytes], delimiter: str) -> bool:
    """Whether each quote that opens stands at a cell's begin and each that closes at its end; no for NUL bytes too.

    A quote within a quoted cell is written twice: it closes the cell and at once opens it again. `chunks` are the
    bytes behind the header.
    """
    allowed = np.zeros(256, dtype=bool)
    allowed[[ord(delimiter), ord("\n"), ord("\r"), _QUOTE]] = True
    quote_count = 0
    before = ord("\n")
    for chunk, after in _with_next_byte(chunks):
        if b"\x00" in chunk:
            return False
        codes = np.frombuffer(chunk, dtype=np.uint8)
        places = np.flatnonzero(codes == _QUOTE)
        if not _are_strict(codes, places, quote_count, before, after, allowed):
            return False
        quote_count += len(places)
        before = chunk[-1]
    return quote_count % 2 == 0


def _are_strict(
    codes: NDArray[np.uint8],
    places: NDArray[np.intp],
    earlier_count: int,
    before: int,
    after: int,
    allowed: NDArray[np.bool_],
) -> bool:
    first = earlier_count % 2
    opening, closing = places[first::2], places[1 - first :: 2]
    left = np.where(opening > 0, codes[opening - 1], before)
    right = np.where(closing + 1 < len(codes), codes[np.minimum(closing + 1, len(codes) - 1)], after)
    return bool(allowed[left].all() and allowed[right].all())


def _with_next_byte(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Each chunk with the byte behind it; a line end behind the last."""
    held = b""
    for chunk in chunks:
        if held:
            yield held, chunk[0]
        held = chunk
    if held:
        yield held, ord("\n")
