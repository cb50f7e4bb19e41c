"""The whole job, from raw exports to the published star and brand pages, beside the script a user would write.

The *job* is `scrm run --no-airflow` on generated exports (`benchmarks._exports`) with every task on: gathering, all
annotations, star with its gate, profile, pages, alerts; in a process of its own, with whatever it starts. `day` runs
the same job again when a further day of a hundredth of the posts has come. `fast` is `scrm run --fast` on another such
day, dropped into the inbox.

The *script* is pandas (read_json), jieba (words), snownlp (sentiment) and `to_sql` (SQLite) over the first posts of the
same exports, in a process of its own. It looks for ten names with `in`; it neither keeps what it read nor knows
repeats, aspects, topics, complaints, accounts, history or pages. Its cost a post is what the job's is compared with.

What counts is processor time over all processes and threads, interpreter start and imports included on both sides.
"""
# ruff: noqa: N999  the module is named as it is called

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks._exports import settings, write_day, write_exports
from benchmarks._starlake import BRAND_NAMES
from benchmarks._tree import watched

SAMPLE = 2_000
"""Posts that the script reads."""
TIMES_BOUND, PEAK_MB = 50.0, 5_000
"""Times the script's speed a post that is asked for; resident memory of all processes."""
DAY_SHARE, DAY_COST_SHARE, DAY_SECONDS = 0.01, 0.04, 20.0
"""Posts of an added day; share of the full run, and processor seconds on top, that it may cost."""


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark pipeline [--mentions N] [--folder DIR]`: a table, one JSON line last."""
    parser = argparse.ArgumentParser(prog="scrm benchmark pipeline", description="The whole job beside a script.")
    parser.add_argument("--mentions", type=int, default=200_000, help="posts of the generated exports")
    parser.add_argument("--folder", type=Path, help="an empty folder to work in and keep")
    given = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="scrm-benchmark-") as folder:
        result = run(given.folder or Path(folder), given.mentions)
    _print_table(result)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def run(folder: Path, mention_count: int) -> dict[str, Any]:
    """Everything, one after the other."""
    load_before = os.getloadavg()
    write_exports(folder / "exports", mention_count)
    (folder / "brands.yml").write_text(json.dumps(settings(), ensure_ascii=False), encoding="utf-8")
    script = _told("script", folder)
    job = _told("job", folder)
    write_day(folder / "exports", mention_count, DAY_SHARE)
    day = _told("job", folder)
    write_day(folder / "home" / "inbox" / "weibo_posts", mention_count, DAY_SHARE, day=1)
    fast = _told("fast", folder)
    a_post = {"script": script["cpu_seconds"] / script["count"], "job": job["cpu_seconds"] / mention_count}
    return {
        "benchmark": "pipeline", "mentions": mention_count, "script": script, "job": job, "day": day, "fast": fast,
        "times": round(a_post["script"] / a_post["job"], 1), "times_bound": TIMES_BOUND,
        "day_bound": round(job["cpu_seconds"] * DAY_COST_SHARE + DAY_SECONDS, 1), "peak_mb_bound": PEAK_MB,
        "load_average": [round(each, 1) for each in (load_before[0], os.getloadavg()[0])],
    }  # fmt: skip


def _told(what: str, folder: Path) -> dict[str, Any]:
    """One part, said on stderr as soon as it is measured: a run of hours may be stopped, or stop by itself."""
    found = watched(__name__, what, folder)
    print(what, json.dumps(found), f"load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    return found


def _job(folder: Path, *, is_fast: bool) -> dict[str, Any]:
    """Processor seconds by step: of this process and of the children it waited for."""
    from pipeline import chain
    from pipeline.job import open_job
    from pipeline.progress import Event

    parts: dict[str, float] = {}
    last = [_cpu_seconds()]

    def note(event: Event) -> None:
        if event.state == "done":
            now = _cpu_seconds()
            parts[event.step] = round(parts.get(event.step, 0.0) + now - last[0], 1)
            last[0] = now

    job = open_job(folder / "home", folder / "brands.yml", report=note)
    began = time.monotonic()
    (chain.run_fast if is_fast else chain.run)(job)
    return {"parts": parts, "job_seconds": round(time.monotonic() - began, 1)}


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def _script(folder: Path) -> dict[str, Any]:
    """What a user would write."""
    import sqlite3

    import jieba
    import pandas as pd
    from snownlp import SnowNLP

    posts = pd.read_json(folder / "exports" / "posts_00.jsonl", lines=True, nrows=SAMPLE)
    posts["words"] = [" ".join(jieba.cut(text)) for text in posts["text"]]
    posts["sentiment"] = [SnowNLP(text).sentiments for text in posts["text"]]
    posts["brand"] = [next((name for name in BRAND_NAMES if name in text), None) for text in posts["text"]]
    posts["author"] = [user["id"] for user in posts["user"]]
    with sqlite3.connect(folder / "script.sqlite") as connection:
        posts.drop(columns=["user"]).to_sql("posts", connection, if_exists="replace", index=False)
    return {"count": len(posts)}


def _print_table(result: dict[str, Any]) -> None:
    for name in ("script", "job", "day", "fast"):
        row = result[name]
        print(f"{name:8}{row['cpu_seconds']:>10,.1f} CPU-s{row['seconds']:>10,.1f} s{row['peak_mb']:>8,} MB")
    print(f"a post of the script costs {result['times']} times one of the job (asked: {result['times_bound']})")
    print(f"an added day may cost {result['day_bound']} CPU-s")


if __name__ == "__main__":
    _, _what, _folder = sys.argv
    told = _script(Path(_folder)) if _what == "script" else _job(Path(_folder), is_fast=_what == "fast")
    print(json.dumps(told))
