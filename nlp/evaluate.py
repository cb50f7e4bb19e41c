"""Scores an engine on a labelled file, on rows the default model has never seen."""

from pathlib import Path
from typing import Any

from nlp import sentiment
from nlp.aspects.scoring import evaluate_aspect, evaluate_aspect_term, evaluate_triple
from nlp.directed.challenge import evaluate_challenge, read_cases
from nlp.evaluating.labels import SENTIMENT_OF_EMOTION
from nlp.evaluating.texts import TEXT_TASKS, evaluate_texts
from nlp.evaluating.timed import Progress, timed
from records.errors import UsageError

__all__ = ["SENTIMENT_OF_EMOTION", "TASKS", "Progress", "evaluate"]

_ASPECT_TASKS = {"aspect": evaluate_aspect, "aspect_term": evaluate_aspect_term, "triple": evaluate_triple}
TASKS = (*TEXT_TASKS, *_ASPECT_TASKS, "challenge")
"""What can be scored."""


def evaluate(
    task: str,
    path: Path,
    *,
    engine: str | None = None,
    model: str | None = None,
    split: str | None = None,
    industry: str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The scores of an engine on a file, as plain values for JSON.

    `rows` says which rows were scored (see nlp.labelled.choose, which also explains `split`), `rows_note` why.
    `industry` names the aspects of an aspect file; without it they tell. `progress` is told of whole-text tasks.
    Raises UsageError for an unknown task, engine, split or label, UnreadableFile for a file without labelled rows.
    """
    if task not in TASKS:
        raise UsageError(f"no engine for task {task!r}; available: {', '.join(TASKS)}")
    if industry and task != "aspect":
        raise UsageError(f"an industry is asked of task aspect alone, not of {task}; leave it out")
    if task in TEXT_TASKS:
        return evaluate_texts(task, path, engine, model, split, progress)
    if task == "challenge":
        return _challenge(path, engine, model, split, progress)
    return _aspects(task, path, engine or model, split, industry)


def _challenge(
    path: Path, engine: str | None, model: str | None, split: str | None, progress: Progress | None
) -> dict[str, Any]:
    """The challenge sheet; `docs_per_second` counts its texts as wholes."""
    if split == "test":
        raise UsageError("no row of a challenge sheet is trained on; leave the split out")
    loaded = sentiment.load(engine or "directed", model=model)
    found = evaluate_challenge(path, loaded)
    _, rate = timed(loaded, [case.text for case in read_cases(path)], progress)
    return found | {"docs_per_second": rate}


def _aspects(task: str, path: Path, engine: str | None, split: str | None, industry: str | None) -> dict[str, Any]:
    """A task of nlp.aspects. Its engines go by task and industry: another one cannot be asked for."""
    found = evaluate_aspect(path, split, industry=industry) if industry else _ASPECT_TASKS[task](path, split)
    if engine not in (None, found["engine"]):
        raise UsageError(f"no engine {engine!r} for {task}; available: {found['engine']}")
    return found
