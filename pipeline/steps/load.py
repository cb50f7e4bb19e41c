"""Load: the lake -> a new warehouse beside the published one. The lake is the truth; this is a build of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers import catalog
from lake.database import kept_moment
from lake.keys import standing
from lake.landing import FEEDS
from lake.lock import exclusive
from lake.partition import Partition
from lake.store import on_disk, partitions
from pipeline import warehouse
from pipeline.job import Job
from pipeline.models import card_of, scores_json
from pipeline.progress import Event
from pipeline.runs import noted
from pipeline.steps.enrich import full_plan
from records.errors import ScrmError

if TYPE_CHECKING:
    from warehouse.load import Card, Inputs, ModelUse, RunStep, Theme, Title


GATHERED = ("mentions", "observations", "authors", "coverage", *(feed.dataset for feed in FEEDS.values()))
"""Data sets that sources write; what engines say lies beside them."""


@noted("load")
def load(job: Job) -> Mapping[str, int]:
    """Makes what changed in the lake anew, or the whole star; returns rows per table.

    Raises ScrmError for an empty lake.
    """
    job.report(Event(step="load", state="running"))
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"):  # files are listed and read under it
        inputs = inputs_of(job)
        if not (inputs.mentions or any(getattr(inputs, feed.dataset) for feed in FEEDS.values())):
            raise ScrmError(
                f"{job.home.store}: holds no mentions and no books, so nothing to load; gather something first"
            )
        done = warehouse.refresh(job.home, inputs)
    how = f"updated from {done.new_file_count:,} new files" if done.is_update else "built whole"
    note = f"{done.counts['fact_mention']:,} rows in fact_mention, {how}"
    job.report(Event(step="load", state="done", note=note))
    return done.counts


def inputs_of(job: Job) -> "Inputs":
    """What the warehouse is built from: file lists of the lake, current engine versions, brands, titles."""
    from crm.influence.platforms import platform_schemes
    from nlp.batch import plan_versions
    from warehouse.load import Inputs

    current = plan_versions(full_plan(job))
    gathered = {dataset: partitions(job.home.store, dataset) for dataset in GATHERED}
    on_disk(job.home.store, [each for found in gathered.values() for each in found])
    return Inputs(
        mentions=_files(gathered["mentions"]),
        observations=_files(gathered["observations"]),
        authors=_files(gathered["authors"]),
        coverage=_files(gathered["coverage"]),
        communities=_files(gathered["communities"]),
        contacts=_files(gathered["contacts"]),
        orders=_files(gathered["orders"]),
        surveys=_files(gathered["surveys"]),
        referrals=_files(gathered["referrals"]),
        loyalty=_files(gathered["loyalty"]),
        touchpoints=_files(gathered["touchpoints"]),
        costs=_files(gathered["costs"]),
        consents=_files(gathered["consents"]),
        annotations=_current_annotations(job, current),
        current=current,
        model_uses=_model_uses(job, current),
        aspects=_aspect_titles(),
        complaint_themes=_complaint_themes(),
        cards=_cards(job),
        brands=job.settings.brand_records(),
        tiers=platform_schemes(),
        sources=_source_titles(),
        run_steps=_run_steps(job),
        parts=_parts(gathered.values()),
        generation=standing(job.home.vault).generation,
        run_id=job.run_id,
        built_at=datetime.now(UTC),
    )


def _model_uses(job: Job, current: Mapping[str, tuple[str, str]]) -> "tuple[ModelUse, ...]":
    from warehouse.load import ModelUse

    return tuple(
        ModelUse(task=task, engine=engine, version=version, used_from=kept_moment(since))
        for task, engine, version, since in job.state.note_models(current, datetime.now(UTC).isoformat())
    )


def _aspect_titles() -> "Mapping[str, Title]":
    from nlp.aspects import industries
    from nlp.aspects.taxonomy import taxonomy
    from warehouse.load import Title

    return {
        f"{industry}.{aspect.name}": Title(zh=aspect.zh, en=aspect.en)
        for industry in industries()
        for aspect in taxonomy(industry).aspects
    }


def _complaint_themes() -> "Mapping[str, Theme]":
    from nlp.complaints import taxonomy
    from warehouse.load import Theme

    known = taxonomy()
    kinds = {name: known.theme[name].kind for name in known.themes}
    return {
        name: Theme(zh=theme.chinese, category=kinds[name], category_zh=known.kinds[kinds[name]].chinese)
        for name, theme in known.themes.items()
    }


def _cards(job: Job) -> "Mapping[tuple[str, str, str], Card]":
    """What the cards of the models said, of every version that the lake holds verdicts of."""
    from warehouse.load import Card

    said = {
        (each.keys["task"], each.keys["engine"], each.keys["version"])
        for each in partitions(job.home.store, "annotations")
    }
    found = {}
    for task, engine, version in sorted(said):
        if card := card_of(job, task, version):
            found[task, engine, version] = Card(training_data=card.training_data_hash, scores=scores_json(card))
    return found


def _files(found: Sequence[Partition]) -> tuple[Path, ...]:
    return tuple(file for partition in found for file in partition.files)


def _parts(gathered: Iterable[Sequence[Partition]]) -> Mapping[Path, Mapping[str, int]]:
    """What compacted files stand for: names and bytes."""
    return {
        each.path / name: {part.name: part.byte_count for part in parts}
        for found in gathered
        for each in found
        for name, parts in each.parts.items()
    }


def _current_annotations(job: Job, current: Mapping[str, tuple[str, str]]) -> tuple[Path, ...]:
    """Versions of rules are superseded silently; every version of sentiment is kept for comparison."""
    kept: list[Partition] = []
    for each in partitions(job.home.store, "annotations"):
        is_current = current.get(each.keys["task"]) == (each.keys["engine"], each.keys["version"])
        if is_current or each.keys["task"] == "sentiment" or each.keys["engine"] == "human":
            kept.append(each)
    return on_disk(job.home.store, kept)


def _run_steps(job: Job) -> "tuple[RunStep, ...]":
    from warehouse.load import RunStep

    return tuple(
        RunStep(
            run_id=row.run_id,
            step=row.step,
            subject=row.subject,
            started_at=datetime.fromisoformat(row.started_at),
            ended_at=datetime.fromisoformat(row.ended_at),
            outcome=row.outcome,
            row_count=row.row_count,
            cpu_seconds=row.cpu_seconds,
            memory_peak_bytes=row.memory_peak_bytes,
        )
        for row in job.state.steps()
    )


def _source_titles() -> "Mapping[str, Title]":
    from warehouse.load import Title

    specs = [catalog.spec(name) for name in catalog.names()]
    return {spec.name: Title(zh=spec.title.zh, en=spec.title.en, platform=spec.platform) for spec in specs}
