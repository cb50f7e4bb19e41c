"""Readable views whose rows add up. They are code, not schema: built anew whenever a warehouse is."""

from collections.abc import Iterator

import sqlalchemy as sa

from warehouse.postgres import execute_as_is, sql_of
from warehouse.views.actions import V_CUSTOMER_ACTION
from warehouse.views.alerts import V_ALERT, V_ALERT_SPREADER
from warehouse.views.aspects import V_ASPECT
from warehouse.views.brandday import V_BRAND_DAY
from warehouse.views.brief import V_MENTION_BRIEF
from warehouse.views.chinese import twins_of
from warehouse.views.complaints import V_BACKLOG, V_COMPLAINT, V_COMPLAINT_EVENT
from warehouse.views.corrections import V_CORRECTION
from warehouse.views.customers import V_CUSTOMER, V_ORDER_LINE, V_SATISFACTION
from warehouse.views.decisions import (
    V_ASSOCIATION,
    V_ATTRIBUTION,
    V_IMPROVEMENT,
    V_LOYALTY_MONTH,
    V_PROGRAMME_MONTH,
    V_RECOMMENDATION,
    V_SCORECARD,
)
from warehouse.views.desk import (
    V_DESK_HOUR,
    V_DESK_MONTH,
    V_JOURNEY_MONTH,
    V_KNOWLEDGE_MONTH,
    V_PARITY,
    V_RECOVERY,
    V_WECHAT_MONTH,
)
from warehouse.views.engagement import V_ENGAGEMENT
from warehouse.views.groups import V_COHORT, V_RISK_REGISTER, V_TIER_MIGRATION
from warehouse.views.history import V_SENTIMENT_HISTORY
from warehouse.views.influence import (
    V_AUDIENCE_SIGN,
    V_CASCADE,
    V_CIRCLE,
    V_PROPAGATION,
    V_SENTIMENT_MOVER,
    V_WATCH,
)
from warehouse.views.insight import V_INSIGHT_DAY, V_INSIGHT_TOPIC_DAY
from warehouse.views.measures import V_MENTION_MEASURE
from warehouse.views.mentions import V_MENTION
from warehouse.views.modeldrift import V_MODEL_DRIFT
from warehouse.views.operations import V_COVERAGE, V_EVENT
from warehouse.views.people import V_INFLUENCER, V_PERSONA, V_PERSONA_MEMBER
from warehouse.views.personadrift import V_PERSONA_DRIFT
from warehouse.views.sentiment import V_SENTIMENT
from warehouse.views.serviceperiods import V_ROOT_CAUSE, V_SERVICE_PERIOD
from warehouse.views.terms import V_TERM_DAY
from warehouse.views.view import View, ViewColumn
from warehouse.views.voice import V_VOICE

__all__ = ["TWINS", "VIEWS", "View", "ViewColumn", "create_all", "drop_all", "statements"]

VIEWS: tuple[View, ...] = (
    V_MENTION,
    V_VOICE,
    V_MENTION_BRIEF,
    V_MENTION_MEASURE,
    V_SENTIMENT,
    V_SENTIMENT_HISTORY,
    V_INSIGHT_DAY,
    V_INSIGHT_TOPIC_DAY,
    V_BRAND_DAY,
    V_TERM_DAY,
    V_ENGAGEMENT,
    V_COMPLAINT,
    V_COMPLAINT_EVENT,
    V_BACKLOG,
    V_SERVICE_PERIOD,
    V_ROOT_CAUSE,
    V_INFLUENCER,
    V_SENTIMENT_MOVER,
    V_WATCH,
    V_CASCADE,
    V_PROPAGATION,
    V_CIRCLE,
    V_AUDIENCE_SIGN,
    V_PERSONA,
    V_PERSONA_MEMBER,
    V_PERSONA_DRIFT,
    V_CUSTOMER,
    V_CUSTOMER_ACTION,
    V_RISK_REGISTER,
    V_TIER_MIGRATION,
    V_COHORT,
    V_ORDER_LINE,
    V_SATISFACTION,
    V_IMPROVEMENT,
    V_ATTRIBUTION,
    V_LOYALTY_MONTH,
    V_ASSOCIATION,
    V_RECOMMENDATION,
    V_SCORECARD,
    V_PROGRAMME_MONTH,
    V_DESK_HOUR,
    V_DESK_MONTH,
    V_KNOWLEDGE_MONTH,
    V_WECHAT_MONTH,
    V_RECOVERY,
    V_JOURNEY_MONTH,
    V_PARITY,
    V_ALERT,
    V_ALERT_SPREADER,
    V_EVENT,
    V_COVERAGE,
    V_MODEL_DRIFT,
    V_CORRECTION,
    V_ASPECT,
)
"""Every view, in the order the dictionary shows them."""

TWINS: tuple[View, ...] = twins_of(VIEWS)
"""The same under Chinese names."""


def create_all(connection: sa.Connection) -> None:
    """Builds every view and its twin with their comments."""
    for statement in statements(connection.dialect):
        execute_as_is(connection, statement)


def statements(dialect: sa.Dialect) -> Iterator[str]:
    """What `create_all` runs, in order."""
    for view in (*VIEWS, *TWINS):
        yield f"CREATE OR REPLACE VIEW {view.name} AS {sql_of(dialect, view.statement)}"
        yield f"COMMENT ON VIEW {view.name} IS {_quoted(view.comment)}"
        for column in view.columns:
            yield f"COMMENT ON COLUMN {view.name}.{column.name} IS {_quoted(column.meaning.comment)}"


def drop_all(connection: sa.Connection) -> None:
    """Removes every view, those that read others first."""
    for view in (*TWINS, *VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view.name}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
