"""Readers of the published warehouse while builds are published: errors, torn and stale reads, latency.

Each reader is a process that opens the star as pages and `scrm sql` do, reads two tables and answers a worked question
between them, and pauses; meanwhile a build is proven and put in place every so many seconds by the product's own code.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from benchmarks._readers import Tally, known_of, put, read
from benchmarks._starlake import write_lake
from benchmarks._starload import in_child

MENTIONS = 20_000
"""Mentions of the star that is made where none is given."""


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark readers [--star FILE] [--readers N] [--seconds S] [--every S]`: one JSON line last."""
    given = _parser().parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="scrm-benchmark-") as folder:
        star = given.star or _made(Path(folder))
        result = measure(
            star, Path(folder) / "warehouse.duckdb", readers=given.readers, seconds=given.seconds, every=given.every,
            pause=given.pause,
        )  # fmt: skip
    print(json.dumps({"benchmark": "readers", **result}))
    return 1 if result["errors"] or result["torn"] or result["stale"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scrm benchmark readers", description="Readers while builds are published.")
    parser.add_argument("--star", type=Path, help="a published warehouse to copy; else one of 20,000 mentions is made")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--every", type=float, default=30, help="seconds from one publishing to the next")
    parser.add_argument("--pause", type=float, default=5, help="mean seconds between two readings of one reader")
    return parser


def measure(base: Path, published: Path, *, readers: int, seconds: float, every: float, pause: float) -> dict[str, Any]:
    """What all readers met; `base` stays as it is, `published` is made."""
    put(base, published, 0)
    known = known_of(published)
    context = multiprocessing.get_context("fork")  # fifty interpreters would measure their own start
    newest, is_over = context.Value("l", 0), context.Event()
    reader = partial(read, star=published, known=known, pause=pause, newest=newest, is_over=is_over)
    with context.Pool(readers, _adopt, (reader,)) as pool:
        waiting = pool.map_async(_adopted, range(readers), chunksize=1)
        publish_seconds = _publish(base, published, newest, seconds=seconds, every=every)
        is_over.set()
        tallies = waiting.get()
    return _told(tallies, publish_seconds)


_ADOPTED: list[partial[Tally]] = []


def _adopt(reader: partial[Tally]) -> None:
    """Keeps what a reader needs and no queue can carry: the shared number of the newest build."""
    _ADOPTED[:] = [reader]


def _adopted(number: int) -> Tally:
    return _ADOPTED[0](number)


def _publish(base: Path, published: Path, newest: "Synchronized[int]", *, seconds: float, every: float) -> list[float]:
    """Processor seconds of each publishing; the number of a build is told once it is in place."""
    spent: list[float] = []
    begin = time.monotonic()
    while (left := begin + seconds - time.monotonic()) > 0:
        time.sleep(min(left, max(0.0, begin + every * (len(spent) + 1) - time.monotonic())))
        if time.monotonic() < begin + seconds:
            spent.append(put(base, published, len(spent) + 1))
            newest.value = len(spent)
    return spent


def _told(tallies: Sequence[Tally], publish_seconds: Sequence[float]) -> dict[str, Any]:
    times = sorted(each for tally in tallies for each in tally.milliseconds)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {
        "readers": len(tallies),
        "readings": len(times),
        "published": len(publish_seconds),
        "builds_seen": len(set[int]().union(*(tally.builds for tally in tallies))),
        "errors": sum(len(tally.errors) for tally in tallies),
        "first_error": next((error for tally in tallies for error in tally.errors), ""),
        "torn": sum(tally.torn for tally in tallies),
        "stale": sum(tally.stale for tally in tallies),
        "p50_ms": round(cuts[49]),
        "p99_ms": round(cuts[98]),
        "max_ms": round(times[-1]) if times else 0,
        "publish_cpu_seconds": round(statistics.mean(publish_seconds), 1) if publish_seconds else 0.0,
        "load_average": [round(number, 1) for number in os.getloadavg()],
    }


def _made(folder: Path) -> Path:
    write_lake(folder / "lake", MENTIONS)
    star = folder / "star.duckdb"
    in_child("load", folder / "lake", star)
    return star
