"""The data dictionary: generated from what tables, views and metrics say of themselves, and compared in CI."""

from warehouse.dictionary.lineage import Lineage, PanelUse, SourceField
from warehouse.dictionary.markdown import render, write
from warehouse.dictionary.page import render_html
from warehouse.dictionary.picture import bus_matrix, star
from warehouse.dictionary.privacy import filled

__all__ = ["Lineage", "PanelUse", "SourceField", "bus_matrix", "filled", "render", "render_html", "star", "write"]
