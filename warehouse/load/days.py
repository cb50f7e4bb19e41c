"""Sums over days and days of open complaints, made from other facts in the target itself, on either engine."""

import sqlalchemy as sa

from warehouse.load import backlog, insight
from warehouse.touched import EVERYTHING, Scope


def load_days(connection: sa.Connection, scope: Scope = EVERYTHING) -> None:
    """Makes the sums of the scope's days, and the days of its complaints, anew in place of what stood there."""
    insight.load_insight(connection, scope)
    backlog.load_backlog(connection, scope)
