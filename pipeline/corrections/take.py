"""A filled-in sheet -> annotations of engine `human`, which win over every model until a person says otherwise."""

import getpass
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc

from lake.landing import land_annotations
from lake.lock import exclusive
from lake.store import find, partitions, read_partition
from pipeline.corrections.sheet import Line, read_sheet
from pipeline.job import Job
from pipeline.settled import settled
from records import Annotation
from records.errors import UnreadableFile, UsageError

HUMAN = "human"
RANDOM, CHOSEN = "random", "chosen"
"""How a version ends: only what was drawn at random tells how often the machine errs."""
_SCORE = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a sheet gave."""

    brand_id: str
    judged_count: int
    """Posts with at least one judgement."""
    annotation_count: int
    """Annotations added; 0 when the same sheet was taken before."""
    by_task: Mapping[str, int]


def take(job: Job, file: Path, *, by: str | None = None) -> Taken:
    """Takes a sheet back, whole or not at all. The same sheet again adds nothing.

    Raises UnreadableFile, or UsageError naming the rows that cannot be understood.
    """
    filled = read_sheet(file)
    job.settings.brand(filled.brand_id)
    with settled(job.home), exclusive(job.home.root / "locks" / "corrections.lock", "corrections"):
        days = _days_of(job, [line.mention_id for line in filled.lines])
        strange = [f"row {line.row}: no such post in this home" for line in filled.lines if line.mention_id not in days]
        if problems := [*filled.problems, *strange]:
            shown = "; ".join(problems[:5]) + (f"; and {len(problems) - 5} more" if len(problems) > 5 else "")
            raise UsageError(f"{file}: nothing was taken: {shown}")
        judged = [line for line in filled.lines if (line.sentiment, line.is_about, line.is_complaint) != (None,) * 3]
        if not judged:
            raise UnreadableFile(f"{file}: no row is filled in; choose from the lists in the columns 情感 to 是投诉")
        made = list(_annotations(job, filled.brand_id, judged, days, by or getpass.getuser()))
        count = land_annotations(job.home.store, made)
    by_task: dict[str, int] = defaultdict(int)
    for _, each in made:
        by_task[each.task] += 1
    return Taken(
        brand_id=filled.brand_id,
        judged_count=len(judged),
        annotation_count=count,
        by_task=dict(sorted(by_task.items())),
    )


def _annotations(
    job: Job, brand_id: str, lines: Iterable[Line], days: Mapping[str, str], by: str
) -> Iterable[tuple[str, Annotation]]:
    rows = list(lines)
    links = _links(job, set(days.values()))
    stamp = _stamp(job, rows, by)
    for line in rows:
        day, version = days[line.mention_id], f"{stamp}.{RANDOM if line.stratum == RANDOM else CHOSEN}"
        judged = partial(Annotation, mention_id=line.mention_id, engine=HUMAN, version=version, probability=1.0)
        if line.sentiment and line.is_about is not False:
            said = partial(judged, label=line.sentiment, value=_SCORE[line.sentiment])
            yield day, said(task="target_sentiment", target=brand_id)
            if _brands(links.get(line.mention_id, ())) <= {brand_id}:
                yield day, said(task="sentiment")
        if line.is_complaint is not None:
            yield day, judged(task="complaint", label="other" if line.is_complaint else "none")
        if line.is_about is False:
            kept = [each for each in links.get(line.mention_id, ()) if (each.target or "").split("/")[0] != brand_id]
            for each in kept or [judged(task="link", label="unrelated")]:
                yield day, judged(task="link", label=each.label, target=each.target, value=each.value)


def _brands(links: Iterable[Annotation]) -> set[str]:
    return {each.target.split("/")[0] for each in links if each.target}


def _stamp(job: Job, lines: Iterable[Line], by: str) -> str:
    """When, what and who, as a version that sorts by time; the last one again when it was this very sheet."""
    content = "\n".join(f"{x.mention_id} {x.sentiment} {x.is_about} {x.is_complaint}" for x in lines)
    digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    who = re.sub(r"[^\w-]+", "-", by)[:32] or "someone"
    earlier = (each.keys["version"] for each in partitions(job.home.store, "annotations", engine=HUMAN))
    last = max(earlier, default="").rpartition(".")[0]
    if last.split(".")[1:2] == [digest]:
        return last
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.{digest}.{who}"


def _days_of(job: Job, mention_ids: Iterable[str]) -> dict[str, str]:
    """Mention id -> the day of its partition."""
    wanted = set(mention_ids)
    days = {}
    for partition in partitions(job.home.store, "mentions"):
        ids = read_partition(job.home.store, partition, ["mention_id"]).column("mention_id").to_pylist()
        days.update(dict.fromkeys(wanted.intersection(ids), partition.keys["dt"]))
    return days


def _links(job: Job, days: Iterable[str]) -> dict[str, list[Annotation]]:
    """Mention id -> what the linker in use says of it, on these days."""
    from nlp.batch import plan_versions
    from pipeline.steps.enrich import full_plan

    engine, version = plan_versions(full_plan(job))["link"]
    found: dict[str, list[Annotation]] = defaultdict(list)
    for day in sorted(days):
        keys = {"task": "link", "engine": engine, "version": version, "dt": day}
        partition = find(job.home.store, "annotations", keys)
        if partition is None:
            continue
        rows = read_partition(job.home.store, partition, ["mention_id", "label", "target", "value"])
        for row in rows.filter(pc.is_valid(rows.column("target"))).to_pylist():
            found[row["mention_id"]].append(Annotation(task="link", engine=engine, version=version, **row))
    return found
