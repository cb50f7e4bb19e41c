"""Verdicts with their speed."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from nlp.engine import Engine, Verdicts

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""

_CHUNK = 2_000
_TIMED_SECONDS = 0.3


def timed(engine: Engine, texts: Sequence[str], progress: Progress | None = None) -> tuple[Verdicts, float]:
    """Verdicts on at least one text, and texts per second of processor time (all threads), repeated if too quick."""
    engine.read(texts[:1])
    parts: list[Verdicts] = []
    begin = time.process_time()
    for at in range(0, len(texts), _CHUNK):
        parts.append(engine.read(texts[at : at + _CHUNK]))
        if progress:
            progress(min(at + _CHUNK, len(texts)), len(texts))
    count = len(texts)
    while time.process_time() - begin < _TIMED_SECONDS:
        engine.read(texts)
        count += len(texts)
    return _concatenated(parts), round(count / (time.process_time() - begin), 1)


def _concatenated(parts: Sequence[Verdicts]) -> Verdicts:
    return Verdicts(
        parts[0].labels,
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.label_index for part in parts]),
        np.concatenate([part.is_abstained for part in parts]),
    )
