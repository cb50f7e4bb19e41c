"""`python -m tests.trust.fuzz --inputs 1000000`: a table of what was found, one JSON line last."""

import argparse
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from tests.trust.fuzz.run import Found, ask, case, run
from tests.trust.fuzz.targets import targets


def main(arguments: Sequence[str]) -> int:
    """Asks what was asked for; 1 when anything was found."""
    asked = _parser().parse_args(arguments)
    if asked.case is not None:
        return _repeat(asked.seed, asked.case, asked.write)
    started = time.monotonic()
    numbers = range(asked.first, asked.first + asked.inputs)
    with click.progressbar(length=asked.inputs, file=sys.stderr, label=f"seed {asked.seed}") as bar:
        found = list(run(asked.seed, numbers, lambda _: bar.update(1)))
    _told(found)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    click.echo(json.dumps({
        "inputs": asked.inputs, "seed": asked.seed, "first": asked.first, "found": len(found),
        "targets": len(targets()),
        "seconds": round(time.monotonic() - started), "cpu_seconds": round(used.ru_utime + used.ru_stime),
        "peak_mb": used.ru_maxrss // 1024, "load": round(os.getloadavg()[0], 1),
    }))  # fmt: skip
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.trust.fuzz")
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input: goes on where a run stopped")
    parser.add_argument("--case", type=int, help="this input alone, in this process, with its whole traceback")
    parser.add_argument("--write", type=Path, help="file for the bytes of --case")
    return parser


def _repeat(seed: int, number: int, file: Path | None) -> int:
    target, data = case(seed, number)
    click.echo(f"{target.name}: {len(data)} bytes")
    if file is not None:
        file.write_bytes(data)
    found = ask(seed, number)
    if found:
        target.ask(data)
    return 1 if found else 0


def _told(found: Sequence[Found]) -> None:
    for (target, what), count in Counter((each.target, each.what) for each in found).most_common():
        example = next(each.number for each in found if (each.target, each.what) == (target, what))
        click.echo(f"{count:6} {target}: {what} (CASE={example})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
