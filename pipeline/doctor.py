"""What an engineer asks first: is the environment whole, what did each source last do, how fresh is the warehouse."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from shutil import disk_usage

from lake.home import Home
from lake.partition import read
from records import Outcome

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
    """Environment, then sources, then warehouse."""
    return [*_environment(home), *_sources(home), _warehouse(home)]


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
    table = read(home.lake, "coverage")
    rows = sorted(table.to_pylist(), key=lambda row: row["started_at"])
    latest = {row["source"]: row for row in rows}
    return [_source(name, row) for name, row in sorted(latest.items())]


def _source(name: str, row: dict[str, object]) -> Finding:
    outcome = Outcome(str(row["outcome"]))
    counts = f"{row['mention_count']} mentions, {row['refused_count']} refused"
    detail = f"{outcome} at {row['ended_at']:%Y-%m-%d %H:%M}, {counts}"
    return Finding(f"source {name}", outcome.exit_code == 0, detail)


def _warehouse(home: Home) -> Finding:
    if not home.warehouse.exists():
        return Finding("warehouse", False, "not published yet; run `scrm run`")
    changed = datetime.fromtimestamp(home.warehouse.stat().st_mtime, UTC)
    return Finding(
        "warehouse", True, f"published {changed:%Y-%m-%d %H:%M} UTC, {home.warehouse.stat().st_size:,} bytes"
    )
