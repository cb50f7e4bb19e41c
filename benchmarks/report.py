"""The brand page of a large warehouse: processor seconds, memory and size, with so many mentions in its period.

A generated lake of ten brands over a hundred days (`benchmarks._starlake`) becomes a star; what mentions its first
brand is told again until the hundred days, which are the period, hold the mentions asked for (`benchmarks._starscale`).
The page is built in a process of its own: its processor time over all threads, interpreter start and imports left out,
and its highest resident memory, imports included.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks._starlake import DAY_COUNT, FIRST_DAY, write_lake
from benchmarks._starload import in_child, load_star
from benchmarks._starscale import grow

SMALL = 100_000
"""Mentions of the star that is copied."""
BRAND_ID = "brand0"
BRAND_SHARE = 0.119
"""Share of the generated mentions that the first brand has: a tenth, and some that name two brands."""
CPU_SECONDS, PEAK_MB, PAGE_MB = 10.0, 1000, 3.0
"""Bounds of the page: processor seconds, resident memory and size (10^6 bytes)."""


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark report [--mentions N] [--star FILE]`: a line a bound, one JSON line last."""
    parser = argparse.ArgumentParser(prog="scrm benchmark report", description="The brand page of a large warehouse.")
    parser.add_argument("--mentions", type=int, default=1_000_000, help="mentions of the brand in the period")
    parser.add_argument("--star", type=Path, help="file to keep the star in and find it again")
    given = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="scrm-benchmark-") as folder:
        star = given.star or Path(folder) / "star.duckdb"
        if not star.is_file():
            _make(Path(folder), star, given.mentions)
        result = in_child("page", star, Path(folder) / "page.html", module=__name__)
    result |= {"benchmark": "report", "load_average": [round(number, 1) for number in os.getloadavg()]}
    for name, bound in (("cpu_seconds", CPU_SECONDS), ("peak_mb", PEAK_MB), ("page_mb", PAGE_MB)):
        print(f"{name:12}{result[name]:>10,}   (bound {bound:g})")
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _make(folder: Path, star: Path, mention_count: int) -> None:
    write_lake(folder / "lake", SMALL, DAY_COUNT)
    times = round(mention_count / (SMALL * BRAND_SHARE))
    in_child("star", folder / "lake", star, max(times, 1), module=__name__)


def make_star(lake: str, target: str, times: str) -> dict[str, Any]:
    """The star; not measured."""
    small = Path(target).with_name("small.duckdb")
    load_star(lake, str(small))
    counts = grow(small, Path(target), int(times), brand_id=BRAND_ID)
    small.unlink()
    return {"rows": sum(counts.values())}


def make_page(star: str, target: str) -> dict[str, Any]:
    """The page of the hundred days."""
    from reports import build_page  # its imports are not measured
    from warehouse import answers
    from warehouse.answers import Period

    last = FIRST_DAY + timedelta(days=DAY_COUNT - 1)
    begin, place = time.process_time(), Path(target)
    build_page(Path(star), BRAND_ID, period_from=FIRST_DAY, period_to=last, out=place)
    spent = time.process_time() - begin
    peak_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
    with answers.reading(Path(star)) as connection:
        cube = answers.mention_cube(connection, BRAND_ID, Period(FIRST_DAY, last))
    return {
        "mentions": sum(count for count in cube.column("mention_count") if isinstance(count, int)),
        "cpu_seconds": round(spent, 2),
        "peak_mb": peak_mb,
        "page_mb": round(place.stat().st_size / 1e6, 2),
    }


if __name__ == "__main__":
    side, *places = sys.argv[1:]
    print(json.dumps(make_star(*places) if side == "star" else make_page(*places)))
