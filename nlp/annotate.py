"""Verdicts on loose texts, for a person at a prompt: no day, no look-back, and brands only where they are given."""

from collections.abc import Iterator, Sequence
from typing import Any

from nlp import aspects, complaints, emotion, intent, keywords, named, sentiment
from nlp.aspects import AspectFound
from nlp.complaints import Complaint
from nlp.complaints.tone import CERTAIN, PRAISE, UNKNOWN
from nlp.engine import Engine, Verdicts
from nlp.integrity.content import content_class
from nlp.named import Entity
from nlp.named_brands import named_brands
from nlp.sentiment.linear import OUT_OF_DOMAIN_ABOVE, LinearSentiment
from nlp.text.clean import CleanText, clean
from nlp.text.language import is_read, languages
from nlp.text.segment import segmenter
from records import Brand, Lexicon, Span

_BATCH = 2_000
_KEYWORDS = 5
_DECLINED = {"is_abstained": True}
_GOODS = ("ecommerce", "phone", "app")
"""Industries tried where none is named: what is sold most."""


def annotate_texts(
    texts: Sequence[str],
    *,
    engine: str = sentiment.DEFAULT,
    model: str | None = None,
    industry: str | None = None,
    brands: Sequence[Brand] = (),
) -> Iterator[dict[str, Any]]:
    """What every task says of each text, ready for JSON; spans are [start, end) in characters of the text as received.

    A text without words of its own (empty, a bare repost) has neither sentiment nor emotion: None. Of one that is not
    Chinese the engines abstain, and neither aspects nor a complaint are told. Entities and
    keywords are of the cleaned text. Without an industry the aspects are those of the goods that fit a text best. With
    `brands` each text has `targets`: the brands and products its author names, and what is said of each.
    Raises UsageError for an unknown engine or industry, ConfigError for a brand query that cannot be read.
    """
    reader = sentiment.load(engine, model=model)
    for begin in range(0, len(texts), _BATCH):
        yield from _annotate(texts[begin : begin + _BATCH], reader, industry, brands)


def _annotate(
    texts: Sequence[str], reader: Engine, industry: str | None, brands: Sequence[Brand]
) -> Iterator[dict[str, Any]]:
    cleaned = [clean(text) for text in texts]
    own, plain = [item.own for item in cleaned], [item.text for item in cleaned]
    verdicts = reader.read(own)
    feelings = emotion.load()
    about = named_brands(brands, cleaned)
    columns = zip(
        texts,
        cleaned,
        languages(plain),
        _judged(reader, verdicts, own),
        _strangeness(reader, plain),
        _judged(feelings, feelings.read(texts), texts),
        _aspects(industry, own),
        _complaints(cleaned, verdicts),
        intent.load().intents(own),
        _entities(plain, [named.entities for named in about]),
        [{"targets": named.targets} if brands else {} for named in about],
        keywords.tfidf(segmenter(Lexicon()).cut_of(plain, has_hmm=True), count=_KEYWORDS),
        strict=True,
    )
    for text, item, language, tone, strange, feeling, said, complaint, intents, entities, targets, words in columns:
        if not is_read(language, item.text):
            tone, feeling, said, complaint = {**tone, **_DECLINED}, {**feeling, **_DECLINED}, [], None
        yield {
            "text": text,
            "language": language,
            "sentiment": {**tone, **strange} if item.is_voiced else None,
            **targets,
            "emotion": feeling if item.is_voiced else None,
            "aspects": said,
            "complaint": complaint,
            "content_class": content_class(text).label,
            "intent": [each for each in intents if each != intent.NONE],
            "entities": entities,
            "keywords": [word for word, _ in words],
        }


def _judged(engine: Engine, verdicts: Verdicts, texts: Sequence[str]) -> list[dict[str, Any]]:
    rows = zip(
        verdicts.names(),
        verdicts.confidence().tolist(),
        verdicts.is_abstained.tolist(),
        engine.explain(texts),
        strict=True,
    )
    found: list[dict[str, Any]] = [
        {
            "label": label,
            "probability": round(probability, 4),
            "is_abstained": is_abstained,
            "spans": _pairs(spans),
            "engine": engine.name,
            "version": engine.version,
        }
        for label, probability, is_abstained, spans in rows
    ]
    if "positive" in verdicts.labels:
        for one, balance in zip(found, verdicts.balance().tolist(), strict=True):
            one["score"] = round(balance, 4)
    return found


def _strangeness(reader: Engine, texts: Sequence[str]) -> list[dict[str, Any]]:
    """How unlike everything it was trained on each text is, for the engine that can tell."""
    if not isinstance(reader, LinearSentiment):
        return [{} for _ in texts]
    return [
        {"out_of_domain": round(score, 3), "is_out_of_domain": score > OUT_OF_DOMAIN_ABOVE}
        for score in reader.out_of_domain(texts).tolist()
    ]


def _best_aspects(industry: str | None, texts: Sequence[str]) -> list[list[AspectFound]]:
    """Without an industry, of each text those of the first of _GOODS that finds most."""
    readings = [aspects.load(name).read(texts) for name in ((industry,) if industry else _GOODS)]
    return [max(found, key=len) for found in zip(*readings, strict=True)]


def _aspects(industry: str | None, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "aspect": one.aspect,
                "label": one.label,
                "probability": one.probability and round(one.probability, 4),
                "is_abstained": one.is_abstained,
                "spans": _pairs(one.spans),
                "opinion": _pairs(one.opinion),
            }
            for one in found
        ]
        for found in _best_aspects(industry, texts)
    ]


def _complaints(cleaned: Sequence[CleanText], verdicts: Verdicts) -> list[dict[str, Any] | None]:
    is_certain = (verdicts.confidence() >= CERTAIN) & ~verdicts.is_abstained
    pairs = zip(verdicts.names(), is_certain.tolist(), strict=True)
    tones = [PRAISE if name == PRAISE and certain else UNKNOWN for name, certain in pairs]
    return [_complaint(found) if found else None for found in complaints.load().judge_cleaned(cleaned, tones=tones)]


def _complaint(found: Complaint) -> dict[str, Any]:
    return {
        "label": found.label,
        "kind": found.kind,
        "theme": found.theme,
        "demands": list(found.demands),
        "cause": found.cause,
        "severity": found.points,
        "reasons": [{"code": one.code, "points": one.points, "spans": _pairs(one.spans)} for one in found.reasons],
        "spans": _pairs(found.spans),
    }


def _entities(texts: Sequence[str], brands: Sequence[Sequence[Entity]]) -> list[list[dict[str, Any]]]:
    return [
        [{"kind": one.kind, "text": text[one.start : one.end], "value": one.value} for one in found]
        for text, found in zip(texts, named.find(texts, linked=brands), strict=True)
    ]


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
