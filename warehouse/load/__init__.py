"""Builds the star whole from the lake's files: the same inputs give the same rows."""

from pathlib import Path

import sqlalchemy as sa

from records.errors import UsageError
from warehouse import duck, migrations
from warehouse import tables as t
from warehouse.load import (
    authors,
    calendar,
    complaints,
    content,
    dimensions,
    engagement,
    firsts,
    insight,
    mentions,
    operations,
    profiles,
    proof,
    repeats,
    sentiment,
    service,
    special,
    staging,
    threads,
    work,
)
from warehouse.load.inputs import DEFAULT_TIERS, Card, Inputs, ProfileInputs, RunStep, Theme, Title

__all__ = [
    "DEFAULT_TIERS", "Card", "Inputs", "ProfileInputs", "RunStep", "Theme", "Title", "load", "load_profiles",
]  # fmt: skip


def load(target: Path, inputs: Inputs) -> dict[str, int]:
    """Builds a fresh warehouse file at `target` and returns its rows per table.

    Whatever was at `target` is replaced; nobody reads it before `publish`. Raises ScrmError (unreadable files, a key
    collision, a full disk).
    """
    duck.create_file(target)
    engine = duck.engine_for(target)
    with duck.one_line(target, "load"), engine.begin() as connection:
        migrations.upgrade(connection)
        _stage(connection, inputs)
        _load_dimensions(connection, inputs)
        _load_facts(connection, inputs)
        proof.record_load_checks(connection, inputs)
        return row_counts(connection)


def load_profiles(target: Path, inputs: ProfileInputs) -> dict[str, int]:
    """Fills personas, memberships, influencers and alerts of a loaded warehouse; returns rows per table.

    Replaces what an earlier call put there, so it may be repeated. Raises UsageError before a load, and ScrmError.
    """
    if not target.is_file():
        raise UsageError(f"{target}: nothing loaded yet; run `scrm load` first")
    engine = duck.engine_for(target)
    with duck.one_line(target, "profile"), engine.begin() as connection:
        for table in (t.fact_alert, t.fact_influencer, t.fact_persona_membership):
            connection.execute(sa.delete(table))
        connection.execute(sa.delete(t.dim_persona).where(t.dim_persona.c.persona_key > 0))
        staging.read_profiles(connection, inputs)
        profiles.load_personas(connection)
        profiles.load_memberships(connection)
        profiles.load_influencers(connection)
        profiles.load_alerts(connection)
        return row_counts(connection)


def row_counts(connection: sa.Connection) -> dict[str, int]:
    """Rows per table, special members included."""
    counts = {}
    for table in t.METADATA.sorted_tables:
        counts[table.name] = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    return dict(sorted(counts.items()))


def _stage(connection: sa.Connection, inputs: Inputs) -> None:
    staging.read_lake(connection, inputs)
    work.build_content(connection)
    work.build_answers(connection)
    work.build_verdicts(connection, inputs)
    repeats.build_repeats(connection)
    authors.build_author_states(connection, inputs)


def _load_dimensions(connection: sa.Connection, inputs: Inputs) -> None:
    special.insert_special_members(connection)
    calendar.load_dates(connection)
    dimensions.load_platforms(connection, inputs)
    dimensions.load_brands(connection, inputs.brands)
    dimensions.load_regions(connection)
    dimensions.load_codes(connection)
    dimensions.load_complaint_types(connection, inputs.complaint_themes)
    dimensions.load_aspects(connection, inputs.aspects)
    dimensions.load_topics(connection)
    dimensions.load_models(connection, inputs.cards)
    dimensions.load_metrics(connection)
    authors.load_authors(connection)
    content.load_content(connection)
    content.load_text(connection)


def _load_facts(connection: sa.Connection, inputs: Inputs) -> None:
    mentions.build_links(connection)
    mentions.load_mentions(connection)
    firsts.build_first_brands(connection, inputs.brands)
    sentiment.load_sentiment(connection)
    sentiment.load_topic_bridge(connection)
    sentiment.inherit_topics(connection)
    engagement.load_engagement(connection)
    threads.load_reviews(connection)
    threads.load_propagation(connection)
    complaints.load_complaints(connection)
    insight.load_insight(connection)
    service.load_communities(connection)
    service.load_contacts(connection)
    operations.load_coverage(connection, inputs)
    operations.load_run_steps(connection, inputs)
