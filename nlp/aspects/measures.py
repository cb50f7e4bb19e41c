"""Precision, recall and F1 of sets found in texts, against those labelled."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nlp.aspects import triples
from nlp.aspects.formats import IMPLICIT
from nlp.aspects.found import AspectFound


def prf(said: Sequence[set[Any]], gold: Sequence[set[Any]]) -> dict[str, float]:
    """Micro-averaged over texts; 0 where nothing was said, or nothing is there."""
    hits = sum(len(one & other) for one, other in zip(said, gold, strict=True))
    picked, support = sum(map(len, said)), sum(map(len, gold))
    return {
        "precision": round(hits / picked, 4) if picked else 0.0,
        "recall": round(hits / support, 4) if support else 0.0,
        "f1": round(2 * hits / (picked + support), 4) if picked + support else 0.0,
    }


def aspects_of(found: Sequence[set[tuple[str, str]]]) -> list[set[str]]:
    """The aspects of (aspect, polarity) pairs."""
    return [{aspect for aspect, _ in one} for one in found]


def of_aspect(name: str, said: Sequence[set[tuple[str, str]]], gold: Sequence[set[tuple[str, str]]]) -> dict[str, Any]:
    """Support and F1 of one aspect."""
    mine = [{pair for pair in one if pair[0] == name} for one in said]
    true = [{pair for pair in one if pair[0] == name} for one in gold]
    return {
        "support": sum(map(len, true)),
        "detection_f1": prf(aspects_of(mine), aspects_of(true))["f1"],
        "pair_f1": prf(mine, true)["f1"],
    }


def agreement(found: Sequence[Sequence[AspectFound]], gold: Sequence[set[tuple[str, str]]]) -> float:
    """Share of right polarities among aspects rightly found."""
    right = [
        (one.aspect, one.label) in true
        for mine, true in zip(found, gold, strict=True)
        for one in mine
        if any(one.aspect == name for name, _ in true)
    ]
    return round(float(np.mean(right)), 4) if right else 0.0


Plain = tuple[tuple[int, int], tuple[int, int], str]
"""Aspect, opinion and polarity of a triple."""


def plain(one: triples.Triple) -> Plain:
    """A triple as labelled files have it."""
    aspect = IMPLICIT if one.aspect is None else (one.aspect.start, one.aspect.end)
    return aspect, (one.opinion.start, one.opinion.end), one.label


def parts(found: Sequence[set[Plain]], of: tuple[int, ...]) -> list[set[Any]]:
    """Some elements of each triple, each combination once a text."""
    return [{tuple(one[part] for part in of) for one in mine} for mine in found]


def overlapping(said: Sequence[set[Plain]], gold: Sequence[set[Plain]]) -> dict[str, float]:
    """Triples whose aspect is exact, whose polarity is right, and whose opinions share at least one character."""
    hits = [0, 0]
    for mine, true in zip(said, gold, strict=True):
        hits[0] += sum(any(_agrees(one, other) for other in true) for one in mine)
        hits[1] += sum(any(_agrees(one, other) for one in mine) for other in true)
    picked, support = sum(map(len, said)), sum(map(len, gold))
    precision, recall = hits[0] / max(picked, 1), hits[1] / max(support, 1)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _agrees(one: Plain, other: Plain) -> bool:
    return one[0] == other[0] and one[2] == other[2] and one[1][0] < other[1][1] and other[1][0] < one[1][1]
