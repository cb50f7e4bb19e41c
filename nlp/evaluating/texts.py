"""Scores of the engines that judge whole texts: sentiment, emotion, complaint."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from nlp import complaints, emotion, scores, sentiment
from nlp.emotion import _weights as emotion_weights
from nlp.engine import Engine, Verdicts
from nlp.evaluating.labels import Merge, as_complaint, as_emotion, as_sentiment
from nlp.evaluating.timed import Progress, timed
from nlp.hashed.seen import SeenTexts
from nlp.labelled import Sheet, choose, read_sheet
from nlp.sentiment import _weights as sentiment_weights
from nlp.sentiment.linear import OUT_OF_DOMAIN_ABOVE
from nlp.text.clean import clean
from records.errors import UsageError


@dataclass(frozen=True, slots=True)
class TextTask:
    """How the engines of a task are loaded and a file's labels are read."""

    load: Callable[[str | None, str | None], Engine]
    """Name and model -> engine."""
    prepare: Callable[[Sheet, Engine], tuple[Sheet, Merge]]
    seen: Callable[[], SeenTexts | None]
    """The texts that the default engine was trained on; None for rules."""
    is_closed: bool = False
    """Whether the decision is among the labels that the file has."""
    has_probabilities: bool = True


@runtime_checkable
class KnowsItsDomain(Protocol):
    """An engine that can tell how strange a text is to what it was trained on."""

    def out_of_domain(self, texts: list[str]) -> NDArray[np.float32]:
        """See LinearSentiment.out_of_domain."""


def evaluate_texts(
    name: str, path: Path, engine: str | None, model: str | None, split: str | None, progress: Progress | None
) -> dict[str, Any]:
    """See nlp.evaluate.evaluate; `name` is one of TEXT_TASKS."""
    task = TEXT_TASKS[name]
    loaded = task.load(engine, model)
    sheet, merged = task.prepare(read_sheet(path), loaded)
    chosen = choose(sheet, split, task.seen())
    verdicts, rate = timed(loaded, chosen.sheet.texts, progress)
    result: dict[str, Any] = {"task": name, "file": str(path), "engine": loaded.name, "version": loaded.version}
    result |= {"labels": sorted(set(chosen.sheet.labels)), "rows": chosen.choice, "rows_note": chosen.note}
    result |= _scores(task, merged(verdicts), chosen.sheet) | {"docs_per_second": rate}
    if name == "sentiment":
        result["out_of_domain_share"] = _strange_share(loaded, chosen.sheet.texts)
    if chosen.choice == "held_out" and loaded.name == sentiment.DEFAULT:
        note = {"note": "rows trained on are among these; no measure of quality"}
        result["all"] = _scores(task, merged(loaded.read(sheet.texts)), sheet) | note
    return result


def _scores(task: TextTask, verdicts: Verdicts, sheet: Sheet) -> dict[str, Any]:
    """All scores; `coverage` and `selective_accuracy` are those of `selective`, for whoever reads one level only."""
    found = scores.scores(verdicts, sheet.labels, is_closed=task.is_closed)
    if not task.has_probabilities:
        return found | {"ece": None, "coverage": None, "selective_accuracy": None, "selective": None}
    kept = found["selective"]
    return found | {"coverage": kept["coverage"], "selective_accuracy": kept["accuracy"]}


def _strange_share(engine: Engine, texts: list[str]) -> float | None:
    """Share of texts flagged as strange to the training data, addresses and chains apart; None if it cannot tell.

    One in twenty is usual for texts of the trained-on domains.
    """
    if not isinstance(engine, KnowsItsDomain):
        return None
    own = [clean(text).own or text for text in texts]
    return round(float((engine.out_of_domain(own) > OUT_OF_DOMAIN_ABOVE).mean()), 4)


def _complaint_rules(name: str | None, model: str | None) -> Engine:
    engine = complaints.load()
    if name not in (None, engine.name) or model:
        raise UsageError(f"no engine {name or model!r} for complaint; available: {engine.name}")
    return engine


TEXT_TASKS = {
    "sentiment": TextTask(
        lambda name, model: sentiment.load(name or sentiment.DEFAULT, model=model),
        as_sentiment,
        lambda: SeenTexts.load(sentiment_weights.FOLDER, train=sentiment_weights.TRAIN),
        is_closed=True,
    ),
    "emotion": TextTask(
        lambda name, model: emotion.load(name or emotion.DEFAULT, model=model),
        as_emotion,
        lambda: SeenTexts.load(emotion_weights.FOLDER, train=emotion_weights.TRAIN),
    ),
    "complaint": TextTask(_complaint_rules, as_complaint, lambda: None, has_probabilities=False),
}
"""The tasks whose engines judge whole texts."""
