"""What moved when a task's engine changed: both versions' verdicts stand in the lake and are compared."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from lake.partition import MANIFEST, Partition, partitions, read_partition
from pipeline.corrections.take import HUMAN
from pipeline.job import Job
from pipeline.models import card_of
from records.errors import UsageError

if TYPE_CHECKING:
    from nlp.registry.compare import Shift

_COLUMNS = ("mention_id", "task", "engine", "version", "label", "target", "value", "probability", "is_abstained")


@dataclass(frozen=True, slots=True)
class Movement:
    """A comparison and what the cards say of the change."""

    shift: "Shift"
    why: tuple[str, ...]
    """Differences of the models' cards; empty where one has none."""


def movement(job: Job, task: str, before: str | None, after: str | None) -> Movement:
    """Compares two versions of a task; those written last when none are named. Raises UsageError."""
    from nlp.registry.changes import changes
    from nlp.registry.compare import moved

    by_version = _by_version(job, task)
    names = list(by_version)
    if after is None and before is None and len(names) < 2:
        raise UsageError(f"{task}: the lake holds {len(names)} version(s); two are needed to tell what moved")
    new = _known(by_version, task, after or names[-1])
    old = _known(by_version, task, before or next((each for each in reversed(names) if each != new), new))
    shift = moved(_table(by_version[old]), _with_platform(_table(by_version[new])))
    old_card, new_card = card_of(job, task, old), card_of(job, task, new)
    return Movement(shift, tuple(changes(old_card, new_card)) if old_card and new_card else ())


def _by_version(job: Job, task: str) -> dict[str, list[Partition]]:
    """Version -> its partitions, the version written last at the end; people's verdicts are no version."""
    found: dict[str, list[Partition]] = {}
    for each in partitions(job.home.lake, "annotations", task=task):
        if each.keys["engine"] != HUMAN:
            found.setdefault(each.keys["version"], []).append(each)
    written = {version: max((each.path / MANIFEST).stat().st_mtime for each in mine) for version, mine in found.items()}
    return {version: found[version] for version in sorted(found, key=lambda each: (written[each], each))}


def _known(by_version: dict[str, list[Partition]], task: str, version: str) -> str:
    if version not in by_version:
        raise UsageError(f"{task}: no version {version!r} in the lake; there are: {', '.join(by_version) or 'none'}")
    return version


def _table(found: list[Partition]) -> pa.Table:
    return pa.concat_tables([read_partition(each, _COLUMNS) for each in found])


def _with_platform(table: pa.Table) -> pa.Table:
    """A mention's id begins with its platform."""
    platforms = [mention_id.partition(":")[0] for mention_id in table.column("mention_id").to_pylist()]
    return table.append_column("platform", pa.array(platforms, pa.string()))
