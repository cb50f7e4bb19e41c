"""What an author is up to: asks, buys, complains, recommends, leaves, or none of it. Words decide (words.toml).

Beside these stand two signs of belonging: who makes the brand their own (identify), who takes its part (defend).

score of an intent = the weights of its words, each word once, turned round where a negation stands right before
an intent is there from a score of 1 on: one strong word, or several weak ones
probabilities = softmax(_SHARPNESS * scores), none scoring _NONE: not calibrated, only ordered
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.engine import Verdicts, by_size
from nlp.entities.folding import fold_batch
from nlp.intent.lexicon import Lexicon, lexicon
from records import Span
from records.ids import version_of

NONE = "none"
_RULES = "1"
"""Raised when this file computes something else from the same words."""
_NONE, _SHARPNESS, _PRESENT = 0.9, 2.0, 1.0
_REACH = 3
"""Characters before a word in which a negation turns it round."""
_CLAUSE_END = re.compile(r"[，。！？；,.!?;\s]")
_MOST_SPANS = 10
_MAX_LENGTH = 4_000
"""Characters read of a text; what its author is up to shows before."""
_CHUNK_CHARACTERS = 1 << 16
_BORDER = "\ue001"
"""Between texts: a private-use character, so that no word reaches across."""
_PRIORITY = {"leave": 3.0, "ask": 1.0, "buy": 0.5}
"""Added to an intent that is there: who says what comes next (leaves, asks, buys) may complain or praise on the way."""


class Evidence(NamedTuple):
    """A word of a text and the intent it speaks for."""

    text: int
    """Position of the text in the batch."""
    intent: int
    """Position of the intent in the lexicon."""
    weight: float
    start: int
    end: int


class IntentRules:
    """The engine. It abstains from nothing: `none` is an answer."""

    name = "rules"

    def __init__(self, words: Lexicon) -> None:
        self._lexicon = words
        self.labels = (*words.intents[: words.foremost_count], NONE)
        """The answers of `read`; `intents` tells the signs too."""
        self.version = version_of("intent", _RULES, words.version)
        self._priority = np.array([_PRIORITY.get(label, 0.0) for label in self.labels[:-1]], np.float32)

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read: the foremost intent of each text."""
        scores = self.scores(texts)[:, : self._lexicon.foremost_count]
        scores += (scores >= _PRESENT) * self._priority
        logits = _SHARPNESS * np.column_stack([scores, np.full(len(texts), _NONE, np.float32)])
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
        return Verdicts.of(self.labels, probabilities, np.zeros(len(texts), np.bool_))

    def intents(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """All intents that are there in each text, in the order of `labels`, then the signs; empty for none."""
        names, is_there = self._lexicon.intents, self.scores(texts) >= _PRESENT
        for sign, other in enumerate(self._lexicon.unless):
            if other is not None:
                is_there[:, sign] &= ~is_there[:, other]
        return [tuple(names[at] for at in np.flatnonzero(row)) for row in is_there]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, intents) how much the words of each text speak for each intent."""
        scores = np.zeros((len(texts), len(self._lexicon.intents)), np.float32)
        for part in by_size(texts, _CHUNK_CHARACTERS):
            for each in self._evidence(texts[part]):
                scores[part.start + each.text, each.intent] += each.weight
        return scores

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """The words that spoke for the foremost intent, in order; none where there is none."""
        labels = self.read(texts).label_index.tolist()
        places: list[set[tuple[int, int]]] = [set() for _ in texts]
        for part in by_size(texts, _CHUNK_CHARACTERS):
            for each in self._evidence(texts[part]):
                if each.intent == labels[part.start + each.text]:
                    places[part.start + each.text].add((each.start, each.end))
        return [tuple(Span(start=a, end=b) for a, b in sorted(found)[:_MOST_SPANS]) for found in places]

    def _evidence(self, texts: Sequence[str]) -> list[Evidence]:
        """What the words of some texts say, each word once a text."""
        folded = fold_batch(_BORDER.join(text[:_MAX_LENGTH] for text in texts))
        starts = np.cumsum([0, *(min(len(text), _MAX_LENGTH) + 1 for text in texts[:-1])])
        found = self._lexicon.words.find(folded, 0, len(folded))
        owners = np.searchsorted(starts, [each.start for each in found], side="right") - 1
        seen: set[tuple[int, str]] = set()
        evidence: list[Evidence] = []
        for text, each in zip(owners.tolist(), found, strict=True):
            if (text, each.word) not in seen:
                seen.add((text, each.word))
                offset = int(starts[text])
                for intent, weight in self._lexicon.weights[each.word]:
                    meant = self._meant(intent, folded[max(offset, each.start - _REACH) : each.start])
                    if meant is not None:
                        evidence.append(Evidence(text, meant, weight, each.start - offset, each.end - offset))
        return evidence

    def _meant(self, intent: int, before: str) -> int | None:
        """The intent of a word after these characters: after a negation in its clause another one, or none."""
        negations = self._lexicon.not_after[intent]
        if negations.isdisjoint(before) or negations.isdisjoint(_CLAUSE_END.split(before)[-1]):
            return intent
        return self._lexicon.turned[intent]


@cache
def load() -> IntentRules:
    """The engine, built once."""
    return IntentRules(lexicon())
