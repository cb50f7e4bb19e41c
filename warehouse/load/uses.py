"""`model_use`: when which version of a model was in use, made in the target from `dim_model` on either engine."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from records.ids import surrogate_key
from warehouse import tables as t
from warehouse.load.inputs import Inputs, ModelUse
from warehouse.load.special import BEGINNING, END
from warehouse.sql import insert_rows
from warehouse.tables.models import HUMAN

_STAMP = re.compile(r"(\d{8}T\d{6})Z")
"""What a correction's version begins with: when it was made."""


def load_uses(connection: sa.Connection, inputs: Inputs) -> None:
    """Spans of every version that was ever in use; people's corrections hold from when they were made."""
    connection.execute(sa.delete(t.model_use))
    model = t.dim_model.c
    known = connection.execute(sa.select(model.model_key, model.engine, model.version).where(model.model_key > 0)).all()
    keys = {key for key, _, _ in known}
    spans = [span for span in _spans(inputs) if span["model_key"] in keys]
    spans += [_of_person(key, version) for key, engine, version in known if engine == HUMAN]
    insert_rows(connection, t.model_use, spans)


def _spans(inputs: Inputs) -> Iterator[dict[str, Any]]:
    by_task: dict[str, list[ModelUse]] = {task: [] for task in inputs.current}
    for use in sorted(inputs.model_uses, key=lambda each: each.used_from):
        by_task.setdefault(use.task, []).append(use)
    for task, uses in sorted(by_task.items()):
        yield from _of_task(uses or _always(task, inputs))


def _always(task: str, inputs: Inputs) -> list[ModelUse]:
    engine, version = inputs.current[task]
    return [ModelUse(task=task, engine=engine, version=version, used_from=BEGINNING)]


def _of_task(uses: list[ModelUse]) -> Iterator[dict[str, Any]]:
    """The first is assumed of the time before it was noted."""
    starts: Iterable[datetime] = [BEGINNING, *(each.used_from for each in uses[1:])]
    ends = [*(each.used_from for each in uses[1:]), END]
    for use, start, end in zip(uses, starts, ends, strict=True):
        yield _span(surrogate_key(use.task, use.engine, use.version), start, end)


def _of_person(key: int, version: str) -> dict[str, Any]:
    stamp = _STAMP.match(version)
    made = datetime.strptime(stamp.group(1), "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if stamp else BEGINNING
    return _span(key, made, END)


def _span(key: int, start: datetime, end: datetime) -> dict[str, Any]:
    return {"model_key": key, "used_from": start, "used_until": end}
