"""Intermediate tables of a build: the latest state of each content, the verdicts in use, what each content is."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import KeyedColumnElement

from warehouse.keys import KeyCollision
from warehouse.load import staging
from warehouse.load.inputs import Inputs
from warehouse.sql import first_of, insert_select, yes
from warehouse.tables.models import HUMAN

content = staging.content
verdict = staging.annotation
"""The verdicts without repeats, marked with whether views read them."""
current = staging.current
answer = staging.stage("complaint_answer", "content_key:i mention_id:s")
trait = staging.stage("trait", "content_key:i content_class:s language:s is_water_army:b army_weight:f")

TARGETED = "target_sentiment"
"""The task that judges each brand of a text by itself."""

_ROW = sa.literal_column("rowid", sa.BigInteger)


def build_content(connection: sa.Connection) -> None:
    """One row per mention: the version seen last (ties: by source, then text), and when it was first seen.

    A post without a date is placed in time by when it was first seen. Raises KeyCollision.
    """
    seen = content.c
    several = (
        sa.select(
            seen.content_key,
            sa.func.min(seen.observed_at).label("first_observed_at"),
            (sa.func.min(seen.mention_id) != sa.func.max(seen.mention_id)).label("is_mixed"),
        )
        .group_by(seen.content_key)
        .having(sa.func.count() > 1)
    ).subquery("several")
    if connection.scalar(sa.select(sa.func.bool_or(several.c.is_mixed))):
        raise KeyCollision("dim_content: two natural keys share a surrogate key")
    first = several.c.first_observed_at
    ranked = _ranked_versions(several).subquery().c
    older = _ROW.in_(sa.select(ranked.row).where(ranked.position > 1))
    connection.execute(
        sa.update(content)
        .values(first_observed_at=first, event_at=sa.func.coalesce(seen.published_at, first))
        .where(seen.content_key == several.c.content_key)
    )
    insert_select(connection, staging.superseded, sa.select(content).where(older))
    connection.execute(sa.delete(content).where(older))


def _ranked_versions(several: sa.Subquery) -> sa.Select[Any]:
    seen = content.c
    latest = (
        seen.observed_at.desc(),
        seen.source.desc(),
        seen.text.desc().nulls_last(),
        seen.title.desc().nulls_last(),
    )
    position = first_of(seen.content_key, order_by=latest).label("position")
    row = sa.literal_column(f"{content.name}.rowid", sa.BigInteger).label("row")
    columns: list[sa.ColumnElement[Any]] = [row, position]
    return sa.select(*columns).join(several, several.c.content_key == seen.content_key)


def build_answers(connection: sa.Connection) -> None:
    """Comments inside a complaint's thread: what the merchant, the platform and the customer did about it.

    They are procedure, not voice: milestones of the complaint, and neither mentions of a brand nor complaints.
    """
    answer.create(connection)
    filed = sa.select(content.c.content_key).where(content.c.kind == "complaint")
    is_within = sa.or_(*(content.c[column].in_(filed) for column in ("root_key", "parent_key")))
    found = sa.select(content.c.content_key, content.c.mention_id).where(content.c.kind == "comment", is_within)
    insert_select(connection, answer, found)


def is_answer(told_by: KeyedColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a content, told by a column `content_key` or `mention_id`, is one of `build_answers`."""
    known = answer.c[told_by.key]
    return sa.select(known).where(known == told_by).exists()


def build_verdicts(connection: sa.Connection, inputs: Inputs) -> None:
    """Takes repeats out of the staged annotations and lets persons win; then what each content is, in one row.

    Current is what a person said about that mention and task (the newest version), else the engine and version the
    build was told.
    """
    _remove_repeats(connection)
    _let_persons_win(connection)
    trait.create(connection)
    insert_select(connection, trait, _traits())


def _remove_repeats(connection: sa.Connection) -> None:
    """Of several verdicts of one grain the likeliest stays; looked for by hash, since mostly there is none."""
    said = verdict.c
    grain = [said[name] for name in ("content_key", "task", "engine", "version", "target", "aspect")]
    hash_ = sa.func.hash(*grain)
    repeated = sa.select(hash_).where(said.content_key.is_not(None)).group_by(hash_).having(sa.func.count() > 1)
    found = connection.scalars(repeated).all()
    if not found:
        return
    order = (said.probability.desc().nulls_last(), said.label, said.value.desc().nulls_last())
    ranked = (
        sa.select(_ROW.label("row"), first_of(*grain, order_by=order).label("position"))
        .where(hash_.in_(repeated), said.content_key.is_not(None))
        .subquery()
        .c
    )
    connection.execute(sa.delete(verdict).where(_ROW.in_(sa.select(ranked.row).where(ranked.position > 1))))


def _let_persons_win(connection: sa.Connection) -> None:
    """Of links a person leaves the right ones, whatever their targets; of tone, each target is judged by itself."""
    said = verdict.c
    judged_apart = sa.func.coalesce(sa.case((said.task == TARGETED, said.target)), "")
    by_person = (
        sa.select(
            said.content_key, said.task, judged_apart.label("apart"), sa.func.max(said.version).label("human_version")
        )
        .where(said.engine == HUMAN)
        .group_by(said.content_key, said.task, judged_apart)
        .subquery("by_person")
    )
    person = by_person.c
    connection.execute(
        sa.update(verdict)
        .values(is_current=yes(sa.and_(said.engine == HUMAN, said.version == person.human_version)))
        .where(said.content_key == person.content_key, said.task == person.task, judged_apart == person.apart)
    )


def _traits() -> sa.Select[Any]:
    """Class and language (a person may have left several: the smallest label), and whether an army's hand shows.

    The weight (0 to 1) is what a suspect of a water army keeps as organic.
    """
    said = verdict.c
    labels = [
        sa.func.min(sa.case((said.task == task, said.label))).label(task) for task in ("content_class", "language")
    ]
    is_army = sa.and_(said.task == "integrity", said.label == "water_army")
    return (
        sa.select(
            said.content_key,
            *labels,
            sa.func.bool_or(is_army).label("is_water_army"),
            sa.func.min(sa.case((is_army, said.value))).label("army_weight"),
        )
        .where(said.is_current, sa.or_(said.task.in_(("content_class", "language")), is_army))
        .group_by(said.content_key)
    )


def current_of(task: str) -> sa.Select[tuple[object, ...]]:
    """The verdicts of a task that views read."""
    return sa.select(verdict).where(verdict.c.task == task, verdict.c.is_current)
