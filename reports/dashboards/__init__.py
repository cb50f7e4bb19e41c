"""Dashboards for analysts, as the files that Superset imports: data sets over the views, charts, layout, filters.

Nothing is drawn or computed here. Data sets come from the views and the registry, so a metric means on a dashboard what
it means on the page; charts and layout are declared in `brand` and `service`. `files` writes all of it as Superset's
own YAML (import format 1.0.0), with ids that stay, so importing twice changes nothing.
"""

from reports.dashboards.bundle import files

__all__ = ["files"]
