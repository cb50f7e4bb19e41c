"""Intermediate tables of a build: the latest state of each content, the verdicts in use, followers over time, links."""

import sqlalchemy as sa

from warehouse.load import staging
from warehouse.load.inputs import Inputs
from warehouse.sql import first_of, insert_rows, insert_select, yes

content = staging.stage(
    "content",
    "mention_id:s source:s platform:s native_id:s kind:s query:s author_id:s parent_id:s root_id:s title:s text:s url:s"
    " published_at:t rating:f rating_scale:f product:s status:s observed_at:t first_observed_at:t event_at:t",
)
verdict = staging.stage(
    "verdict",
    "mention_id:s task:s engine:s version:s label:s target:s aspect:s value:f probability:f is_abstained:b"
    " evidence:s is_current:b",
)
current = staging.stage("current", "task:s engine:s version:s")
answer = staging.stage("complaint_answer", "mention_id:s")

TARGETED = "target_sentiment"
"""The task that judges each brand of a text by itself."""
HUMAN = "human"
"""Engine of a person's corrections; they win over every model."""


def build_content(connection: sa.Connection) -> None:
    """One row per mention: the version seen last (ties: by source, then text), and when it was first seen."""
    content.create(connection)
    seen = staging.mention.c
    latest = (
        seen.observed_at.desc(),
        seen.source.desc(),
        seen.text.desc().nulls_last(),
        seen.title.desc().nulls_last(),
    )
    order = first_of(seen.mention_id, order_by=latest)
    first_seen = sa.func.min(seen.observed_at).over(partition_by=seen.mention_id)
    ranked = sa.select(*seen, first_seen.label("first_observed_at"), order.label("position")).subquery().c
    # A post without a date is placed in time by when it was first seen.
    event_at = sa.func.coalesce(ranked.published_at, ranked.first_observed_at)
    columns = [ranked[c.name] for c in content.columns if c.name != "event_at"]
    insert_select(connection, content, sa.select(*columns, event_at.label("event_at")).where(ranked.position == 1))


def build_answers(connection: sa.Connection) -> None:
    """Comments inside a complaint's thread: what the merchant, the platform and the customer did about it.

    They are procedure, not voice: milestones of the complaint, and neither mentions of a brand nor complaints.
    """
    answer.create(connection)
    filed = content.alias("filed")
    within = [
        sa.select(content.c.mention_id)
        .join(filed, sa.and_(filed.c.platform == content.c.platform, filed.c.native_id == content.c[column]))
        .where(content.c.kind == "comment", filed.c.kind == "complaint")
        for column in ("root_id", "parent_id")
    ]
    found = sa.union(*within).subquery().c
    insert_select(connection, answer, sa.select(found.mention_id))


def is_answer(mention_id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a mention is one of `build_answers`."""
    return sa.select(answer.c.mention_id).where(answer.c.mention_id == mention_id).exists()


def build_verdicts(connection: sa.Connection, inputs: Inputs) -> None:
    """Annotations without repeats, marked with whether views read them.

    Current is what a person said about that mention and task (the newest version), else the engine and version the
    build was told.
    """
    for table in (current, verdict):
        table.create(connection)
    rows = [{"task": task, "engine": e, "version": v} for task, (e, v) in sorted(inputs.current.items())]
    insert_rows(connection, current, rows)
    ranked = _ranked_annotations().subquery().c
    by_person = sa.and_(ranked.engine == HUMAN, ranked.version == ranked.human_version)
    is_current = sa.case((ranked.human_version.is_not(None), yes(by_person)), else_=ranked.is_chosen)
    kept = [ranked[c.name] for c in staging.annotation.columns]
    insert_select(connection, verdict, sa.select(*kept, is_current.label("is_current")).where(ranked.position == 1))


def _ranked_annotations() -> sa.Select[tuple[object, ...]]:
    said = staging.annotation.c
    grain = (said.mention_id, said.task, said.engine, said.version, said.target, said.aspect)
    order = (said.probability.desc().nulls_last(), said.label, said.value.desc().nulls_last())
    human = sa.func.max(sa.case((said.engine == HUMAN, said.version)))
    # Of links a person leaves the right ones, whatever their targets; of tone, each target is judged by itself.
    judged_apart = sa.case((said.task == TARGETED, said.target))
    chosen = sa.and_(current.c.task == said.task, current.c.engine == said.engine, current.c.version == said.version)
    return sa.select(
        *said,
        first_of(*grain, order_by=order).label("position"),
        human.over(partition_by=(said.mention_id, said.task, judged_apart)).label("human_version"),
        yes(current.c.task.is_not(None)).label("is_chosen"),
    ).select_from(staging.annotation.outerjoin(current, chosen))


def current_of(task: str) -> sa.Select[tuple[object, ...]]:
    """The verdicts of a task that views read."""
    return sa.select(verdict).where(verdict.c.task == task, verdict.c.is_current)


def water_army() -> sa.Subquery:
    """Mentions that look like a water army's, with the weight (0 to 1) they keep as organic."""
    said = current_of("integrity").subquery().c
    weight = sa.func.min(said.value).label("weight")
    suspects: sa.Select[tuple[object, ...]] = (
        sa.select(said.mention_id, weight).where(said.label == "water_army").group_by(said.mention_id)
    )
    return suspects.subquery("army")
