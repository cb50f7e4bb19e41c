"""The methods of customer analytics at scale: processor seconds of each, beside what they must reach.

Every module `benchmarks/_crm_<part>.py` is one part, found by its name: its `measures(size)` yields `Measure`s. A part
runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import importlib
import json
import os
import pkgutil
import resource
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import benchmarks
from records.errors import UsageError

_PREFIX = "_crm_"


def parts() -> list[str]:
    """The parts there are."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix(_PREFIX) for name in found if name.startswith(_PREFIX))


def run(names: Sequence[str], *, size: int, round_count: int) -> dict[str, Any]:
    """The best of the rounds of every measure of the parts named, by part; `size` is customers, edges or rows."""
    load_before = os.getloadavg()[0]
    told = {name: _in_child(name, size, round_count) for name in names}
    return {
        "benchmark": "crm",
        "size": size,
        "unit": "processor seconds of all threads, the best of the rounds",
        "round_count": round_count,
        "parts": told,
        "cpu_count": os.cpu_count(),
        "load_average": {"before": round(load_before, 2), "after": round(os.getloadavg()[0], 2)},
    }


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark crm [--only PART] [--size N] [--rounds N]`: a table, then one JSON line.

    Raises UsageError for an unknown part.
    """
    parser = argparse.ArgumentParser(prog="scrm benchmark crm", description="Customer analytics at scale.")
    parser.add_argument("--only", action="append", help=f"one of {', '.join(parts())}; may be given again")
    parser.add_argument("--size", type=int, default=1_000_000, help="customers, edges or rows")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each measure; the best counts")
    given = parser.parse_args(list(arguments))
    unknown = sorted(set(given.only or ()) - set(parts()))
    if unknown:
        raise UsageError(f"unknown part {', '.join(unknown)}; there are: {', '.join(parts())}")
    result = run(given.only or parts(), size=given.size, round_count=given.rounds)
    print("\n".join(_table(result)))
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _in_child(name: str, size: int, round_count: int) -> dict[str, Any]:
    print(f"{name}: {round_count} rounds ...", file=sys.stderr)
    command = [sys.executable, "-m", "benchmarks.crm", "--part", name, str(size), str(round_count)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _part(name: str, size: int, round_count: int) -> None:
    """The child's side: prints the measures of one part as JSON."""
    module = importlib.import_module(f"benchmarks.{_PREFIX}{name}")
    best: dict[str, dict[str, Any]] = {}
    for _ in range(round_count):
        for measure in module.measures(size):
            told = measure.as_dict()
            known = best.get(measure.name)
            if known is None or told["cpu_seconds"] < known["cpu_seconds"]:
                best[measure.name] = told
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"measures": best, "peak_mb": round(peak)}, ensure_ascii=False))


def _table(result: dict[str, Any]) -> list[str]:
    lines = [f"{'measure':<44}{'cpu s':>8}{'bound':>8}  detail"]
    for part, told in result["parts"].items():
        lines.append(f"{part} (peak {told['peak_mb']:,} MB)")
        for name, measure in told["measures"].items():
            bound = "" if measure["bound"] is None else f"{measure['bound']:g}"
            detail = ", ".join(f"{key} {value}" for key, value in measure["detail"].items())
            lines.append(f"  {name:<42}{measure['cpu_seconds']:>8.2f}{bound:>8}  {detail}".rstrip())
    return lines


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        _part(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main(sys.argv[1:]))
