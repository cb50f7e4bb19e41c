"""Enrichment by one worker, by two local workers and by two executors of a Spark cluster, in processor time.

A home of generated posts (`benchmarks._exports`, a hundred days) is gathered and its topics are fitted once; each
kind of run then annotates a copy of it, in turn, in a process of its own. What counts is processor time of all
processes below this one, as `/proc` tells when the step begins and when its last day is durable: interpreters of
workers, their imports and models included. Of Spark (a master and two workers of one core as processes) the session has
started and both executors have registered before it begins; their JVMs, the driver's, the master's and the workers'
count from then on.

The rows of all runs are compared partition by partition.
"""
# ruff: noqa: N999  the module is named as it is called

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import _sparkcluster
from benchmarks._exports import settings, write_exports
from benchmarks._tree import cpu_seconds_of
from lake.partition import partitions

LOCAL_BOUND, SPARK_BOUND = 1.15, 1.4
"""Times one worker's processor time that two local workers and two executors may cost, at 1,000,000 mentions."""
EXECUTORS = 2


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark spark [--mentions N] [--rounds N] [--folder DIR]`: a table, one JSON line last."""
    parser = argparse.ArgumentParser(prog="scrm benchmark spark", description="Workers and executors beside one.")
    parser.add_argument("--mentions", type=int, default=200_000, help="posts of the generated exports")
    parser.add_argument("--rounds", type=int, default=1, help="each kind so often, in turn; medians count")
    parser.add_argument("--folder", type=Path, help="an empty folder to work in and keep; a prepared one is used again")
    given = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="scrm-benchmark-") as made:
        result = run(given.folder or Path(made), given.mentions, given.rounds)
    _print_table(result)
    print(json.dumps(result))
    return 0


def run(folder: Path, mention_count: int, rounds: int) -> dict[str, Any]:
    """Everything, one after the other."""
    before = os.getloadavg()[0]
    if not (folder / "home").is_dir():
        _prepare(folder, mention_count)
    told: dict[str, list[dict[str, Any]]] = {"one": [], "two": [], "spark": []}
    for _ in range(rounds):
        told["one"].append(_told(folder, "one"))
        told["two"].append(_told(folder, "two"))
        with _sparkcluster.started(folder) as cluster:
            told["spark"].append(_told(folder, "spark", cluster.master))
    cost = {name: median(each["cpu_seconds"] for each in found) for name, found in told.items()}
    return {
        "benchmark": "spark", "mentions": mention_count, **{f"{name}_runs": found for name, found in told.items()},
        "cpu_seconds": cost,
        "two_times": round(cost["two"] / cost["one"], 3), "two_bound": LOCAL_BOUND,
        "spark_times": round(cost["spark"] / cost["one"], 3), "spark_bound": SPARK_BOUND,
        "is_equal": all(each["rows"] == told["one"][0]["rows"] for found in told.values() for each in found),
        "load_average": [round(before, 1), round(os.getloadavg()[0], 1)],
    }  # fmt: skip


def _prepare(folder: Path, mention_count: int) -> None:
    """A gathered home with fitted topics."""
    from pipeline import topics
    from pipeline.job import open_job
    from pipeline.steps.enrich import plan_of
    from pipeline.steps.gather import gather

    write_exports(folder / "exports", mention_count)
    (folder / "brands.yml").write_text(json.dumps(settings(), ensure_ascii=False), encoding="utf-8")
    job = open_job(folder / "home", folder / "brands.yml")
    gather(job, "weibo_posts")
    topics.refresh(job, plan_of(job), mention_count=mention_count)


def _told(folder: Path, kind: str, *master: str) -> dict[str, Any]:
    """One run on a copy of the home, said on stderr as soon as it is measured."""
    shutil.rmtree(folder / kind, ignore_errors=True)
    shutil.copytree(folder / "home", folder / kind)
    asked = [sys.executable, "-m", __name__, kind, str(folder), *master]
    said = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    print(kind, json.dumps(found), f"load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    return found


def _measured(kind: str, folder: Path, master: str | None) -> dict[str, Any]:
    """Processor seconds and seconds of the step, and a hash of what it wrote."""
    from pipeline.job import open_job
    from pipeline.progress import Event
    from pipeline.steps.enrich import enrich

    root, last = os.getppid(), [0.0, 0.0]

    def note(event: Event) -> None:
        """Looked at while workers and executors still live: who is not waited for takes what it used along."""
        if event.state == "running" and event.done:
            last[:] = time.monotonic(), cpu_seconds_of(root)

    job = open_job(folder / kind, folder / "brands.yml", report=note)
    if kind == "one":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with _ready(master):
        began, before = time.monotonic(), cpu_seconds_of(root)
        counts = enrich(job, on=master)
    return {
        "mentions": counts["mentions"], "cpu_seconds": round(last[1] - before, 1), "seconds": round(last[0] - began, 1),
        "rows": _rows_of(folder / kind),
    }  # fmt: skip


@contextmanager
def _ready(master: str | None) -> Iterator[None]:
    """A session with all executors registered, which the step then finds and ends."""
    if master is None:
        yield
        return
    from pipeline.spark.session import session

    with session(master, "scrm benchmark") as spark:
        infos = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos
        deadline = time.monotonic() + 300
        while len(infos()) <= EXECUTORS:  # the driver is one of them
            if time.monotonic() > deadline:
                raise TimeoutError(f"fewer than {EXECUTORS} executors after 300 s")
            time.sleep(0.2)
        yield


def _rows_of(home: Path) -> str:
    """A hash over every partition of verdicts: files are named and listed by what is in them."""
    found = sorted(
        (str(each.path.relative_to(home)), each.identity) for each in partitions(home / "lake", "annotations")
    )
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


def _print_table(result: dict[str, Any]) -> None:
    for name, title in (("one", "one worker"), ("two", "two local workers"), ("spark", "two executors")):
        seconds = median(each["seconds"] for each in result[f"{name}_runs"])
        print(f"{title:20}{result['cpu_seconds'][name]:>10,.1f} CPU-s{seconds:>10,.1f} s")
    for name in ("two", "spark"):
        print(f"{name}: {result[f'{name}_times']} times one worker's (asked at 1,000,000: {result[f'{name}_bound']})")


if __name__ == "__main__":
    _kind, _folder, *_master = sys.argv[1:]
    print(json.dumps(_measured(_kind, Path(_folder), *(_master or [None]))))
