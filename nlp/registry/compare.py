"""What moved when a model changed: two annotation tables of one task, before and after."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from records.errors import UsageError

BY = ("platform", "brand_id")
"""Columns that split the report where a table has them, besides the whole."""

_KEYS = ("mention_id", "target")
_ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Moved:
    """One group of verdicts, before and after."""

    column: str | None
    """What groups them; None for all."""
    value: str | None
    """The group: a platform, a brand."""
    pair_count: int
    """Verdicts that both tables have; everything below is of these."""
    flips: dict[tuple[str, str], int]
    """(label before, label after) -> count where they differ; an abstention is the label `abstained`."""
    abstained_before_share: float
    abstained_after_share: float
    net_before: float | None
    """(positive - negative) / verdicts not abstained, in [-1, 1]; None where none is either, as in other tasks."""
    net_after: float | None

    @property
    def flip_share(self) -> float:
        """Verdicts that became another, of all pairs."""
        return sum(self.flips.values()) / self.pair_count if self.pair_count else 0.0


@dataclass(frozen=True, slots=True)
class Example:
    """A verdict that became another, with how sure each model was."""

    mention_id: str
    target: str | None
    before: str
    after: str
    probability_before: float | None
    probability_after: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """What moved between two versions."""

    task: str
    models_before: tuple[str, ...]
    """`engine version` of each model in the table."""
    models_after: tuple[str, ...]
    only_before_count: int
    """Verdicts (mention, target) that the new table lacks: a link or topic no longer found, a text gone."""
    only_after_count: int
    moved: tuple[Moved, ...]
    """All together first, then by each column, largest group first."""
    examples: tuple[Example, ...]
    """The flips of which the models were surest, for a person to read."""


def moved(before: pa.Table, after: pa.Table, *, example_count: int = 20) -> Shift:
    """Compares annotations of one task; rows are verdicts on (mention_id, target).

    Both tables have the columns of an Annotation; the columns BY, where `after` has them, split the report. Raises
    UsageError for tables of different or several tasks, and for two verdicts of one table on the same thing (take one
    version of one engine; a task that gives several labels a target cannot be compared so).
    """
    task = _task(before, after)
    old, new = _rows(before), _rows(after)
    both = [key for key in new if key in old]
    pairs = [(old[key], new[key]) for key in both]
    groups = [_moved(None, None, pairs)]
    for column in (name for name in BY if name in after.column_names):
        by_value: dict[Any, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
        for pair in pairs:
            by_value.setdefault(pair[1][column], []).append(pair)
        split = [_moved(column, value, some) for value, some in by_value.items()]
        groups += sorted(split, key=lambda each: (-each.pair_count, str(each.value)))
    return Shift(
        task=task,
        models_before=_models(before),
        models_after=_models(after),
        only_before_count=len(old) - len(both),
        only_after_count=len(new) - len(both),
        moved=tuple(groups),
        examples=_examples(pairs, example_count),
    )


def _task(*tables: pa.Table) -> str:
    tasks = {task for table in tables for task in pc.unique(table["task"]).to_pylist()}
    if len(tasks) > 1:
        raise UsageError(f"annotations of several tasks cannot be compared: {', '.join(sorted(tasks))}")
    return next(iter(tasks), "")


def _models(table: pa.Table) -> tuple[str, ...]:
    pairs = table.select(["engine", "version"]).group_by(["engine", "version"]).aggregate([]).to_pylist()
    return tuple(sorted(f"{pair['engine']} {pair['version']}" for pair in pairs))


def _rows(table: pa.Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    """(mention, target) -> the columns that count. Raises UsageError for two rows of one key."""
    names = [*_KEYS, "label", "probability", "is_abstained", *(name for name in BY if name in table.column_names)]
    rows = table.select(names).to_pylist()
    found = {tuple(row[key] for key in _KEYS): row for row in rows}
    if len(found) < len(rows):
        raise UsageError("two verdicts on the same mention and target: take one version of one engine, one label each")
    return found


def _said(row: dict[str, Any]) -> str:
    return _ABSTAINED if row["is_abstained"] else str(row["label"])


def _moved(column: str | None, value: Any, pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> Moved:
    said = [(_said(old), _said(new)) for old, new in pairs]
    before, after = Counter(old for old, _ in said), Counter(new for _, new in said)
    flips = Counter(pair for pair in said if pair[0] != pair[1])
    total = max(len(pairs), 1)
    return Moved(
        column=column,
        value=value,
        pair_count=len(pairs),
        flips=dict(sorted(flips.items(), key=lambda item: (-item[1], item[0]))),
        abstained_before_share=before[_ABSTAINED] / total,
        abstained_after_share=after[_ABSTAINED] / total,
        net_before=_net(before),
        net_after=_net(after),
    )


def _net(counts: Counter[str]) -> float | None:
    judged = counts.total() - counts[_ABSTAINED]
    has_tone = counts["positive"] + counts["negative"] > 0
    return (counts["positive"] - counts["negative"]) / judged if has_tone else None


def _examples(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]], count: int) -> tuple[Example, ...]:
    flipped = [pair for pair in pairs if _said(pair[0]) != _said(pair[1])]
    flipped.sort(key=lambda pair: (-min(row["probability"] or 0.0 for row in pair), pair[0]["mention_id"]))
    return tuple(
        Example(
            mention_id=old["mention_id"],
            target=old["target"],
            before=_said(old),
            after=_said(new),
            probability_before=old["probability"],
            probability_after=new["probability"],
        )
        for old, new in flipped[:count]
    )
