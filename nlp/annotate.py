"""Verdicts on loose texts, for a person at a prompt: no brands, no day, no look-back."""

from collections.abc import Iterator, Sequence
from typing import Any

from nlp import complaints, sentiment
from nlp.complaints.tone import CERTAIN, PRAISE, UNKNOWN
from nlp.engine import Engine
from nlp.integrity.content import content_class
from nlp.text.clean import clean
from records import Span

_BATCH = 2_000


def annotate_texts(
    texts: Sequence[str], *, engine: str = sentiment.DEFAULT, model: str | None = None
) -> Iterator[dict[str, Any]]:
    """Sentiment, complaint and content class of each text, ready for JSON; spans are [start, end) in characters.

    A text without words of its own (empty, a bare repost) has no sentiment: None. Raises UsageError for an unknown
    engine.
    """
    reader = sentiment.load(engine, model=model)
    for begin in range(0, len(texts), _BATCH):
        yield from _annotate(texts[begin : begin + _BATCH], reader)


def _annotate(texts: Sequence[str], reader: Engine) -> Iterator[dict[str, Any]]:
    cleaned = [clean(text) for text in texts]
    own = [item.own for item in cleaned]
    verdicts, evidence = reader.read(own), reader.explain(own)
    confidence, balance, names = verdicts.confidence().tolist(), verdicts.balance().tolist(), verdicts.names()
    is_certain = (verdicts.confidence() >= CERTAIN) & ~verdicts.is_abstained
    tones = [PRAISE if name == PRAISE and certain else UNKNOWN for name, certain in zip(names, is_certain, strict=True)]
    for at, found in enumerate(complaints.load().judge_cleaned(cleaned, tones=tones)):
        judged = {
            "label": names[at],
            "probability": round(confidence[at], 4),
            "score": round(balance[at], 4),
            "is_abstained": bool(verdicts.is_abstained[at]),
            "spans": _pairs(evidence[at]),
            "engine": reader.name,
            "version": reader.version,
        }
        yield {
            "text": texts[at],
            "sentiment": judged if cleaned[at].is_voiced else None,
            "complaint": found and {"label": found.label, "severity": found.severity, "spans": _pairs(found.spans)},
            "content_class": content_class(texts[at]).label,
        }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
