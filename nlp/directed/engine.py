"""The engine `directed`: the linear engine, put right by rules where it is unsure, and asked about targets.

Texts of which the linear engine is sure, and texts in which the rules find nothing, keep its verdict.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp import sentiment
from nlp.directed.combine import (
    ABSTAIN_BELOW,
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    SHORT,
    TargetVerdict,
    corrected,
    log_odds,
    target_verdict,
)
from nlp.directed.compare import attributes_of, comparisons
from nlp.directed.lexicon import Lexicon, lexicon
from nlp.directed.reading import Reading, reading
from nlp.directed.targets import Share, shares
from nlp.engine import SENTIMENT_LABELS, Engine, Verdicts
from records import Span
from records.ids import version_of

SURE, SURE_OF_LONG = 0.95, 0.85
"""Share of one side at which the linear engine is left alone, in a short text and in a longer one. A short text that
asks something or uses slang is read even so."""
LONGEST = 400
"""Characters that the rules read: a longer text keeps the linear engine's verdict, a target in it has surroundings."""

_ASKS = re.compile("[?？]|请问|求问|有没有人")
_RULES = "1"
"""Raised when this room computes something else from the same data."""


class DirectedSentiment:
    """Rules over a sentiment engine."""

    name = "directed"
    labels = SENTIMENT_LABELS

    def __init__(self, linear: Engine, rules: Lexicon) -> None:
        self._linear = linear
        self._rules = rules
        self.version = version_of(linear.version, rules.version, comparisons(attributes_of(rules)).version, _RULES)

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read."""
        return self._read(texts)[0]

    def read_targets(self, texts: Sequence[str], targets: Sequence[Sequence[Span]]) -> list[tuple[TargetVerdict, ...]]:
        """One verdict for each target of each text, in the order given; targets are places in the text as received.

        Raises ValueError when there are not as many lists of targets as texts, or a target lies outside its text.
        """
        found = [_shares(text, own, self._rules) for text, own in zip(texts, targets, strict=True)]
        parts = [_words(text, share) for text, own in zip(texts, found, strict=True) for share in own]
        scored = iter(self._linear.read(parts).probabilities)
        return [tuple(target_verdict(share, next(scored)) for share in own) for own in found]

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Pieces the rules found where they decided; elsewhere those of the linear engine."""
        verdicts, readings = self._read(texts)
        found = list(self._linear.explain(texts))
        for at, one in readings.items():
            found[at] = one.spans(float(verdicts.label_index[at] - NEUTRAL)) or found[at]
        return found

    def _read(self, texts: Sequence[str]) -> tuple[Verdicts, dict[int, Reading]]:
        """The verdicts, and what the rules found in the texts they were asked about, by place."""
        found = self._linear.read(texts)
        probabilities, index = found.probabilities.copy(), found.label_index.copy()
        is_abstained = found.is_abstained.copy()
        readings = {at: reading(texts[at], self._rules) for at in _doubtful(texts, probabilities, self._rules)}
        outcomes = self._outcomes(texts, readings)
        for at, one in readings.items():
            row = corrected(probabilities[at], one, outcomes.get(at))
            if row is not None and texts[at].strip():
                probabilities[at], index[at], is_abstained[at] = row, row.argmax(), row.max() < ABSTAIN_BELOW
        return Verdicts(self.labels, probabilities, index, is_abstained), readings

    def _outcomes(self, texts: Sequence[str], readings: Mapping[int, Reading]) -> dict[int, float]:
        """The linear engine's log-odds of what tales come to, by place of the text."""
        tales = [at for at, one in readings.items() if one.outcome]
        found = self._linear.read([texts[at][readings[at].outcome :] for at in tales]).probabilities
        return {at: log_odds(row) for at, row in zip(tales, found, strict=True)}


def _doubtful(texts: Sequence[str], probabilities: NDArray[np.float32], rules: Lexicon) -> list[int]:
    """Places of the texts the rules are asked about."""
    sides = probabilities[:, [NEGATIVE, POSITIVE]]
    sure = sides.max(axis=1) / np.maximum(sides.sum(axis=1), 1e-6)
    found = []
    for at, (text, share) in enumerate(zip(texts, sure.tolist(), strict=True)):
        if len(text) > SHORT:
            is_asked = share < SURE_OF_LONG and len(text) <= LONGEST
        else:
            is_asked = share < SURE or bool(_ASKS.search(text) or rules.always.search(text.lower()))
        if is_asked and text.strip():
            found.append(at)
    return found


def _shares(text: str, targets: Sequence[Span], rules: Lexicon) -> list[Share]:
    for target in targets:
        if not 0 <= target.start < target.end <= len(text):
            raise ValueError(f"target [{target.start}, {target.end}) is no place in a text of {len(text)} characters")
    if not targets:
        return []
    if len(text) <= LONGEST:
        return shares(text, targets, rules)
    return [_window(text, target, rules) for target in targets]


def _window(text: str, target: Span, rules: Lexicon) -> Share:
    """A target's share in the surroundings of its place."""
    begin, end = max(0, target.start - LONGEST // 2), target.end + LONGEST // 2
    share = shares(text[begin:end], [Span(start=target.start - begin, end=target.end - begin)], rules)[0]
    share.pieces = [(start + begin, finish + begin) for start, finish in share.pieces]
    return share


def _words(text: str, share: Share) -> str:
    return "，".join(text[start:end] for start, end in share.pieces)


@cache
def _loaded() -> DirectedSentiment:
    return DirectedSentiment(sentiment.load("linear"), lexicon())


def load(model: str | None = None) -> DirectedSentiment:
    """The engine over the linear engine's committed weights, or over those in the folder `model`."""
    return DirectedSentiment(sentiment.load("linear", model=model), lexicon()) if model else _loaded()
