"""Results and the whole star as files for other tools."""

from warehouse.export.ddl import ddl_of
from warehouse.export.results import FORMULA_STARTS, WRITERS, XLSX_ROWS, distinct, harmless, plain, write_result
from warehouse.export.star import export_star
from warehouse.export.targets import TARGETS, Target

__all__ = [
    "FORMULA_STARTS", "TARGETS", "Target", "WRITERS", "XLSX_ROWS", "ddl_of", "distinct", "export_star", "harmless",
    "plain", "write_result",
]  # fmt: skip
