"""Every engine and task of the text room, beside public tools: texts per second of one core's processor time."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks._nlp_jobs import BRAND_NAMES, TOGETHER, Job, jobs, not_installed, public_jobs
from benchmarks._reviews import made_up, sentiment_sets, shared_data, texts_of
from records.errors import UsageError

TEXT_COUNT = 12_000
"""Texts read in one round, unless another number is asked for."""

_ROUND_COUNT = 3
_REMEMBERED = 1_024
"""Caches of at least this size remember texts, smaller ones engines."""


def run(data: Path | None, *, text_count: int = TEXT_COUNT, round_count: int = _ROUND_COUNT) -> dict[str, Any]:
    """Speeds, and ratios to public tools timed in the same run.

    `data` is the folder that holds `eval/sentiment` (or `sentiment`): reviews of its shopping set are read; None or a
    folder without it: sentences of our own. Whatever remembers texts is emptied before each round.
    """
    sets = sentiment_sets(data)
    texts = texts_of(sets / "shopping.tsv", text_count) if sets else made_up(text_count)
    load_before = os.getloadavg()[0]
    public, asked = {job.name: job for job in public_jobs()}, list(jobs())
    rates: dict[str, float] = {}
    for baselines, group in _groups(asked).items():
        rates |= _rates([*(public[tool] for tool in baselines if tool in public), *group], texts, round_count)
    ours, tools = {job.name: rates[job.name] for job in asked}, {tool: rates[tool] for tool in public}
    return {
        "benchmark": "nlp",
        "timed_on": "shopping" if sets else "own sentences",
        "text_count": len(texts),
        "mean_characters": round(sum(map(len, texts)) / len(texts), 1),
        "unit": "texts per second of processor time, of all threads together; best of the rounds",
        "docs_per_second_per_core": {name: round(rate, 1) for name, rate in ours.items()},
        "public_tools": {name: round(rate, 1) for name, rate in tools.items()} | dict.fromkeys(not_installed(), None),
        "ratios": {
            f"{job.name} / {tool}": round(ours[job.name] / tools[tool], 1)
            for job in asked
            for tool in job.baselines
            if tool in tools
        },
        "not_installed": not_installed(),
        "notes": {
            TOGETHER: f"nlp.batch.annotate_day, reviews assigned to {len(BRAND_NAMES)} brands; without fitted topics"
        },
        "cpu_count": os.cpu_count(),
        "load_average": {"before": round(load_before, 2), "after": round(os.getloadavg()[0], 2)},
    }


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark nlp [--data FOLDER] [--texts N]`: progress on stderr, a table and one JSON line last on stdout.

    Without --data the folder `shared/data` beside the checkout (or in SCRM_SHARED) is used where it exists.
    Raises UsageError for other arguments.
    """
    data, text_count = _options(arguments)
    result = run(data, text_count=text_count)
    print("\n".join(_table(result)))
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _options(arguments: Sequence[str]) -> tuple[Path, int]:
    given = dict(zip(arguments[::2], arguments[1::2], strict=False))
    count = given.get("--texts", str(TEXT_COUNT))
    is_known = given.keys() <= {"--data", "--texts"} and len(arguments) == 2 * len(given)
    if not is_known or not count.isdecimal() or not int(count):
        raise UsageError("usage: scrm benchmark nlp [--data FOLDER] [--texts N]")
    return Path(given["--data"]) if "--data" in given else shared_data(), int(count)


def _groups(asked: Sequence[Job]) -> dict[tuple[str, ...], list[Job]]:
    """The jobs by the public tools they are compared with: those are timed in turns, for the machine's pace changes."""
    groups: dict[tuple[str, ...], list[Job]] = {}
    for job in asked:
        groups.setdefault(job.baselines, []).append(job)
    return groups


def _rates(group: Sequence[Job], texts: Sequence[str], round_count: int) -> dict[str, float]:
    """Texts per second of processor time of each job in its best round: others only ever slow a round down."""
    asked = {job.name: texts[:: max(1, len(texts) // (job.text_count or len(texts)))] for job in group}
    best = dict.fromkeys(asked, 0.0)
    for job in group:
        job.run(asked[job.name][:20])
    for _ in range(round_count):
        for job in group:
            _forget()
            begin = time.process_time()
            job.run(asked[job.name])
            spent = max(time.process_time() - begin, 1e-9)
            best[job.name] = max(best[job.name], len(asked[job.name]) / spent)
    for name, rate in best.items():
        print(f"{name}: {rate:,.0f} texts per second per core", file=sys.stderr)
    return best


def _forget() -> None:
    """Empties every cache of texts in the text room: no round reads what another has read."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "nlp":
            continue
        for value in list(vars(module).values()):
            parameters = getattr(value, "cache_parameters", None)
            if parameters and (parameters()["maxsize"] or 0) >= _REMEMBERED:
                value.cache_clear()


def _table(result: dict[str, Any]) -> list[str]:
    speeds, tools = result["docs_per_second_per_core"], result["public_tools"]
    lines = [f"{'engine or task':<32} {'docs/s/core':>12}  ratio"]
    for name, rate in speeds.items():
        pairs = ((*pair.split(" / "), ratio) for pair, ratio in result["ratios"].items())
        told = ", ".join(f"{ratio:,.1f} x {tool}" for job, tool, ratio in pairs if job == name)
        lines.append(f"{name:<32} {rate:>12,.0f}  {told}".rstrip())
    lines += [f"{name:<32} {f'{rate:,.0f}' if rate else 'not installed':>12}" for name, rate in tools.items()]
    return lines
