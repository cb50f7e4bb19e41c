"""Which aspect an opinion is about: a logistic regression over where both stand."""

import bisect
import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.formats import IMPLICIT

Place = tuple[int, int]
"""[start, end) in characters; IMPLICIT for an aspect that is not named."""
LINKED_FROM = 0.5
"""Every aspect of at least this probability is linked."""
NAMED_FROM = 0.25
"""Below it for all aspects, the opinion is about none that is named."""
NEIGHBOURS = 8
"""Aspects and opinions looked at on each side of an opinion."""
_BREAK = re.compile(r"[，。！？；,.!?;~～\s]")

__all__ = ["IMPLICIT", "LINKED_FROM", "NAMED_FROM", "NEIGHBOURS", "Place", "features", "linked"]


def features(
    text: str, aspect: Place, opinion: Place, aspects: Sequence[Place], opinions: Sequence[Place]
) -> list[float]:
    """1, is before, overlaps, log of the gap, breaks between (0, 1, 2, more), others between, is the nearest before."""
    is_before = aspect[0] <= opinion[0]
    begin, end = (aspect[1], opinion[0]) if is_before else (opinion[1], aspect[0])
    breaks = len(_BREAK.findall(text, begin, end)) if end > begin else 0
    between = sum(begin <= one[0] and one[1] <= end for one in aspects)
    said = sum(begin <= one[0] and one[1] <= end for one in opinions)
    gap = math.log1p(max(0, end - begin))
    counted = [float(breaks == 0), float(breaks == 1), float(breaks == 2)]
    side = [gap, *counted, float(min(between, 3)), float(min(said, 3)), float(between == 0)]
    mirrored = [value * float(not is_before) for value in (1.0, *side)]
    return [1.0, float(end < begin), *side, *mirrored]


def linked(
    text: str, aspects: Sequence[Place], opinions: Sequence[Place], weights: NDArray[np.float64]
) -> list[tuple[Place, Place]]:
    """(aspect, opinion) pairs of places in reading order; an opinion has at least one."""
    pairs: list[tuple[Place, Place]] = []
    for opinion in opinions:
        near = _near(aspects, opinion)
        if not near:
            pairs.append((IMPLICIT, opinion))
            continue
        said = _near(opinions, opinion)
        rows = np.array([features(text, aspect, opinion, near, said) for aspect in near])
        chances = 1 / (1 + np.exp(-(rows @ weights)))
        best = int(chances.argmax())
        mine = [at for at, chance in enumerate(chances.tolist()) if chance >= LINKED_FROM]
        if not mine and chances[best] >= NAMED_FROM:
            mine = [best]
        pairs += [(near[at], opinion) for at in mine] or [(IMPLICIT, opinion)]
    return pairs


def _near(places: Sequence[Place], opinion: Place) -> Sequence[Place]:
    at = bisect.bisect(places, opinion)
    return places[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
