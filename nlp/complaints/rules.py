"""Complaint detection by weighed words in their clauses."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from nlp.complaints.lexicon import Lexicon, Word, lexicon
from nlp.engine import Verdicts
from nlp.integrity.content import is_news
from nlp.text.clean import clean
from nlp.text.fold import simplify
from records import Span
from records.ids import version_of

NONE = "none"
"""Label of a text that is no complaint."""
RULES_VERSION = "1"
"""Raised when the weighing changes; changed words change the version by themselves."""
THRESHOLD = 1.0
"""Weight from which a text is a complaint: one strong word, or two weak ones, not outweighed by praise."""

_CLAUSE = re.compile(r"[^，。！？；!?;,\n~]{1,80}[。！？!?~]{0,3}")
_MAX_LENGTH = 4_000
"""Characters read; a complaint says what it is about before."""
_DISCOUNT = 0.2
_PRAISE, _PRAISE_MOST = 0.4, 1.2
_LARGE_AMOUNT = 1_000
_LONG, _LONG_MOST = 200, 800
"""Characters: each further 200 ask for one more strong word, up to 800."""
_REACTIONS = {"service": 0.5, "refund": 0.8}
"""How a shop reacts is rarely what the complaint is about: what happened names the type where both are told."""
_WEAKEST = 0.2
"""Evidence of this weight or less (denied, or a supposed strong word) is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The verdict on a text that is a complaint."""

    label: str
    """Type: quality, food_safety, delivery, service, price, false_advertising, refund, privacy or other."""
    severity: float
    """From 0 (a grumble) to 1 (harm to health): start of the type, plus harm, repetition, money, vulnerability."""
    spans: tuple[Span, ...]
    """The words that decided, in the original text."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    word: Word
    weight: float
    start: int
    end: int


class ComplaintRules:
    """The rules engine (nlp.engine.Engine); its version covers words and weights."""

    name = "rules"

    def __init__(self) -> None:
        self._lexicon: Lexicon = lexicon()
        self.version = version_of("complaint", RULES_VERSION, self._lexicon.version)
        self.labels = (NONE, *self._lexicon.severities)

    def read(self, texts: Sequence[str]) -> Verdicts:
        """The type of each text, or `none`; rules know no probabilities, the label given has 1."""
        labels = [complaint.label if complaint else NONE for complaint in self.judge(texts)]
        rows = np.eye(len(self.labels), dtype=np.float32)[[self.labels.index(label) for label in labels]]
        return Verdicts.of(self.labels, rows.reshape(-1, len(self.labels)), np.zeros(len(texts), dtype=np.bool_))

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """The words that made each text a complaint."""
        return [complaint.spans if complaint else () for complaint in self.judge(texts)]

    def judge(
        self,
        texts: Sequence[str],
        *,
        is_declared: Sequence[bool] | None = None,
        is_consumer: Sequence[bool] | None = None,
    ) -> list[Complaint | None]:
        """The complaint in each text, or None.

        `is_declared` marks texts that are complaints by their source (a complaint platform): only the type, the
        severity and the words are asked. `is_consumer` marks texts known to be about something bought or tracked
        (a review, a linked post); others must show a consumer's setting for words of everyday life to count.
        """
        nothing = [False] * len(texts)
        flags = zip(is_declared or nothing, is_consumer or nothing, strict=True)
        return [
            self._one(text, is_declared=declared, is_consumer=declared or consumer)
            for text, (declared, consumer) in zip(texts, flags, strict=True)
        ]

    def _one(self, text: str, *, is_declared: bool, is_consumer: bool) -> Complaint | None:
        if not is_declared and not self._lexicon.pattern.search(simplify(text[:_MAX_LENGTH])):
            return None
        cleaned = clean(text)
        words = cleaned.text[:_MAX_LENGTH]
        evidence = self._evidence(
            words, is_consumer=is_consumer or bool(self._lexicon.context["setting"].search(words))
        )
        if not is_declared and not self._suffices(evidence, words):
            return None
        kept = [item for item in evidence if item.weight > _WEAKEST]
        label = self._type(kept)
        spans = tuple(cleaned.span(item.start, item.end) for item in kept)
        return Complaint(label=label, severity=self._severity(label, kept, words), spans=spans)

    def _suffices(self, evidence: Sequence[_Evidence], text: str) -> bool:
        """Whether the words outweigh praise and length: a long post holds a few hard words by chance."""
        weight = sum(item.weight for item in evidence)
        needed = THRESHOLD + max(0, min(len(text), _LONG_MOST) - _LONG) / _LONG
        if weight < needed or weight - self._praise(text) < needed:
            return False
        return "我" in text or not is_news(text)

    def _evidence(self, text: str, tags: Sequence[tuple[int, int]], *, is_consumer: bool) -> list[_Evidence]:
        """Each word once, weighed in its clause; a hashtag is what all are talking about, not what this author says."""
        found: dict[str, _Evidence] = {}
        for clause in _CLAUSE.finditer(text):
            for match in self._lexicon.pattern.finditer(clause.group()):
                word = self._lexicon.words[int((match.lastgroup or "w0")[1:])]
                if word.needs_setting and not is_consumer:
                    continue
                weight = word.weight * self._trust(clause.group(), match)
                start = clause.start() + match.start()
                if any(begin <= start < end for begin, end in tags):
                    weight *= _DISCOUNT
                item = _Evidence(word, weight, start, start + len(match.group()))
                if match.group() not in found or found[match.group()].weight < weight:
                    found[match.group()] = item
        return sorted(found.values(), key=lambda item: item.start)

    def _trust(self, clause: str, match: re.Match[str]) -> float:
        """1 for a plain statement; 0 when denied; a fifth when supposed, resolved, asked or reported of others."""
        context = self._lexicon.context
        before = clause[: match.start()]
        if context["negation"].search(before[-10:]) or (before.endswith("是") and match.group().startswith("不是")):
            return 0.0
        if context["hypothesis"].search(before) or context["third_person"].search(clause):
            return _DISCOUNT
        if context["resolved"].search(clause) or context["question"].search(clause):
            return _DISCOUNT
        return 1.0

    def _praise(self, text: str) -> float:
        """What speaks against a complaint; praise that a `but` takes back counts half."""
        praises = list(self._lexicon.context["praise"].finditer(text))
        if not praises:
            return 0.0
        turn = self._lexicon.context["turn"].search(text, praises[0].end())
        share = 0.5 if turn else 1.0
        return min(_PRAISE_MOST, _PRAISE * len(praises)) * share

    def _type(self, evidence: Sequence[_Evidence]) -> str:
        weights: dict[str, float] = defaultdict(float)
        for item in evidence:
            weights[item.word.type_id] += item.weight * _REACTIONS.get(item.word.type_id, 1.0)
        named = {label: weight for label, weight in weights.items() if label != "other"}
        order = list(self._lexicon.severities)
        return max(named, key=lambda label: (named[label], -order.index(label))) if named else "other"

    def _severity(self, label: str, evidence: Sequence[_Evidence], text: str) -> float:
        """Start of the type, plus steps for each thing that makes it worse; at most 1."""
        context = self._lexicon.context
        severity = self._lexicon.severities[label]
        severity += 0.05 * min(4, sum(item.weight >= THRESHOLD for item in evidence))
        severity += 0.2 * bool(context["harm"].search(text))
        severity += 0.1 * bool(context["vulnerable"].search(text))
        severity += 0.1 * bool(context["repeated"].search(text))
        severity += 0.05 * bool(context["intense"].search(text))
        severity += 0.1 * any(_amount(match) >= _LARGE_AMOUNT for match in context["money"].finditer(text))
        return round(min(1.0, severity), 2)


def _amount(match: re.Match[str]) -> float:
    return float(match["amount"]) * (10_000 if match["unit"] else 1)


def type_names() -> dict[str, tuple[str, str]]:
    """Chinese and English name of each complaint type."""
    return dict(lexicon().names)


@cache
def load() -> ComplaintRules:
    """The engine, built once."""
    return ComplaintRules()
