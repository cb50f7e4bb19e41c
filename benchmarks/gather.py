"""Gathering against a server on this machine: responses per second of one core beside a plain spider, and memory."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from crawlers import catalog
from records import SourceQuery
from world.replay import formats

SOURCE = "steam"
"""A walk by cursor, each request known only from the response before it."""
_LARGEST_PAGE = 100
"""What Steam gives at most; most interfaces give 20 to 50 items a response."""


def run(sizes: Sequence[int], response_count: int, round_count: int, memory_item_count: int) -> dict[str, Any]:
    """Rates of both spiders by items a response, and the memory of one long run. Raises RuntimeError when one fails."""
    return {
        "benchmark": "gather",
        "source": SOURCE,
        "rounds": round_count,
        "response_count": response_count,
        "by_items_per_response": {str(size): _rates(size, response_count, round_count) for size in sizes},
        "memory": _long_run(memory_item_count),
        "cpu_count": os.cpu_count(),
        "is_pinned": _core(0) is not None,
        "python": platform.python_version(),
    }


def _rates(size: int, response_count: int, round_count: int) -> dict[str, Any]:
    with _server(size * response_count, size) as base_url:
        first_url = _first_url(base_url)
        # Once without counting: the server renders every page, and both spiders compile what they import.
        _plain(first_url)
        _ours(base_url)
        pairs = [(_ours(base_url), _plain(first_url)) for _ in range(round_count)]
    sides = {"gather": [pair[0] for pair in pairs], "plain_scrapy": [pair[1] for pair in pairs]}
    by_cpu = {name: _rate(runs, "cpu_seconds") for name, runs in sides.items()}
    return {
        "responses_per_cpu_second": by_cpu,
        "share_of_plain": round(by_cpu["gather"] / by_cpu["plain_scrapy"], 3),
        "responses_per_second": {name: _rate(runs, "seconds") for name, runs in sides.items()},
        "whole_run_cpu_seconds": {name: _middle(runs, "whole_cpu_seconds") for name, runs in sides.items()},
        "every_round": {name: [_rate([each], "cpu_seconds") for each in runs] for name, runs in sides.items()},
    }


def _long_run(item_count: int) -> dict[str, Any]:
    with _server(item_count, _LARGEST_PAGE) as base_url:
        _plain(_first_url(base_url))
        return _memory(_ours(base_url, sample_every=max(item_count // _LARGEST_PAGE // 10, 1)))


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark gather [--sizes N ...] [--responses N] [--rounds R] [--memory-items N]`: tables, a JSON line."""
    parser = argparse.ArgumentParser(prog="scrm benchmark gather", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 50, 100], help="items a response (20 50 100)")
    parser.add_argument("--responses", type=int, default=500, help="responses of a throughput run (default 500)")
    parser.add_argument("--rounds", type=int, default=3, help="repeats of each spider (default 3)")
    parser.add_argument("--memory-items", type=int, default=100_000, help="items of the memory run (default 100000)")
    options = parser.parse_args(list(arguments))
    result = run(options.sizes, options.responses, options.rounds, options.memory_items)
    _show(result)
    print(json.dumps(result))
    return 0


@contextmanager
def _server(item_count: int, largest_page: int) -> Iterator[str]:
    """The replay server in a process and, where there is one, on a core of its own."""
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        command = [sys.executable, "-m", "world.replay", "timeline", SOURCE, "--items", str(item_count)]
        command += ["--largest-page", str(largest_page)]
        process = _started([*command, "--port-file", str(port_file)], core=_core(1), folder=Path(folder))
        try:
            while not port_file.exists():
                if process.poll() is not None:
                    raise RuntimeError("the replay server did not start")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port_file.read_text(encoding='utf-8')}"
        finally:
            process.terminate()
            process.wait()


def _ours(base_url: str, sample_every: int = 0) -> dict[str, Any]:
    """One run of `gather` into an empty home: crawl, raw zone, reading, lake."""
    with tempfile.TemporaryDirectory() as home:
        asked = [home, SOURCE, formats.load(SOURCE).QUERY, base_url, str(sample_every)]
        result = _result([sys.executable, "-m", "benchmarks._gathering", *asked])
    if result["outcome"] != "ok":
        raise RuntimeError(f"gather ended {result['outcome']}: {result['message']}")
    return result


def _plain(first_url: str) -> dict[str, Any]:
    return _result([sys.executable, "-m", "benchmarks._plain", first_url])


def _result(command: Sequence[str]) -> dict[str, Any]:
    """The JSON line that a run on the first core prints last."""
    with tempfile.TemporaryDirectory() as folder:
        process = _started(command, core=_core(0), folder=Path(folder))
        process.wait()
        lines = (Path(folder) / "out").read_text(encoding="utf-8").splitlines()
        if process.returncode or not lines:
            raise RuntimeError(f"{command[2]} failed: {(Path(folder) / 'err').read_text(encoding='utf-8')[-300:]}")
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def _started(command: Sequence[str], *, core: int | None, folder: Path) -> subprocess.Popen[bytes]:
    """A process that stays, with its children, on one core."""
    if core is not None:
        pin = f"import os, sys; os.sched_setaffinity(0, {{{core}}}); os.execv(sys.argv[1], sys.argv[1:])"
        command = [sys.executable, "-c", pin, *command]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Bytecode is kept, or every start would compile some thousand modules and that would be what is measured.
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / f"scrm-bytecode-{os.getuid()}")
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        return subprocess.Popen(command, stdout=out, stderr=err, env=environment)


def _core(number: int) -> int | None:
    """The first or second core we may use; None where processes cannot be pinned or there is but one."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return cores[number] if len(cores) > 1 else None


def _first_url(base_url: str) -> str:
    query = SourceQuery(source=SOURCE, query=formats.load(SOURCE).QUERY)
    return catalog.load(SOURCE).first(query, base_url=base_url)[0].url


def _rate(runs: Sequence[dict[str, Any]], seconds: str) -> float:
    """Median responses per second from the first response to the end of the run, landing included."""
    rates: list[float] = [(each["response_count"] - 1) / each[seconds] for each in runs]
    return round(median(rates), 1)


def _middle(runs: Sequence[dict[str, Any]], name: str) -> float:
    values: list[float] = [each[name] for each in runs]
    return round(median(values), 2)


def _memory(long: dict[str, Any]) -> dict[str, Any]:
    """Resident MiB of both processes at each tenth, and how much the second half added."""
    totals = [round(each["parent_mib"] + each["crawl_mib"], 1) for each in long["samples"]]
    growth = round(totals[-1] - totals[len(totals) // 2], 1) if totals else None
    return {"item_count": long["item_count"], "samples": long["samples"], "second_half_growth_mib": growth}


def _show(result: dict[str, Any]) -> None:
    columns = ("responses_per_cpu_second", "responses_per_second", "whole_run_cpu_seconds")
    for size, rates in result["by_items_per_response"].items():
        print(f"{SOURCE}: {result['response_count']} responses of {size} items, one core")
        print(f"{'':14}{'per CPU s':>12}{'per s':>12}{'whole, CPU s':>14}")
        for name in rates[columns[0]]:
            cpu, wall, whole = (rates[column][name] for column in columns)
            print(f"{name:14}{cpu:>12}{wall:>12}{whole:>14}")
        print(f"gather reaches {rates['share_of_plain']:.1%} of a plain spider that reads and keeps nothing\n")
    print(f"memory over {result['memory']['item_count']} items, MiB\n{'page':>8}{'parent':>10}{'crawl':>10}")
    for each in result["memory"]["samples"]:
        print(f"{each['page']:>8}{each['parent_mib']:>10}{each['crawl_mib']:>10}")
