"""Pieces of a text and what their n-grams weigh together: what evidence spans are made of."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

WINDOW = 3
"""Characters of a piece before it grows or is joined with others: 不好用, 真的香, 太难看."""

Number = TypeVar("Number", np.float32, np.float64)


def windows(one: NDArray[Number], two: NDArray[Number], three: NDArray[Number]) -> NDArray[Number]:
    """Sum of the weights of all n-grams that lie inside the WINDOW characters from each place on."""
    result = three.copy()
    for shift in range(WINDOW):
        result[: len(result) - shift] += one[shift:]
    for shift in range(WINDOW - 1):
        result[: len(result) - shift] += two[shift:]
    return result


def joined(pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted [start, end) pieces, those that touch or overlap made one."""
    result: list[tuple[int, int]] = []
    for start, end in pieces:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
