"""Builds the star whole from the lake's files: the same inputs give the same rows."""

from functools import partial
from pathlib import Path

import sqlalchemy as sa

from records.errors import UsageError
from warehouse import duck, touched
from warehouse import tables as t
from warehouse.columns import Refresh, grain_of
from warehouse.load import (
    alerts,
    blank,
    build,
    customerprofiles,
    days,
    decisions,
    influenceprofiles,
    ledger,
    modeldrift,
    personaprofiles,
    profiles,
    proof,
    serviceprofiles,
    staging,
    uses,
)
from warehouse.load.inputs import Card, Inputs, ModelUse, ProfileInputs, RunStep, Theme, Title
from warehouse.sql import distinct_keys

__all__ = [
    "Card", "Inputs", "ModelUse", "ProfileInputs", "RunStep", "Theme", "Title", "fill_alerts", "fill_profiles",
    "load", "load_alerts", "load_profiles", "row_counts",
]  # fmt: skip


def load(target: Path, inputs: Inputs) -> dict[str, int]:
    """Builds a fresh warehouse file at `target` and returns its rows per table.

    Whatever was at `target` is replaced; nobody reads it before `publish`. Raises ScrmError (unreadable files, a key
    collision, a full disk).
    """
    return duck.sparing_memory(partial(_built, target, inputs))


def _built(target: Path, inputs: Inputs, memory: str | None) -> dict[str, int]:
    blank.create(target)
    with duck.one_line(target, "load"), duck.engine_for(target).begin() as connection:
        duck.spare_memory(connection, memory)
        duck.hold_right_sides(connection)
        with distinct_keys("a dimension"), duck.keys_afterwards(connection, _LARGE):
            build.star(connection, inputs)
        days.load_days(connection)
        uses.load_uses(connection, inputs)
        proof.record_load_checks(connection, inputs)
        ledger.record(connection, inputs)
        return row_counts(connection)


_LARGE = (t.dim_author, t.dim_content, t.content_text)
"""Tables with a primary key and many rows."""


def load_profiles(target: Path, inputs: ProfileInputs) -> dict[str, int]:
    """Fills personas, memberships, influencers and alerts of a loaded warehouse; returns rows per table.

    Replaces what an earlier call put there, so it may be repeated. Raises UsageError before a load, and ScrmError.
    """
    if not target.is_file():
        raise UsageError(f"{target}: nothing loaded yet; run `scrm load` first")
    return duck.sparing_memory(partial(_filled, target, inputs))


def _filled(target: Path, inputs: ProfileInputs, memory: str | None) -> dict[str, int]:
    with duck.one_line(target, "profile"), duck.engine_for(target).begin() as connection:
        duck.spare_memory(connection, memory)
        fill_profiles(connection, inputs)
        return row_counts(connection)


def fill_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills what crm computed in place of what an earlier call put there, on either engine."""
    for table in (t.fact_influencer, t.fact_persona_drift, t.fact_persona_membership, t.fact_term_day):
        connection.execute(sa.delete(table))
    connection.execute(sa.delete(t.dim_persona).where(t.dim_persona.c.persona_key > 0))
    staging.read_profiles(connection, inputs)
    profiles.load_personas(connection)
    profiles.load_memberships(connection)
    profiles.load_influencers(connection)
    alerts.load_alerts(connection, inputs)
    serviceprofiles.load_service_profiles(connection, inputs)
    profiles.load_terms(connection)
    customerprofiles.load_customer_profiles(connection, inputs)
    decisions.load_decisions(connection, inputs)
    influenceprofiles.load_influence_profiles(connection, inputs)
    personaprofiles.load_persona_profiles(connection, inputs)
    modeldrift.load_model_drift(connection, inputs)
    touched.add_tables(connection, [each.name for each in t.METADATA.sorted_tables if _is_profile(each)])


def load_alerts(target: Path, inputs: ProfileInputs) -> None:
    """Fills alerts alone into a loaded warehouse file. Raises UsageError before a load, and ScrmError."""
    if not target.is_file():
        raise UsageError(f"{target}: nothing loaded yet; run `scrm load` first")
    duck.sparing_memory(partial(_warned, target, inputs))


def _warned(target: Path, inputs: ProfileInputs, memory: str | None) -> None:
    with duck.one_line(target, "warn"), duck.engine_for(target).begin() as connection:
        duck.spare_memory(connection, memory)
        fill_alerts(connection, inputs)


def fill_alerts(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Alert episodes and their spreaders in place of earlier ones, on either engine; other results of crm stay."""
    alerts.load_alerts(connection, inputs)
    touched.add_tables(connection, [t.fact_alert.name, t.fact_alert_spreader.name])


def _is_profile(table: sa.Table) -> bool:
    return grain_of(table).refresh is Refresh.PROFILE


def row_counts(connection: sa.Connection) -> dict[str, int]:
    """Rows per table, special members included."""
    counts = {}
    for table in t.METADATA.sorted_tables:
        counts[table.name] = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    return dict(sorted(counts.items()))
