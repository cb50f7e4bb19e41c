"""The star loaded from a generated lake, beside plain inserts of its finished rows; one more day; the twelve questions.

`load` is everything: Parquet partitions of the lake to an empty star, gate, publication. Its baseline on DuckDB inserts
the finished rows, exported to Parquet before, into tables without any constraint, and runs the gate's queries once; on
PostgreSQL it is COPY of the finished rows into constrained tables. `day` adds the last of a hundred days (a hundredth
of the mentions) to a published warehouse. `questions` asks the worked questions of a larger star and, by hand-written
SQL, of one flat file or table a grain; both must give the same answers.

Each side runs in a process of its own; what counts is its processor time over all threads (with the server's, for
PostgreSQL), interpreter start and imports left out. Of a question it is the median of three runs. The generated lake is
described in `benchmarks._starlake`, the larger star in `benchmarks._starscale`.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import _postgres, _starask, _starserver
from benchmarks._starlake import DAY_COUNT, write_lake
from benchmarks._starload import in_child

ENGINES = ("duckdb", "postgresql")
PARTS = ("load", "day", "questions")
LOAD_BOUNDS = {"duckdb": 3.0, "postgresql": 2.5}
"""Times the baseline that a full load may cost."""
QUESTION_BOUNDS = {"duckdb": 2.0, "postgresql": 4.0}
"""Times the baseline that a question may cost."""
DAY_SHARE, DAY_SECONDS = 0.03, 3.0
"""Share of the full load, and processor seconds on top, that a day of a hundredth may cost."""


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark warehouse [--mentions N] [--only PART] [--engines E ...] [--lake DIR]`: tables, one JSON line."""
    parser = argparse.ArgumentParser(prog="scrm benchmark warehouse", description="The star beside plain ways.")
    parser.add_argument("--mentions", type=int, default=1_000_000, help="mentions of the generated lake or star")
    parser.add_argument("--only", choices=PARTS, help="one of the measurements")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=["duckdb"], help="where to measure")
    parser.add_argument("--lake", type=Path, help="folder to keep the generated lake in and find it again")
    given = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="scrm-benchmark-") as folder:
        result = run(Path(folder), given.mentions, given.lake, only=given.only, engines=given.engines)
    _print_table(result)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def run(
    folder: Path,
    mention_count: int,
    lake: Path | None = None,
    *,
    only: str | None = None,
    engines: Sequence[str] = ("duckdb",),
    day_count: int = DAY_COUNT,
) -> dict[str, Any]:
    """Generates the lake unless `lake` holds it, and measures. Raises CalledProcessError where a side fails."""
    parts = [only] if only else [*PARTS]
    place = lake or folder / "lake"
    if parts != ["questions"] and not place.is_dir():
        _say(f"writing a lake of {mention_count:,} mentions ...")
        write_lake(place, mention_count, day_count)
    result: dict[str, Any] = {"benchmark": "warehouse", "mentions": mention_count, "cpu_count": os.cpu_count()}
    result["duckdb"] = _on_duckdb(folder, place, mention_count, parts)
    if "postgresql" in engines:
        result["postgresql"] = _on_postgresql(folder, place, parts)
    result["load_average"] = [round(number, 1) for number in os.getloadavg()]
    return result


def _on_duckdb(folder: Path, lake: Path, mention_count: int, parts: Sequence[str]) -> dict[str, Any]:
    """Everything asked for; PostgreSQL's sides need the files that this leaves in `folder`."""
    result: dict[str, Any] = {}
    if {"load", "day"} & {*parts}:
        result["load"] = _measured("load", lake, folder / "star.duckdb")
    if "load" in parts:
        result["rows"] = in_child("rows", folder / "star.duckdb", folder / "rows")["rows"]
        result["plain"] = _measured("plain", folder / "rows", folder / "plain.duckdb")
        result["ratio"] = round(result["load"]["cpu_seconds"] / result["plain"]["cpu_seconds"], 2)
    if "day" in parts:
        in_child("before", lake, folder / "before.duckdb")
        result["day"] = _measured("day", lake, folder / "before.duckdb")
    if "questions" in parts:
        result["questions"] = _starask.measure(folder, mention_count)
    return result


def _on_postgresql(folder: Path, lake: Path, parts: Sequence[str]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    with _postgres.running() as server:
        if "load" in parts:
            result |= _starserver.measure_load(server, folder, lake, folder / "star.duckdb")
        if "day" in parts:
            result |= _starserver.measure_day(server, folder, lake)
        if "questions" in parts:
            result["questions"] = {"asked": _starserver.measure_questions(server, folder / "questions.duckdb")}
    return result


def _measured(side: str, *arguments: Path) -> dict[str, Any]:
    found = in_child(side, *arguments)
    _say("{side}: {cpu_seconds:.2f} s of processor time, {peak_mb:,} MB".format(side=side, **found))
    return found


def _print_table(result: dict[str, Any]) -> None:
    print(f"{result['mentions']:,} mentions, {result['cpu_count']} cores, load average {result['load_average']}")
    for engine in ENGINES:
        if engine in result:
            _print_engine(engine, result[engine], result["duckdb"].get("load"))


def _print_engine(engine: str, found: dict[str, Any], whole: dict[str, Any] | None) -> None:
    for side in ("plain", "load", "day"):
        if side in found:
            print(f"{engine:12}{side:8}{found[side]['cpu_seconds']:>10.2f} cpu s{found[side]['rows']:>14,} rows")
    if "ratio" in found:
        print(f"the load costs {found['ratio']:.2f} times plain rows (bound {LOAD_BOUNDS[engine]:g})")
    if "day" in found and (full := found.get("load", whole)):
        bound = full["cpu_seconds"] * DAY_SHARE + DAY_SECONDS
        print(f"the day costs {found['day']['cpu_seconds']:.2f} s (bound {bound:.2f})")
    for name, each in found.get("questions", {"asked": {}})["asked"].items():
        bound = f"bound {QUESTION_BOUNDS[engine]:g}" if each["is_bounded"] else "several facts"
        print(
            f"{engine:12}{name:34}{each['star_cpu_seconds']:>9.3f}{each['flat_cpu_seconds']:>9.3f} s"
            f"{each['ratio']:>8.2f} times ({bound}){'' if each['is_same'] else ' ANSWERS DIFFER'}"
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr)
