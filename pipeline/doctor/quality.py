"""What the last quality gate found, each in one line."""

from typing import TYPE_CHECKING

from lake.home import Home
from pipeline.doctor.finding import Finding
from records.errors import ScrmError

if TYPE_CHECKING:
    from warehouse.troubles import Trouble

SHOWN = 10
"""Failures, and warnings, told one by one."""


def quality(home: Home) -> list[Finding]:
    """What the checks of the newest build found (refused, waiting or published); nothing where all is well."""
    from warehouse.troubles import troubles_of

    path = home.next_warehouse if home.next_warehouse.is_file() else home.warehouse
    if not path.is_file():
        return []
    try:
        found = troubles_of(path)
    except ScrmError as error:
        return [Finding("quality", False, str(error))]
    failures = [each for each in found if each.severity == "fail"]
    warnings = [each for each in found if each.severity != "fail"]
    return [*_lines("quality gate", False, failures), *_lines("quality warning", True, warnings)]


def _lines(what: str, is_fine: bool, found: "list[Trouble]") -> list[Finding]:
    lines = [Finding(what, is_fine, each.line) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(
            Finding(what, is_fine, f"另有 {len(found) - SHOWN} 项 / {len(found) - SHOWN} more, in fact_quality")
        )
    return lines
