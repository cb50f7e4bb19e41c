"""The page for engineers: how fresh and complete the data is, what failed, how long steps took, what is stored.

In Chinese and English; the address says which is seen (`#en`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from records.time import SHANGHAI
from reports.build import template, write_whole
from reports.names import Pair, name_of
from warehouse import answers
from warehouse.answers import Cell
from warehouse.connect import Target

OPERATIONS = "operations.html"
"""Name of the page, beside the index."""

STALE_DAYS = 3
"""Days without a new mention, against the newest platform, after which a platform is called stale."""

SLOWEST = 60
"""Rows of steps shown; the sums of a run are over all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What lies in one place."""

    name: str
    """Place, as a path below the home."""
    names: Pair
    """What it is."""
    file_count: int
    byte_count: int

    @property
    def size(self) -> str:
        """Bytes as people read them (powers of 1,024)."""
        value = float(self.byte_count)
        for unit in ("B", "KiB", "MiB", "GiB"):
            if value < 1024 or unit == "GiB":
                break
            value /= 1024
        return f"{value:,.0f} {unit}" if unit == "B" or value >= 100 else f"{value:,.1f} {unit}"


DRIFT_NAMES: Mapping[str, Pair] = {
    "score_psi": ("得分分布 PSI", "PSI of scores"), "label_psi": ("标签分布 PSI", "PSI of labels"),
    "abstention_change": ("弃权率变化", "Change of abstention"),
    "unseen_term_share": ("新词占比", "Share of new words"),
}  # fmt: skip
"""Measures of drift as people read them."""


def build_operations(
    warehouse: Connection | Target, folder: Path, *, stored: Sequence[Stored] = (), now: datetime | None = None
) -> Path:
    """Write the page into a folder and return it. It stands on the published warehouse, so it says of which moment."""
    made = (now or datetime.now(UTC)).astimezone(SHANGHAI)
    with answers.reading(warehouse) as connection:
        told = _told(connection)
    style = files("reports").joinpath("page/style.css").read_text(encoding="utf-8")
    text = template("operations.html.j2").render(**told, stored=stored, made=made, style=style, drift_names=DRIFT_NAMES)
    write_whole(folder / OPERATIONS, text)
    return folder / OPERATIONS


def _told(connection: Connection) -> dict[str, Any]:
    checks = answers.quality_results(connection).records()
    steps = [_step(row) for row in answers.run_steps(connection).records()]
    return {
        "until": answers.data_until(connection),
        "platforms": _platforms(answers.freshness(connection).records()),
        "sources": [_source(row) for row in answers.coverage(connection).records()],
        "failed": [_check(row) for row in checks if not row["is_passed"]],
        "passed": [_check(row) for row in checks if row["is_passed"]],
        "runs": _runs(steps),
        "steps": sorted(steps, key=lambda row: -(row["seconds"] or 0.0))[:SLOWEST],
        "step_count": len(steps),
        "drifts": [
            {**row, "task_name": name_of("task", row["task"])} for row in answers.model_drift(connection).records()
        ],
        "models": [{**row, "task_name": name_of("task", row["task"])} for row in _models(connection)],
    }


def _models(connection: Connection) -> list[dict[str, Cell]]:
    """With training and scores where the warehouse tells them, else engine and version alone."""
    found = answers.models_in_use(connection).records()
    return found or [
        {**row, "training_data": None, "scores": None} for row in answers.model_versions(connection).records()
    ]


def _platforms(rows: list[dict[str, Cell]]) -> list[dict[str, Any]]:
    """The stalest first."""
    newest = max((row["last_day"] for row in rows if isinstance(row["last_day"], date)), default=None)
    told = []
    for row in rows:
        last = row["last_day"]
        behind = (newest - last).days if isinstance(last, date) and newest else None
        is_stale = behind is not None and behind >= STALE_DAYS
        told.append({**row, "name": name_of("platform", row["platform"]), "behind": behind, "is_stale": is_stale})
    return sorted(told, key=lambda row: -(row["behind"] or 0))


def _source(row: dict[str, Cell]) -> dict[str, Any]:
    is_well = row["well_count"] == row["query_count"]
    trouble = name_of("outcome", row["trouble"]) if row["trouble"] else ("不完整", "Incomplete")
    return {
        **row,
        "is_well": is_well,
        "state": ("正常", "OK") if is_well else trouble,
        "ended": _clock(row["ended_at"]),
    }


def _check(row: dict[str, Cell]) -> dict[str, Any]:
    en = row["description"] or row["check_name"]
    return {**row, "says": (row["description_zh"] or en, en), "checked": _clock(row["checked_at"])}


def _step(row: dict[str, Cell]) -> dict[str, Any]:
    begun, ended = row["started_at"], row["ended_at"]
    seconds = None
    if isinstance(begun, datetime) and isinstance(ended, datetime):
        seconds = (ended - begun).total_seconds()
    peak = row["memory_peak_bytes"]
    return {
        **row,
        "seconds": seconds,
        "memory_mib": peak / 2**20 if isinstance(peak, int) else None,
        "begun": _clock(begun),
    }


def _runs(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each run's steps summed: seconds, rows, subjects, and how many did not end well; newest run first.

    Of memory the largest counts; CPU and memory are None where no step noted them.
    """
    sums: dict[tuple[str, str], dict[str, Any]] = {}
    for row in steps:
        key = str(row["run_id"]), str(row["step"])
        own = sums.setdefault(key, {"run_id": key[0], "step": key[1], "begun": row["begun"], "seconds": 0.0,
                                    "cpu_seconds": None, "memory_mib": None, "row_count": 0,
                                    "subject_count": 0, "bad_count": 0})  # fmt: skip
        own["seconds"] += row["seconds"] or 0.0
        own["row_count"] += row["row_count"] or 0
        if row["cpu_seconds"] is not None:
            own["cpu_seconds"] = (own["cpu_seconds"] or 0.0) + row["cpu_seconds"]
            own["memory_mib"] = max(own["memory_mib"] or 0.0, row["memory_mib"] or 0.0)
        own["subject_count"] += 1
        own["bad_count"] += row["outcome"] != "ok"
        own["begun"] = min(own["begun"], row["begun"])
    return sorted(sums.values(), key=lambda one: one["begun"], reverse=True)


def _clock(value: Cell) -> str:
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else "—"
