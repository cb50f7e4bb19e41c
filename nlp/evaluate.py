"""Scores an engine on a labelled file, on rows the default model has never seen."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nlp import complaints, scores, sentiment
from nlp.engine import Engine, Verdicts
from nlp.labelled import Sheet, choose, read_sheet
from records.errors import UsageError

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""

SENTIMENT_OF_EMOTION = {"happy": "positive", "angry": "negative", "sad": "negative", "fear": "negative"}
"""Labels of an emotion file as sentiments; rows labelled `surprise` are neither and are left out."""

_SKIPPED = "surprise"
_YES, _NO = ("complaint", "yes", "true", "1"), ("none", "no", "false", "0", "not_complaint", "other")
_CHUNK = 2_000
_TIMED_SECONDS = 0.3


def evaluate(
    task: str,
    path: Path,
    *,
    engine: str | None = None,
    model: str | None = None,
    split: str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The scores of an engine on a file, as plain values for JSON; a decision is among the labels that the file has.

    `rows` says which rows were scored (see nlp.labelled.choose, which also explains `split`), `rows_note` why.
    Raises UsageError for an unknown task, engine, split or label, UnreadableFile for a file without labelled rows.
    """
    if task not in _TASKS:
        raise UsageError(f"no engine for task {task!r} yet; available: {', '.join(_TASKS)}")
    loaded, prepare = _TASKS[task](engine, model)
    sheet, labels = prepare(read_sheet(path), loaded)
    chosen = choose(sheet, split)
    verdicts, rate = _timed(loaded, chosen.sheet.texts, progress)
    result: dict[str, Any] = {"task": task, "file": str(path), "engine": loaded.name, "version": loaded.version}
    result |= {"labels": sorted(set(chosen.sheet.labels)), "rows": chosen.choice, "rows_note": chosen.note}
    result |= _scores(task, labels(verdicts), chosen.sheet) | {"docs_per_second": rate}
    if chosen.choice == "held_out" and loaded.name == sentiment.DEFAULT:
        note = {"note": "rows trained on are among these; no measure of quality"}
        result["all"] = _scores(task, labels(loaded.read(sheet.texts)), sheet) | note
    return result


def _scores(task: str, verdicts: Verdicts, sheet: Sheet) -> dict[str, Any]:
    found = scores.scores(verdicts, sheet.labels, is_closed=task == "sentiment")
    if task == "complaint":
        found |= {"ece": None, "selective": None}  # rules know no probabilities
    return found


Merge = Callable[[Verdicts], Verdicts]
Prepare = Callable[[Sheet, Engine], tuple[Sheet, Merge]]


def _sentiment(name: str | None, model: str | None) -> tuple[Engine, Prepare]:
    return sentiment.load(name or sentiment.DEFAULT, model=model), _as_sentiment


def _as_sentiment(sheet: Sheet, engine: Engine) -> tuple[Sheet, Merge]:
    """Emotion labels become sentiments. Raises UsageError for labels that are neither."""
    kept = sheet.take([label != _SKIPPED for label in sheet.labels])
    kept = kept.relabelled([SENTIMENT_OF_EMOTION.get(label, label) for label in kept.labels])
    _refuse_strange(kept, engine.labels, "or the six emotions")
    return kept, lambda verdicts: verdicts


def _complaint(name: str | None, model: str | None) -> tuple[Engine, Prepare]:
    engine = complaints.load()
    if name not in (None, engine.name) or model:
        raise UsageError(f"no engine {name or model!r} for complaint; available: {engine.name}")
    return engine, _as_complaint


def _as_complaint(sheet: Sheet, engine: Engine) -> tuple[Sheet, Merge]:
    """A file of yes and no (complaint and none, 1 and 0), or one of complaint types and `none`."""
    present = set(sheet.labels)
    if present <= {*_YES, *_NO} and not present <= {"none", "other"}:
        return sheet.relabelled(["complaint" if label in _YES else "none" for label in sheet.labels]), _is_one
    _refuse_strange(sheet, engine.labels, "or complaint and none")
    return sheet, lambda verdicts: verdicts


def _is_one(verdicts: Verdicts) -> Verdicts:
    """All complaint types as one."""
    none = verdicts.probabilities[:, verdicts.labels.index("none")]
    return Verdicts.of(("none", "complaint"), np.stack([none, 1 - none], axis=1), verdicts.is_abstained)


def _refuse_strange(sheet: Sheet, known: Sequence[str], else_known: str) -> None:
    for row, label in enumerate(sheet.labels, start=1):
        if label not in known:
            raise UsageError(
                f"{sheet.path}: unknown label {label!r} (text {row}); use {', '.join(known)}, {else_known}"
            )


_TASKS = {"sentiment": _sentiment, "complaint": _complaint}
"""The tasks that have an engine; a later task adds how its engine is loaded and its labels are read."""


def _timed(engine: Engine, texts: Sequence[str], progress: Progress | None) -> tuple[Verdicts, float]:
    """Verdicts on the texts, and texts per second of processor time (all threads), repeated if it was too quick."""
    engine.read(texts[:1])
    parts: list[Verdicts] = []
    begin = time.process_time()
    for at in range(0, len(texts), _CHUNK):
        parts.append(engine.read(texts[at : at + _CHUNK]))
        if progress:
            progress(min(at + _CHUNK, len(texts)), len(texts))
    count = len(texts)
    while time.process_time() - begin < _TIMED_SECONDS:
        engine.read(texts)
        count += len(texts)
    return _concatenated(parts), round(count / (time.process_time() - begin), 1)


def _concatenated(parts: Sequence[Verdicts]) -> Verdicts:
    return Verdicts(
        parts[0].labels,
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.label_index for part in parts]),
        np.concatenate([part.is_abstained for part in parts]),
    )
