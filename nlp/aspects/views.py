"""The pieces of a text that an engine looks at for one term: what stands before it and after it in its clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.aspects.priors import Priors
from nlp.hashed.heads import Floats, Grams

REACH = 8
"""Characters looked at on each side of a term."""
CLIP = 3.0
"""Greatest absolute score of a prior."""
_GAP = "\x01"
"""Stands for the term between what is left and right of it."""


@dataclass(frozen=True, slots=True)
class Views:
    """The pieces of n cases, as columns."""

    texts: list[str]
    terms: list[str]
    lefts: list[str]
    rights: list[str]

    @staticmethod
    def around(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> "Views":
        """The pieces around [start, end) of each text; (-1, -1) for a term that stands nowhere in it."""
        views = Views([], [], [], [])
        for text, (start, end) in zip(texts, places, strict=True):
            begin = max(start - 4 * REACH, 0)
            views.texts.append(text if len(text) <= LONGEST or start < 0 else text[begin : begin + LONGEST])
            views.terms.append(text[start:end] if start >= 0 else "")
            views.lefts.append(text[max(0, start - REACH) : start] if start >= 0 else "")
            views.rights.append(text[end : end + REACH] if start >= 0 else text[: 2 * REACH])
        return views

    def pieces(self) -> list[list[str]]:
        """What heads read: text, term, left, right."""
        return [self.texts, self.terms, self.lefts, self.rights]

    def windows(self) -> list[str]:
        """Left and right of each term without it."""
        return [left + _GAP + right for left, right in zip(self.lefts, self.rights, strict=True)]

    def priors(self, priors: Priors) -> Floats:
        """(n, 5 * heads) what general polarity heads say of each piece and of the window."""
        return prior_scores(self.grams(priors), priors)

    def grams(self, priors: Priors) -> list[Grams]:
        """The pieces and the windows, hashed."""
        return [Grams.of(piece, priors.fold) for piece in (*self.pieces(), self.windows())]


LONGEST = 400
"""Characters of a text that count for one term; of a longer text, those around it."""


def prior_scores(pieces: Sequence[Grams], priors: Priors) -> Floats:
    """(n, pieces * heads) bounded scores of general heads on each piece; 0 on an empty one."""
    found = []
    for piece in pieces:
        is_said = piece.batch.lengths > 0
        for heads in priors.heads:
            found.append(np.clip(heads.scores([piece]), -CLIP, CLIP) * is_said[:, None])
    return np.hstack(found)


_EDGES = re.compile(r"[，。！？；,.!?;\s]")


def clause(text: str, start: int, end: int, reach: int = 12) -> tuple[int, int]:
    """The clause around [start, end), at most `reach` characters to either side."""
    left = max(0, start - reach)
    for found in _EDGES.finditer(text, left, start):
        left = found.end()
    after = _EDGES.search(text, end, end + reach)
    return left, after.start() if after else min(len(text), end + reach)
