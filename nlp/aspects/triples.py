"""Triples of a sentence: what is judged, in which words, and how.

A conditional random field marks aspects and opinions; a logistic regression over their distance and order links each
opinion to aspects, or to one that is meant and not named; polarity is read from the words of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.aspects import _weights
from nlp.aspects import priors as general
from nlp.aspects.links import IMPLICIT, Place, linked
from nlp.engine import SENTIMENT_LABELS, by_size
from nlp.hashed.crf import Tagger
from nlp.hashed.heads import Floats, Grams, Heads
from records import Span
from records.ids import version_of

NAME = "triples"
"""File of the weights."""
OUTSIDE, ASPECT, ASPECT_ON, OPINION, OPINION_ON = range(5)
"""Tags: outside, begin of an aspect, inside it, begin of an opinion, inside it."""
LONGEST = 20_000
"""Characters read of one text."""
_RULES = "1"
"""Raised when this file computes something else from the same weights."""
_CHUNK_CHARACTERS = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """One judgement."""

    aspect: Span | None
    """None for an aspect that is meant and not named (好吃: the food)."""
    opinion: Span
    label: str
    """negative, neutral or positive."""
    probability: float
    """Of the label, opinion and aspect given."""


class TripleReader:
    """The engine over given weights."""

    name = "crf"

    def __init__(self, arrays: _weights.Arrays, version: str, priors: general.Priors) -> None:
        self._fold = priors.fold
        self._tagger = Tagger(
            arrays["tagger.table"], float(arrays["tagger.scale"]), arrays["tagger.transitions"], arrays["tagger.starts"]
        )
        self._links, self._polarity, self._mix = arrays["links"], Heads.of(arrays, "polarity"), arrays["mix"]
        self.version = version_of(version, priors.version, _RULES)

    def read(self, texts: Sequence[str]) -> list[list[Triple]]:
        """The triples of the first LONGEST characters of each text, in the order of their opinions.

        Any string is answered, most strings hold none.
        """
        found: list[list[Triple]] = [[] for _ in texts]
        texts = [text[:LONGEST] for text in texts]
        for part in by_size(texts, _CHUNK_CHARACTERS):
            self._read(texts[part], found[part])
        return found

    def spans(self, texts: Sequence[str]) -> list[tuple[list[Place], list[Place]]]:
        """Aspects and opinions of each text as [start, end)."""
        tags, batch = self._tagger.tags(texts, self._fold)
        ends = batch.starts + batch.lengths
        return [spans_of(tags[begin:end]) for begin, end in zip(batch.starts.tolist(), ends.tolist(), strict=True)]

    def _read(self, texts: Sequence[str], found: list[list[Triple]]) -> None:
        cases = [
            (row, aspect, opinion)
            for row, (aspects, opinions) in enumerate(self.spans(texts))
            for aspect, opinion in linked(texts[row], aspects, opinions, self._links)
        ]
        if not cases:
            return
        pieces = polarity_pieces([(texts[row], aspect, opinion) for row, aspect, opinion in cases])
        scores = self._polarity.scores([Grams.of(piece, self._fold) for piece in pieces])
        chances = mixed(scores, self._mix)
        for (row, aspect, opinion), chance in zip(cases, chances, strict=True):
            best = int(chance.argmax())
            found[row].append(
                Triple(
                    aspect=None if aspect == IMPLICIT else Span(start=aspect[0], end=aspect[1]),
                    opinion=Span(start=opinion[0], end=opinion[1]),
                    label=SENTIMENT_LABELS[best],
                    probability=float(chance[best]),
                )
            )


def polarity_pieces(cases: Sequence[tuple[str, Place, Place]]) -> list[list[str]]:
    """What polarity is read from: the opinion and the aspect's name."""
    return [
        [text[slice(*opinion)] for text, _, opinion in cases],
        ["" if aspect == IMPLICIT else text[slice(*aspect)] for text, aspect, _ in cases],
    ]


def mixed(scores: Floats, mix: Floats) -> Floats:
    """(n, 3) probabilities from three scores: a softmax of their mix."""
    logits = np.exp(scores @ mix[:-1] + mix[-1])
    result: Floats = logits / logits.sum(axis=1, keepdims=True)
    return result


def spans_of(tags: NDArray[np.int8]) -> tuple[list[Place], list[Place]]:
    """Aspects and opinions of a sentence as [start, end)."""
    aspects: list[Place] = []
    opinions: list[Place] = []
    begins = np.flatnonzero((tags == ASPECT) | (tags == OPINION)).tolist()
    for start, limit in zip(begins, [*begins[1:], len(tags)][: len(begins)], strict=True):
        inside = tags[start] + 1
        end = start + 1
        while end < limit and tags[end] == inside:
            end += 1
        (aspects if tags[start] == ASPECT else opinions).append((start, end))
    return aspects, opinions


@cache
def load(folder: Path = _weights.FOLDER) -> TripleReader:
    """The engine with the committed weights. Raises DamagedArtefact."""
    arrays, version = _weights.load(folder, NAME)
    return TripleReader(arrays, version, general.load(folder))
