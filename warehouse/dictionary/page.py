"""The data dictionary as one HTML file: Chinese first, searchable, each column with where it comes from and goes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
import sqlalchemy as sa

from warehouse.columns import field_of, grain_of
from warehouse.dictionary import picture
from warehouse.dictionary.lineage import Lineage, PanelUse, SourceField, fields, view_origins
from warehouse.dictionary.words import TABLE_NAMES
from warehouse.metrics import DEFINITIONS
from warehouse.metrics.page import marks
from warehouse.tables import METADATA
from warehouse.views import VIEWS, View
from warehouse.views.words import COLUMN_NAMES, VIEW_NAMES

_SHOWN_SOURCES = 6


def render_html(sources: Iterable[SourceField] = (), panels: Iterable[PanelUse] = ()) -> str:
    """The page; `sources` and `panels` are the ends of the lineage that other rooms know."""
    lineage = Lineage(sources, panels)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    tables = sorted(METADATA.tables.values(), key=lambda table: table.name)
    return environment.get_template("page.html.j2").render(
        matrix=picture.bus_matrix(),
        tables=[_table(lineage, table) for table in tables],
        views=[_view(lineage, view) for view in VIEWS],
        metrics=[_metric(lineage, metric) for metric in DEFINITIONS],
    )


def _table(lineage: Lineage, table: sa.Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "chinese": TABLE_NAMES.get(table.name, ""),
        "grain": grain_of(table),
        "made_from": lineage.made_from(table),
        "star": picture.star(table) if table.name.startswith(picture.FACTS) and picture.dimensions_of(table) else "",
        "columns": [_column(lineage, table, column) for column in table.columns],
    }


def _column(lineage: Lineage, table: sa.Table, column: sa.Column[Any]) -> dict[str, Any]:
    views = lineage.views_of(f"{table.name}.{column.name}")
    metrics = lineage.metrics_of(views)
    shown = {view.partition(".")[0] for view in views} - {metric.view for metric in metrics}
    return {
        "name": column.name,
        "type": str(column.type) + ("" if column.nullable else " NOT NULL"),
        "meaning": field_of(column),
        "fields": [_field(lineage, name) for name in lineage.fields_of(table, column.name)],
        "is_reckoned": field_of(column).unit is not None and not lineage.fields_of(table, column.name),
        "sums": lineage.summed_in(table, column.name) if field_of(column).unit else (),
        "views": views,
        "metrics": metrics,
        "panels": lineage.panels_of(metrics, shown),
    }


def _field(lineage: Lineage, name: str) -> dict[str, Any]:
    found = [f"{each.source}: {each.field}" for each in lineage.sources_of(name)]
    return {"name": name, "said": fields().get(name, ""), "sources": found[:_SHOWN_SOURCES],
            "more": max(len(found) - _SHOWN_SOURCES, 0)}  # fmt: skip


def _view(lineage: Lineage, view: View) -> dict[str, Any]:
    origins = view_origins(view)
    columns = []
    for column in view.columns:
        metrics = lineage.metrics_of([f"{view.name}.{column.name}"])
        columns.append(
            {
                "name": column.name,
                "chinese": COLUMN_NAMES.get(column.name, column.name),
                "meaning": column.meaning,
                "is_additive": column.name in view.additive,
                "origins": sorted(origins[column.name]),
                "metrics": metrics,
            }
        )
    return {"name": view.name, "twin": VIEW_NAMES.get(view.name), "view": view, "columns": columns}


def _metric(lineage: Lineage, metric: Any) -> dict[str, Any]:
    return {
        "metric": metric,
        "marks": marks(metric),
        "columns": [f"{metric.view}.{name}" for name in sorted(metric.columns)],
        "panels": [panel for panel in lineage.panels if metric.name in panel.metrics],
    }
