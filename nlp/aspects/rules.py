"""Aspects of industries without labelled data: the keywords of their taxonomy, each judged where it stands.

A keyword counts where no other word crosses its edges (nlp.text.edges). The polarity at each is that of terms, learned
on phones, cameras, cars, courses and restaurants, unless the keyword itself judges (the taxonomy's `good` and `bad`,
turned round where it is denied); an aspect named several times has the mean of its probabilities.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlp.aspects import _weights, opinions, terms
from nlp.aspects.found import AspectFound
from nlp.aspects.taxonomy import Taxonomy, taxonomy
from nlp.aspects.views import clause
from nlp.engine import SENTIMENT_LABELS
from nlp.text.edges import EDGES_VERSION, is_word
from nlp.text.fold import fold
from nlp.text.segment import word_kinds
from records import Span
from records.ids import version_of

_RULES = "1"
"""Raised when this file finds something else by the same words."""
_REACH = 12
_SAFE = 2
"""Longer keywords are hardly ever pieces of other words; shorter ones are doubted where a character of theirs makes a
word with its neighbour outside."""
_AT_MOST = 20
"""Places judged of one text."""
_SURE = {"negative": (0.9, 0.05, 0.05), "positive": (0.05, 0.05, 0.9)}
"""Probabilities where the keyword itself judges: chosen, not measured."""
_OPPOSITE = {"negative": "positive", "positive": "negative"}
_ASKS = re.compile(r"[?？]|吗|请问|怎么样|如何|有没有|能不能|可不可以|是不是")
_LATIN = re.compile(r"[a-z0-9]+")


class KeywordAspects:
    """The engine of one industry."""

    name = "rules"

    def __init__(self, industry: Taxonomy, polarity: terms.TermPolarity, words: opinions.OpinionWords) -> None:
        self.industry = industry.industry
        self.aspects = tuple(f"{industry.industry}.{aspect.name}" for aspect in industry.aspects)
        self._of = {word: at for at, aspect in enumerate(industry.aspects) for word in aspect.keywords}
        self._judging = {word: "negative" for aspect in industry.aspects for word in aspect.bad}
        self._judging |= {word: "positive" for aspect in industry.aspects for word in aspect.good}
        self._pattern, self._polarity, self._words = opinions.longest_of(self._of), polarity, words
        self.version = version_of("rules", industry.version, polarity.version, EDGES_VERSION, _RULES)

    def read(self, texts: Sequence[str]) -> list[list[AspectFound]]:
        """See AspectEngine.read; the probability is that of the label where the keyword stands."""
        folded = [fold(text) for text in texts]
        hits = [_Hit(row, *hit) for row, text in enumerate(folded) for hit in self._hits(text)]
        found: list[list[AspectFound]] = [[] for _ in texts]
        if not hits:
            return found
        chances = self._chances(folded, hits)
        cases: dict[tuple[int, int], list[int]] = {}
        for case, hit in enumerate(hits):
            cases.setdefault((hit.row, hit.aspect), []).append(case)
        for (row, aspect), mine in sorted(cases.items()):
            mean = [sum(values) / len(mine) for values in zip(*(chances[case] for case in mine), strict=True)]
            found[row].append(self._found(folded[row], aspect, mean, [hits[case] for case in mine]))
        return found

    def _hits(self, text: str) -> list[tuple[int, int, int]]:
        """(aspect, start, end) of keywords in folded text, the first _AT_MOST of them."""
        found: list[tuple[int, int, int]] = []
        for hit in self._pattern.finditer(text):
            start, end = hit.span()
            if _stands(text, start, end):
                found.append((self._of[hit.group()], start, end))
                if len(found) == _AT_MOST:
                    break
        return found

    def _chances(self, texts: Sequence[str], hits: Sequence["_Hit"]) -> list[Sequence[float]]:
        """Probabilities of the labels at each hit."""
        judged = self._polarity.judge([texts[hit.row] for hit in hits], [(hit.start, hit.end) for hit in hits])
        chances: list[Sequence[float]] = judged.probabilities.tolist()
        for case, hit in enumerate(hits):
            text = texts[hit.row]
            label = self._judging.get(text[hit.start : hit.end])
            if label:
                chances[case] = _SURE[_OPPOSITE[label] if opinions.is_denied(text, hit.start) else label]
        return chances

    def _found(self, text: str, aspect: int, chances: list[float], hits: Sequence["_Hit"]) -> AspectFound:
        clauses = dict.fromkeys(clause(text, hit.start, hit.end, _REACH) for hit in hits)
        words = [word for start, end in clauses for word in self._words.within(text, start, end)]
        best = chances.index(max(chances))
        if all(_ASKS.search(text, start, end + 1) for start, end in clauses):
            best = SENTIMENT_LABELS.index("neutral")
        return AspectFound(
            aspect=self.aspects[aspect],
            label=SENTIMENT_LABELS[best],
            probability=chances[best],
            is_abstained=chances[best] < terms.ABSTAIN_BELOW,
            spans=tuple(Span(start=hit.start, end=hit.end) for hit in hits),
            opinion=tuple(words),
        )


class _Hit(NamedTuple):
    """A keyword in the text of a row."""

    row: int
    aspect: int
    start: int
    end: int


def _stands(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if _LATIN.fullmatch(word):
        return not _LATIN.match(text, end) and not (start and _LATIN.match(text[start - 1]))
    words = word_kinds()
    is_doubtful = end - start == 1 or text[start - 1 : start + 1] in words or text[end - 1 : end + 1] in words
    return end - start > _SAFE or not is_doubtful or is_word(text, start, end)


@cache
def load(industry: str, folder: Path = _weights.FOLDER) -> KeywordAspects:
    """The engine of an industry. Raises UsageError, DamagedArtefact."""
    return KeywordAspects(taxonomy(industry), terms.load(folder), opinions.load(folder))
