"""Readable views whose rows add up. They are code, not schema: built anew whenever a warehouse is."""

import sqlalchemy as sa

from warehouse import duck
from warehouse.views.aspects import V_ASPECT
from warehouse.views.complaints import V_COMPLAINT
from warehouse.views.corrections import V_CORRECTION
from warehouse.views.insight import V_INSIGHT_DAY, V_INSIGHT_TOPIC_DAY
from warehouse.views.mentions import V_MENTION
from warehouse.views.operations import V_ALERT, V_COVERAGE, V_EVENT
from warehouse.views.people import V_INFLUENCER, V_PERSONA, V_PERSONA_MEMBER
from warehouse.views.view import View, ViewColumn

__all__ = ["VIEWS", "View", "ViewColumn", "create_all", "drop_all"]

VIEWS: tuple[View, ...] = (
    V_MENTION,
    V_INSIGHT_DAY,
    V_INSIGHT_TOPIC_DAY,
    V_COMPLAINT,
    V_INFLUENCER,
    V_PERSONA,
    V_PERSONA_MEMBER,
    V_ALERT,
    V_EVENT,
    V_COVERAGE,
    V_CORRECTION,
    V_ASPECT,
)
"""Every view, in the order the dictionary shows them."""


def create_all(connection: sa.Connection) -> None:
    """Builds every view with its comments."""
    for view in VIEWS:
        connection.exec_driver_sql(
            f"CREATE OR REPLACE VIEW {view.name} AS {duck.sql_of(connection.dialect, view.statement)}"
        )
        connection.exec_driver_sql(f"COMMENT ON VIEW {view.name} IS {_quoted(view.comment)}")
        for column in view.columns:
            target = f"{view.name}.{column.name}"
            connection.exec_driver_sql(f"COMMENT ON COLUMN {target} IS {_quoted(column.meaning.comment)}")


def drop_all(connection: sa.Connection) -> None:
    """Removes every view."""
    for view in VIEWS:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view.name}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
