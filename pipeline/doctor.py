"""What an engineer asks first: is the environment whole, what did each source last do, how fresh is the warehouse."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from shutil import disk_usage
from typing import Any

from lake.home import Home
from lake.partition import read
from pipeline.state import State
from pipeline.steps.gather import severity
from records import Outcome
from records.errors import ScrmError
from warehouse.connect import open_published

MINIMUM_FREE_BYTES = 2 * 1024**3
"""Below this a build of a few hundred thousand mentions may not fit."""


@dataclass(frozen=True)
class Finding:
    """One line of the examination."""

    what: str
    is_fine: bool
    detail: str

    @property
    def mark(self) -> str:
        """A tick or a cross."""
        return "✓" if self.is_fine else "✗"


def examine(home: Home) -> list[Finding]:
    """Environment, then sources, then state and warehouse."""
    return [*_environment(home), *_sources(home), *_state(home), _warehouse(home)]


def _environment(home: Home) -> list[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    free = disk_usage(home.root if home.root.exists() else ".").free
    return [
        Finding("Python", sys.version_info[:2] >= (3, 11), version),
        Finding("Airflow", find_spec("airflow") is not None, "installed" if find_spec("airflow") else "missing"),
        Finding("transformers engine", True, "installed" if find_spec("torch") else "not installed (optional extra)"),
        Finding("free disk", free >= MINIMUM_FREE_BYTES, f"{free / 1024**3:.1f} GiB"),
    ]


def _sources(home: Home) -> list[Finding]:
    try:
        rows = sorted(read(home.lake, "coverage").to_pylist(), key=lambda row: row["started_at"])
    except ScrmError as error:
        return [Finding("sources", False, str(error))]
    newest = {row["source"]: row["run_id"] for row in rows}
    runs = {
        name: [row for row in rows if (row["source"], row["run_id"]) == (name, run)] for name, run in newest.items()
    }
    return [_source(name, run) for name, run in sorted(runs.items())]


def _source(name: str, rows: Sequence[Mapping[str, Any]]) -> Finding:
    """The newest run of a source: its worst query, for one that failed is not mended by the next that went well."""
    worst = max(rows, key=lambda row: severity(row["outcome"]))
    outcome = Outcome(worst["outcome"])
    mentions, refused = (sum(row[count] for row in rows) for count in ("mention_count", "refused_count"))
    detail = f"{outcome} at {worst['ended_at']:%Y-%m-%d %H:%M}, {mentions} mentions, {refused} refused"
    if outcome.exit_code:
        detail += f"; {worst['query']}: {worst['message'] or outcome}"
    return Finding(f"source {name}", outcome.exit_code == 0, detail)


def _state(home: Home) -> list[Finding]:
    if not home.state.exists():
        return []
    try:
        count = len(State(home.state).steps())
    except ScrmError as error:
        return [Finding("state", False, str(error))]
    return [Finding("state", True, f"{count} steps noted")]


def _warehouse(home: Home) -> Finding:
    if not home.warehouse.exists():
        return Finding("warehouse", False, "not published yet; run `scrm run`")
    try:
        with open_published(home.warehouse):
            pass
    except (ScrmError, OSError) as error:
        return Finding("warehouse", False, " ".join(str(error).split()))
    changed = datetime.fromtimestamp(home.warehouse.stat().st_mtime, UTC)
    return Finding(
        "warehouse", True, f"published {changed:%Y-%m-%d %H:%M} UTC, {home.warehouse.stat().st_size:,} bytes"
    )
