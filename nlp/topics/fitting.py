"""Fitting topics: read the texts, let an engine find topics, join what is alike, order and name them."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import log10

import numpy as np
import numpy.typing as npt

from nlp.text.segment import segmenter
from nlp.topics import engines
from nlp.topics.engines import Fitted, Floats, Reading, TopicEngine
from nlp.topics.folding import fold_in
from nlp.topics.labels import name_topics
from nlp.topics.model import TopicModel
from nlp.topics.phrases import leading_phrases, topic_phrases
from nlp.topics.quality import coherence
from nlp.topics.reading import (
    BREAK,
    MIN_PHRASE_COUNT,
    Sentences,
    choose_vocabulary,
    find_phrases,
    join_phrases,
    passages,
    sentences_of,
)
from records import Lexicon

MIN_TEXTS = 50
"""Texts with words of the vocabulary below which no topics are fitted."""
SEED = 20_111
_ALIKE, _MIN_TOPICS = 0.6, 5
"""Overlap from which two fitted topics are one, and how many stay in any case."""
_MAX_TEXTS = 60_000
"""More texts change topics little and take long; every n-th is taken."""
_VOCABULARY = 6_000
_WALK_WORDS = 6
"""Words told of a topic in one period."""

_log = logging.getLogger(__name__)


def fit(
    texts: Sequence[str],
    lexicon: Lexicon,
    *,
    engine: str = engines.DEFAULT,
    topic_count: int | None = None,
    seed: int = SEED,
    stop_words: Iterable[str] = (),
    periods: Sequence[int] | None = None,
) -> TopicModel | None:
    """Topics of some texts, or None when fewer than MIN_TEXTS of them hold usable words (the reason is logged).

    `stop_words` are further words to leave out: brand and product names, so that topics are about what is said.
    Without `topic_count` it grows with the number of different texts, from 6 to 16, and topics alike are joined.
    `periods` number the week or month of each text, for the engine that follows time; a text said in several is of
    the first. The same texts in any order, seed and package versions give the same model. Raises UsageError for an
    unknown engine.
    """
    finder = engines.load(engine)
    when = _first_periods(texts, periods)
    read = sorted(when)
    read = read[:: max(1, len(read) // _MAX_TEXTS)]
    names = {part for word in stop_words for part in (word.lower(), *word.lower().split())}
    cut = sentences_of(read, segmenter(lexicon))
    reading, phrases = read_sentences(cut, [when[text] for text in read], names)
    if len(reading.documents) < MIN_TEXTS:
        _log.warning("topics: %d texts with usable words, at least %d are needed", len(reading.documents), MIN_TEXTS)
        return None
    count = topic_count or suggested_topic_count(len(read))
    chosen = best_of(finder, reading, count, seed, is_joined=topic_count is None)
    order = np.argsort(-chosen.shares, kind="stable")
    rows = chosen.topic_words[order].astype(np.float32)
    background = (chosen.shares @ chosen.topic_words).astype(np.float32)
    model = TopicModel(
        vocabulary=tuple(reading.vocabulary),
        topic_words=rows,
        background=background,
        labels=("",) * len(order),
        coverage=1.0,
        phrases=phrases,
        lexicon=lexicon,
        card={
            "engine": engine,
            "text_count": len(reading.documents),
            "vocabulary_size": len(reading.vocabulary),
            "topic_count": len(order),
            "seed": seed,
            "restarts": finder.RESTARTS,
            "coherence_npmi": round(coherence(chosen.topic_words, reading.vocabulary, reading.documents), 3),
            **chosen.card,
            **_walks(chosen, order, reading.vocabulary),
        },
    )
    model = replace(model, coverage=_coverage(model, cut))
    labels, said = _names(model, read, cut, reading, names)
    return replace(model, labels=tuple(labels), card={**model.card, "phrases": said})


def best_of(finder: TopicEngine, reading: Reading, count: int, seed: int, *, is_joined: bool = False) -> Fitted:
    """The most coherent of an engine's starts; `is_joined` joins topics alike first, where time plays no part."""
    fits = [finder.fit(reading, topic_count=count, seed=seed + at) for at in range(finder.RESTARTS)]
    fits = [_merge_alike(each) if is_joined and each.history is None else each for each in fits]
    return max(fits, key=lambda each: coherence(each.topic_words, reading.vocabulary, reading.documents))


def suggested_topic_count(text_count: int) -> int:
    """6 topics up to 300 texts, 8 for 2,000, 10 for 7,000, at most 16: as many as a person keeps apart."""
    return min(16, max(6, round(3 * log10(text_count) - 1.5)))


def read_texts(
    texts: Sequence[str], lexicon: Lexicon, when: Mapping[str, int]
) -> tuple[Reading, frozenset[tuple[str, str]]]:
    """The passages of texts in words of one vocabulary, and the phrases joined in them."""
    return read_sentences(sentences_of(texts, segmenter(lexicon)), [when[text] for text in texts])


def read_sentences(
    texts: Sequence[Sentences], when: Sequence[int], names: Iterable[str] = ()
) -> tuple[Reading, frozenset[tuple[str, str]]]:
    """The same of texts whose sentences are cut already, each with its period."""
    left_out = set(names)
    found = [(passage, period) for read, period in zip(texts, when, strict=True) for passage in passages(read)]
    documents = [[BREAK if word in left_out else word for word in passage] for passage, _ in found]
    phrases = find_phrases(documents, min_count=max(MIN_PHRASE_COUNT, len(documents) // 2_000))
    documents = [join_phrases(words, phrases) for words in documents]
    vocabulary = choose_vocabulary(
        documents,
        min_count=3 if len(documents) < 1_000 else 5,
        max_share=0.25 if len(documents) >= 1_000 else 0.4,
        size=_VOCABULARY,
    )
    known = set(vocabulary)
    kept = [[word for word in words if word in known] for words in documents]
    periods = [period for words, (_, period) in zip(kept, found, strict=True) if words]
    reading = Reading([words for words in kept if words], vocabulary, periods)
    return reading, frozenset(pair for pair in phrases if pair[0] + pair[1] in known)


def _first_periods(texts: Sequence[str], periods: Sequence[int] | None) -> dict[str, int]:
    """Each different text with the first period it was said in."""
    if periods is None:
        return dict.fromkeys(texts, 0)
    found: dict[str, int] = {}
    for text, period in zip(texts, periods, strict=True):
        found[text] = min(period, found.get(text, period))
    return found


def _merge_alike(fitted: Fitted) -> Fitted:
    """Joins the two topics most alike until no two are: a theme that many write about is otherwise cut in halves.

    Alike by the Bhattacharyya coefficient of their words; at least _MIN_TOPICS stay.
    """
    topic_words, shares = fitted.topic_words.copy(), fitted.shares.copy()
    while len(shares) > _MIN_TOPICS:
        roots = np.sqrt(topic_words)
        alike = np.triu((roots[:, None, :] * roots[None, :, :]).sum(axis=2), k=1)
        one, other = np.unravel_index(int(alike.argmax()), alike.shape)
        if alike[one, other] < _ALIKE:
            break
        weights = shares[[one, other]] / shares[[one, other]].sum()
        topic_words[one] = weights[0] * topic_words[one] + weights[1] * topic_words[other]
        shares[one] += shares[other]
        topic_words, shares = np.delete(topic_words, other, axis=0), np.delete(shares, other)
    return Fitted(topic_words, shares, fitted.card)


def _names(
    model: TopicModel, texts: Sequence[str], cut: Sequence[Sentences], reading: Reading, left_out: set[str]
) -> tuple[list[str], list[list[str]]]:
    """Names of the topics, from their words and from the phrases that their texts say, and these phrases."""
    counts, sizes = _holders(model.topic_words, model.background, reading)
    firsts = [found[0].topic if found else -1 for found in model.apply_read(cut)]
    reader = segmenter(model.lexicon)
    said, table, text_sizes = topic_phrases(texts, firsts, reader, topic_count=len(sizes), left_out=left_out)
    known = set(reading.vocabulary)
    new = [at for at, (left, right) in enumerate(said) if left + right not in known]
    scaled = table[:, new] * (sizes / np.maximum(text_sizes, 1.0))[:, None]
    vocabulary = [*reading.vocabulary, *("".join(said[at]) for at in new)]
    phrases = {*model.phrases, *(said[at] for at in new)}
    names = name_topics(np.hstack([counts, scaled]), sizes, vocabulary, phrases, model.lexicon.words, left_out)
    return names, leading_phrases(said, table, text_sizes)


def _walks(fitted: Fitted, order: npt.NDArray[np.intp], vocabulary: Sequence[str]) -> dict[str, list[list[str]]]:
    """The strongest words of each topic in each period, for the card; nothing where time plays no part."""
    if fitted.history is None:
        return {}
    walks = fitted.history.transpose(1, 0, 2)[order]
    leaders = np.argsort(-walks, axis=2, kind="stable")[:, :, :_WALK_WORDS]
    return {"words_by_period": [[" ".join(vocabulary[at] for at in row) for row in walk] for walk in leaders.tolist()]}


def _holders(
    topic_words: npt.NDArray[np.float32], background: npt.NDArray[np.float32], reading: Reading
) -> tuple[Floats, Floats]:
    """How many texts of each topic hold each word, and how many texts each topic has; a text is of its top topic."""
    positions = {word: at for at, word in enumerate(reading.vocabulary)}
    rows = np.repeat(np.arange(len(reading.documents)), [len(words) for words in reading.documents])
    columns = np.array([positions[word] for words in reading.documents for word in words])
    top = fold_in(topic_words, background, rows, columns).shares.argmax(axis=1)
    counts = np.zeros(topic_words.shape)
    held = np.unique(rows * len(positions) + columns)
    np.add.at(counts, (top[held // len(positions)], held % len(positions)), 1)
    return counts, np.bincount(top, minlength=len(topic_words)).astype(np.float64)


def _coverage(model: TopicModel, texts: Sequence[Sentences]) -> float:
    """The median share of known words over the texts that have any."""
    counts = [model.known_words(read) for read in texts]
    return float(np.median([len(known) / count for known, count in counts if known]))
