"""What a chart is, and which rows every chart reads: those about tracked brands, in the dashboard's period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.dashboards.datasets import clock_of
from warehouse.views import VIEWS, View

VIEW: Mapping[str, View] = {view.name: view for view in VIEWS}
"""Views by name."""
DAYS = "%Y-%m-%d"
"""How a day is written (d3-time-format)."""

Params = dict[str, Any]
"""Settings of one chart, in the words of Superset's form data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart of a dashboard."""

    name: str
    """Stays: the chart's id is derived from it."""
    title: str
    """Chinese."""
    view: str
    """The view its rows come from."""
    kind: str
    """Superset's name of the kind of chart."""
    note: str = ""
    """What a reader must know, shown at the title."""
    only: str | None = None
    """A condition in SQL on the rows."""
    of_all_brands: bool = False
    """Whether the brand filter leaves it alone: shares of all brands make no sense for one."""
    params: Params = field(default_factory=dict)

    @property
    def settings(self) -> Params:
        """The whole form data: the kind's own settings, tracked brands only, and the period of the dashboard."""
        conditions = conditions_of(self.view)
        if self.only:
            conditions.append({"clause": "WHERE", "expressionType": "SQL", "sqlExpression": self.only})
        return {"viz_type": self.kind, "adhoc_filters": conditions, **self.params}


def conditions_of(view: str) -> list[Params]:
    """Rows about tracked brands, and a place for the dashboard's period."""
    names = {column.name for column in VIEW[view].columns}
    found: list[Params] = []
    clock = clock_of(VIEW[view])
    if clock:
        found.append({"clause": "WHERE", "expressionType": "SIMPLE", "subject": clock, "operator": "TEMPORAL_RANGE",
                      "comparator": "No filter"})  # fmt: skip
    if "brand_id" in names:
        found.append({"clause": "WHERE", "expressionType": "SIMPLE", "subject": "brand_id", "operator": "IS NOT NULL"})
    return found
