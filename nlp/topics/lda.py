"""Fitting topics: LDA by collapsed Gibbs sampling (tomotopy; Blei et al. 2003, Griffiths and Steyvers 2004)."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log, log10

import numpy as np
import numpy.typing as npt

from nlp.text.segment import segmenter
from nlp.topics.folding import fold_in
from nlp.topics.labels import name_topics
from nlp.topics.model import TopicModel
from nlp.topics.reading import BREAK, MIN_PHRASE_COUNT, choose_vocabulary, find_phrases, join_phrases, passages
from records import Lexicon

MIN_TEXTS = 50
"""Texts with words of the vocabulary below which no topics are fitted."""
_ITERATIONS, _RESTARTS = 200, 3
"""Sweeps of the sampler, and how often it begins anew; the most coherent outcome is kept (they differ more from start
to start than between 200 and 600 sweeps)."""
_ALPHA, _ETA = 0.03, 0.02
"""Small priors: a short post is about one or two things, and a topic has few words of its own."""
_ALIKE, _MIN_TOPICS = 0.6, 5
"""Overlap from which two fitted topics are one, and how many stay in any case."""
_MAX_TEXTS = 60_000
"""More texts change topics little and take long; every n-th is taken."""
_VOCABULARY = 6_000

_log = logging.getLogger(__name__)


def fit(
    texts: Sequence[str],
    lexicon: Lexicon,
    *,
    topic_count: int | None = None,
    seed: int = 20_111,
    stop_words: Iterable[str] = (),
) -> TopicModel | None:
    """Topics of some texts, or None when fewer than MIN_TEXTS of them hold usable words (the reason is logged).

    `stop_words` are further words to leave out: brand and product names, so that topics are about what is said.
    Without `topic_count` it grows with the number of different texts, from 6 to 16, and topics alike are joined. The
    same texts in any order, seed and package versions give the same model.
    """
    read, reader = sorted(set(texts)), segmenter(lexicon)
    step = max(1, len(read) // _MAX_TEXTS)
    names = {part for word in stop_words for part in (word.lower(), *word.lower().split())}
    documents = [
        [BREAK if word in names else word for word in words]
        for text in read[::step]
        for words in passages(text, reader)
    ]
    phrases = find_phrases(documents, min_count=max(MIN_PHRASE_COUNT, len(documents) // 2_000))
    documents = [join_phrases(words, phrases) for words in documents]
    vocabulary = choose_vocabulary(
        documents,
        min_count=3 if len(documents) < 1_000 else 5,
        max_share=0.25 if len(documents) >= 1_000 else 0.4,
        size=_VOCABULARY,
    )
    known = set(vocabulary)
    documents = [kept for words in documents if (kept := [word for word in words if word in known])]
    if len(documents) < MIN_TEXTS:
        _log.warning("topics: %d texts with usable words, at least %d are needed", len(documents), MIN_TEXTS)
        return None
    count = topic_count or suggested_topic_count(len(read[::step]))
    fits = [_sample(documents, vocabulary, count, seed + at) for at in range(_RESTARTS)]
    if topic_count is None:
        fits = [_merge_alike(*each) for each in fits]
    clarity = [coherence(words, vocabulary, documents) for words, _ in fits]
    topic_words, shares = fits[int(np.argmax(clarity))]
    order = np.argsort(-shares, kind="stable")
    rows, background = topic_words[order].astype(np.float32), (shares @ topic_words).astype(np.float32)
    labels = name_topics(*_holders(rows, background, documents, vocabulary), vocabulary, phrases, lexicon.words, names)
    model = TopicModel(
        vocabulary=tuple(vocabulary),
        topic_words=rows,
        background=background,
        labels=tuple(labels),
        coverage=1.0,
        phrases=frozenset(pair for pair in phrases if pair[0] + pair[1] in known),
        lexicon=lexicon,
        card={
            "engine": "lda",
            "text_count": len(documents),
            "vocabulary_size": len(vocabulary),
            "topic_count": len(labels),
            "seed": seed,
            "iterations": _ITERATIONS,
            "restarts": _RESTARTS,
            "alpha": _ALPHA,
            "eta": _ETA,
            "coherence_npmi": round(max(clarity), 3),
        },
    )
    return replace(model, coverage=_coverage(model, read[::step]))


def suggested_topic_count(text_count: int) -> int:
    """6 topics up to 300 texts, 8 for 2,000, 10 for 7,000, at most 16: as many as a person keeps apart."""
    return min(16, max(6, round(3 * log10(text_count) - 1.5)))


def _sample(
    documents: Sequence[Sequence[str]], vocabulary: Sequence[str], count: int, seed: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Topic-word probabilities (topics x vocabulary) and each topic's share of all words."""
    import tomotopy

    model = tomotopy.LDAModel(k=count, alpha=_ALPHA, eta=_ETA, seed=seed)
    model.optim_interval = 0
    for words in documents:
        model.add_doc(words)
    model.train(_ITERATIONS, workers=1)
    positions = {word: at for at, word in enumerate(model.used_vocabs)}
    columns = [positions[word] for word in vocabulary]
    rows = np.array([model.get_topic_word_dist(topic) for topic in range(count)], dtype=np.float64)[:, columns]
    shares = np.asarray(model.get_count_by_topics(), dtype=np.float64)
    return rows / rows.sum(axis=1, keepdims=True), shares / shares.sum()


def _merge_alike(
    topic_words: npt.NDArray[np.float64], shares: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Joins the two topics most alike until no two are: a theme that many write about is otherwise cut in halves.

    Alike by the Bhattacharyya coefficient of their words; at least _MIN_TOPICS stay.
    """
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
    return topic_words, shares


def _holders(
    topic_words: npt.NDArray[np.float32],
    background: npt.NDArray[np.float32],
    documents: Sequence[Sequence[str]],
    vocabulary: Sequence[str],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How many texts of each topic hold each word, and how many texts each topic has; a text is of its top topic."""
    positions = {word: at for at, word in enumerate(vocabulary)}
    rows = np.repeat(np.arange(len(documents)), [len(words) for words in documents])
    columns = np.array([positions[word] for words in documents for word in words])
    top = fold_in(topic_words, background, rows, columns).shares.argmax(axis=1)
    counts = np.zeros(topic_words.shape)
    held = np.unique(rows * len(vocabulary) + columns)
    np.add.at(counts, (top[held // len(vocabulary)], held % len(vocabulary)), 1)
    return counts, np.bincount(top, minlength=len(topic_words)).astype(np.float64)


def _coverage(model: TopicModel, texts: Sequence[str]) -> float:
    """The median share of known words over the texts that have any."""
    counts = [model.known_words(text) for text in texts]
    return float(np.median([len(known) / count for known, count in counts if known]))


def coherence(
    topic_words: npt.NDArray[np.float64], vocabulary: Sequence[str], documents: Sequence[Sequence[str]], top: int = 8
) -> float:
    """Mean NPMI of the strongest words of each topic over document co-occurrence (Bouma 2009), -1 to 1."""
    leaders = [[vocabulary[at] for at in np.argsort(-row)[:top]] for row in topic_words]
    wanted = {word for words in leaders for word in words}
    holders: dict[str, set[int]] = {word: set() for word in wanted}
    for at, words in enumerate(documents):
        for word in wanted.intersection(words):
            holders[word].add(at)
    scores = [
        _npmi(len(holders[one] & holders[other]), len(holders[one]), len(holders[other]), len(documents))
        for words in leaders
        for at, one in enumerate(words)
        for other in words[at + 1 :]
    ]
    return sum(scores) / len(scores)


def _npmi(both: int, left: int, right: int, total: int) -> float:
    if both == 0:
        return -1.0
    return 1.0 if both == total else log(both * total / (left * right)) / -log(both / total)
