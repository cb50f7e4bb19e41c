"""Which texts go through the network together."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

TOKENS_PER_BATCH = 256
"""Tokens, padding included, of one batch: its memory grows with them (some 60 kB a token in BERT-base), and measured
speed falls beyond, where activations leave the processor's cache. A longer text goes alone."""


def by_length(lengths: NDArray[np.int64], budget: int = TOKENS_PER_BATCH) -> Iterator[NDArray[np.int64]]:
    """Positions of the texts of each batch, shortest first: similar lengths need little padding."""
    order = np.argsort(lengths, kind="stable")
    begin = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or int(lengths[order[at]]) * (at - begin + 1) > budget:
            yield order[begin:at]
            begin = at
