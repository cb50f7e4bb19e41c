"""Complaint detection by weighed words in their clauses."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

import numpy as np

from nlp.complaints.evidence import DISCOUNT, MAX_LENGTH, Evidence, find_evidence, praise, tells_of_harm
from nlp.complaints.lexicon import Lexicon, lexicon
from nlp.complaints.tone import COMPLAINT, PRAISE, UNKNOWN
from nlp.engine import Verdicts
from nlp.integrity.content import is_news
from nlp.text.clean import CleanText, clean
from nlp.text.fold import simplify
from records import Span
from records.ids import version_of

NONE = "none"
"""Label of a text that is no complaint."""
RULES_VERSION = "2"
"""Raised when the weighing changes; changed words change the version by themselves."""
THRESHOLD = 1.0
"""Weight from which a text is a complaint: one strong word, or two weak ones, not outweighed by praise."""

_LONG, _LONG_MOST = 200, 800
"""Characters: each further 200 ask for one more strong word, up to 800."""
_NO_EXPERIENCE, _CALM = 1.0, 2.0
"""Further weight asked of texts that name nothing tracked."""
_REACTIONS = {"service": 0.5, "refund": 0.8}
"""How a shop reacts is rarely what the complaint is about: what happened names the type where both are told."""
_LARGE_AMOUNT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The verdict on a text that is a complaint."""

    label: str
    """Type: quality, food_safety, delivery, service, price, false_advertising, refund, privacy or other."""
    severity: float
    """From 0 (a grumble) to 1 (harm to health): start of the type, plus harm, repetition, money, vulnerability."""
    spans: tuple[Span, ...]
    """The words that decided, in the original text."""


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
        titles: Sequence[str | None] | None = None,
        is_declared: Sequence[bool] | None = None,
        is_consumer: Sequence[bool] | None = None,
        tones: Sequence[str | None] | None = None,
    ) -> list[Complaint | None]:
        """The complaint in each text, or None.

        `is_declared` marks texts that are complaints by their source (a complaint platform): only the type, the
        severity and the words are asked. `is_consumer` marks texts known to be about something bought or tracked (a
        linked post, a review); others must show a consumer's setting. `tones` tell what is known of an author's mood
        (nlp.complaints.tone): who praises complains of nothing but harm to health.
        """
        cleaned = [clean(text) for text in texts]
        return self.judge_cleaned(cleaned, titles=titles, is_declared=is_declared, is_consumer=is_consumer, tones=tones)

    def judge_cleaned(
        self,
        texts: Sequence[CleanText],
        *,
        titles: Sequence[str | None] | None = None,
        is_declared: Sequence[bool] | None = None,
        is_consumer: Sequence[bool] | None = None,
        tones: Sequence[str | None] | None = None,
    ) -> list[Complaint | None]:
        """`judge` for texts that are cleaned already."""
        count = len(texts)
        rows = zip(
            texts,
            titles or repeat(None, count),
            is_declared or repeat(False, count),
            is_consumer or repeat(False, count),
            tones or repeat(UNKNOWN, count),
            strict=True,
        )
        return [
            self._one(text, title or "", is_declared=declared, is_consumer=consumer, tone=tone)
            for text, title, declared, consumer, tone in rows
        ]

    def _one(
        self, cleaned: CleanText, title: str, *, is_declared: bool, is_consumer: bool, tone: str | None
    ) -> Complaint | None:
        if not is_declared and not self._lexicon.finder.occurs(simplify(f"{cleaned.original[:MAX_LENGTH]}\n{title}")):
            return None
        words = f"{title}\n{cleaned.text[:MAX_LENGTH]}"
        if not is_declared and not self._is_asked(words, tone, is_consumer=is_consumer):
            return None
        evidence = find_evidence(self._lexicon, cleaned)
        headline = find_evidence(self._lexicon, clean(title)) if title else []
        if not is_declared and not self._suffices(evidence + headline, words, tone, is_consumer=is_consumer):
            return None
        kept, told = ([item for item in items if item.weight > DISCOUNT] for items in (evidence, headline))
        label = self._type(kept, told)
        spans = tuple(cleaned.span(item.start, item.end) for item in kept)
        return Complaint(label=label, severity=self._severity(label, kept or told, words), spans=spans)

    def _is_asked(self, text: str, tone: str | None, *, is_consumer: bool) -> bool:
        """Whether a text can be a complaint at all: not in praise, and of something bought."""
        if tone == PRAISE and not tells_of_harm(self._lexicon, text):
            return False
        return is_consumer or self._has("setting", text)

    def _suffices(self, evidence: Sequence[Evidence], text: str, tone: str | None, *, is_consumer: bool) -> bool:
        """Whether the words outweigh praise and length: a long post holds a few hard words by chance.

        What names nothing tracked is mostly talk of the world: it needs more where it tells no experience of its
        author, and much more where it is calm.
        """
        weight = sum({item.text: item.weight for item in evidence}.values())
        needed = THRESHOLD + max(0, min(len(text), _LONG_MOST) - _LONG) / _LONG
        if not is_consumer:
            needed += _NO_EXPERIENCE * (not self._has("experience", text)) + _CALM * (tone not in (COMPLAINT, UNKNOWN))
        if weight < needed or weight - praise(self._lexicon, text) < needed:
            return False
        return "我" in text or not is_news(text)

    def _has(self, context: str, text: str) -> bool:
        return self._lexicon.context[context].search(text) is not None

    def _type(self, evidence: Sequence[Evidence], headline: Sequence[Evidence]) -> str:
        """The heaviest type; a title says what the complaint is about, so its words count double."""
        weights: dict[str, float] = defaultdict(float)
        for item in (*evidence, *headline, *headline):
            weights[item.word.type_id] += item.weight * _REACTIONS.get(item.word.type_id, 1.0)
        named = {label: weight for label, weight in weights.items() if label != "other"}
        order = list(self._lexicon.severities)
        return max(named, key=lambda label: (named[label], -order.index(label))) if named else "other"

    def _severity(self, label: str, evidence: Sequence[Evidence], text: str) -> float:
        """Start of the type, plus steps for each thing that makes it worse; at most 1."""
        context = self._lexicon.context
        severity = self._lexicon.severities[label]
        severity += 0.05 * min(4, sum(item.weight >= THRESHOLD for item in evidence))
        severity += 0.2 * bool(context["harm"].search(text))
        severity += 0.1 * bool(context["vulnerable"].search(text))
        severity += 0.1 * bool(context["repeated"].search(text))
        severity += 0.05 * bool(context["intense"].search(text))
        amounts = (float(m["amount"]) * (10_000 if m["unit"] else 1) for m in context["money"].finditer(text))
        severity += 0.1 * any(amount >= _LARGE_AMOUNT for amount in amounts)
        return round(min(1.0, severity), 2)


def type_names() -> dict[str, tuple[str, str]]:
    """Chinese and English name of each complaint type."""
    return dict(lexicon().names)


@cache
def load() -> ComplaintRules:
    """The engine, built once."""
    return ComplaintRules()
