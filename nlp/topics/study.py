"""`python -m nlp.topics.study --data FOLDER`: how good the topics of each engine are, and how stable their ids.

10,000 short shopping reviews of seven categories, drawn with a recorded seed; NPMI over whole reviews, NMI of each
review's first topic with its category.
"""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp.topics import engines, quality
from nlp.topics.engines import Fitted, Reading
from nlp.topics.fitting import SEED, best_of, fit, read_texts
from nlp.topics.folding import fold_in
from nlp.topics.lineage import similarities, trace
from nlp.topics.model import TopicModel
from records import Lexicon
from records.errors import ScrmError, UsageError

TEXT_COUNT, TOPIC_COUNT = 10_000, 20
_PERIODS = 4
"""The reviews have no time: the engine that follows it is given four equal parts."""
_log = logging.getLogger("nlp.topics.study")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one line an engine, then what refits do to ids. Exit code 2 for a folder without the set."""
    parser = argparse.ArgumentParser(prog="python -m nlp.topics.study", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with sentiment/shopping.tsv")
    parser.add_argument("--part", type=int, default=2, help="which 10,000 of the shuffled reviews, from 0")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8.0f ms  %(message)s", stream=sys.stderr)
    try:
        rows = read_reviews(options.data)[options.part * TEXT_COUNT :]
        _quality(rows[:TEXT_COUNT])
        _stability([text for _, text in rows[:TEXT_COUNT]])
    except ScrmError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def read_reviews(data: Path) -> list[tuple[str, str]]:
    """(category, text) of the shopping reviews, shuffled. Raises UsageError for a folder without them."""
    file = data / "sentiment" / "shopping.tsv"
    try:
        lines = file.read_text("utf-8-sig").split("\n")[1:]
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give a folder of sets") from error
    rows = [(row[1], row[2]) for line in lines if len(row := line.split("\t")) == 3]
    random.Random(SEED).shuffle(rows)
    return rows


def _quality(rows: Sequence[tuple[str, str]]) -> None:
    """NPMI of the strongest words, NMI with the category, and CPU seconds of the fit, an engine a line."""
    category = {text: name for name, text in rows}
    texts = sorted(category)
    passages, _ = read_texts(texts, Lexicon(), when={text: at for at, text in enumerate(texts)})
    owners, whole = _whole(passages)
    names = sorted(set(category.values()))
    categories = [names.index(category[texts[owner]]) for owner in owners]
    reading = replace(passages, periods=[owner % _PERIODS for owner in passages.periods])
    for name in engines.names():
        begin = time.process_time()
        fitted = best_of(engines.load(name), reading, TOPIC_COUNT, SEED)
        seconds = time.process_time() - begin
        npmi = [quality.coherence(fitted.topic_words, reading.vocabulary, whole, top=top) for top in (5, 8, 10)]
        agreement = quality.mutual_information(categories, _first_topics(fitted, reading, whole))
        _log.info(
            "%-8s topics %2d  NPMI of 5, 8, 10 words %.3f %.3f %.3f  NMI %.3f  CPU-s %.1f",
            name, len(fitted.shares), *npmi, agreement, seconds,
        )  # fmt: skip


def _whole(passages: Reading) -> tuple[list[int], list[list[str]]]:
    """Whole reviews from passages whose `periods` number the review they are from."""
    found: dict[int, list[str]] = {}
    for owner, words in zip(passages.periods, passages.documents, strict=True):
        found.setdefault(owner, []).extend(words)
    return list(found), list(found.values())


def _first_topics(fitted: Fitted, reading: Reading, documents: Sequence[Sequence[str]]) -> list[int]:
    positions = {word: at for at, word in enumerate(reading.vocabulary)}
    rows = np.repeat(np.arange(len(documents)), [len(words) for words in documents])
    columns = np.array([positions[word] for words in documents for word in words])
    topic_words = fitted.topic_words.astype(np.float32)
    background = (fitted.shares @ fitted.topic_words).astype(np.float32)
    found: list[int] = fold_in(topic_words, background, rows, columns).shares.argmax(axis=1).tolist()
    return found


def _stability(texts: Sequence[str]) -> None:
    """How alike the topics of two fits are, and how many keep their id: a refit after a day, a week, on other texts."""
    window = len(texts) * 2 // 3
    models = {shift: _fitted(texts[shift : shift + window]) for shift in (0, window // 30, window // 5, window // 2)}
    for shift, after in models.items():
        if shift:
            _, events = trace(models[0], after)
            best = np.sort(similarities(models[0], after).max(axis=0)).round(2).tolist()
            kept = Counter(event.event for event in events)
            _log.info("window moved by %3.0f%%: %s; alike %s", 100 * shift / window, dict(kept), best)
    within = similarities(models[0], models[0])
    others = np.sort(np.where(np.eye(len(within), dtype=bool), 0, within).max(axis=0)).round(2).tolist()
    _log.info("within one fit, to the nearest other topic: %s", others)


def _fitted(texts: Sequence[str]) -> TopicModel:
    model = fit(texts, Lexicon())
    if model is None:
        raise UsageError("the shopping reviews are too few to fit topics on")
    return model


if __name__ == "__main__":
    raise SystemExit(main())
