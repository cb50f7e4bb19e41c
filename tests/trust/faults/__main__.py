"""Runs the campaign: each case in a process of its own, a table by kind at the end, one JSON line last."""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import click

from lake.keys import ENVIRONMENT
from tests.trust.faults import network, shim, small
from tests.trust.faults.base import Undisturbed, undisturbed
from tests.trust.faults.case import Case
from tests.trust.faults.crawledkinds import CRAWLED
from tests.trust.faults.kinds import KINDS
from warehouse.load import blank

KEY = "5c" * 32
WHOLE_EVERY = 4
"""Each so-manieth case goes on to the end where it could stop behind the part that was struck."""

Ground = tuple[small.Small, Undisturbed]
"""A world, and the undisturbed run over it."""


@dataclass(frozen=True)
class Verdict:
    """What became of one case."""

    seed: int
    kind: str
    seconds: float
    """Wall time."""
    cpu_seconds: float
    """Of the case and every process it started."""
    story: list[str]
    troubles: list[str]


def main(arguments: Sequence[str]) -> int:
    """Runs what was asked for; 1 when a case went wrong."""
    asked = _parser().parse_args(arguments)
    root = shim.reexecuted()
    os.environ[ENVIRONMENT] = KEY
    started = time.monotonic()
    try:
        blank.create(root / "blank.duckdb")  # remembered, so that no forked build migrates an empty file again
        verdicts = _known(asked.results)
        known = {each.seed for each in verdicts}
        seeds = [asked.case] if asked.case is not None else range(asked.seed, asked.seed + asked.faults)
        waiting = {seed: _kind(seed, asked) for seed in seeds if seed not in known}
        grounds = _grounds(set(waiting.values()), root, asked.scale)
        verdicts += _all(waiting, root, grounds, asked)
    finally:
        if not asked.keep:
            shutil.rmtree(root, ignore_errors=True)
    return _told(verdicts, time.monotonic() - started)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.trust.faults")
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="this seed alone")
    parser.add_argument("--kind", choices=[*KINDS, *CRAWLED], action="append", help="these kinds alone")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is some 1,000 mentions")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--whole", action="store_true", help="every run after a fault goes on to the end")
    parser.add_argument("--results", type=Path, help="keeps each verdict; what it holds is not run again")
    parser.add_argument("--keep", action="store_true", help="leave the homes of cases that went wrong")
    return parser


def _kind(seed: int, asked: argparse.Namespace) -> str:
    names: list[str] = asked.kind or [*KINDS, *CRAWLED]
    return names[seed % len(names)]


def _grounds(kinds: set[str], root: Path, scale: float) -> dict[str, Ground]:
    """What cases of these kinds begin with: files, or a platform to crawl. Makes what is needed only."""
    found: dict[str, Ground] = {}
    if kinds & KINDS.keys():
        given = small.make(root / "world", scale)
        found |= dict.fromkeys(KINDS, _ground(root / "undisturbed", given))
    if kinds & CRAWLED.keys():
        with network.serving():
            crawled = _ground(root / "crawled" / "undisturbed", small.make_crawled(root / "crawled"))
        found |= dict.fromkeys(CRAWLED, crawled)
    return found


def _ground(home: Path, world: small.Small) -> Ground:
    started = time.monotonic()
    base = undisturbed(home, world.files)
    click.echo(
        f"undisturbed, {world.files.stem}: {base.total.calls:,} calls, {base.total.events} events, "
        f"{base.digests['lake/mentions'][0]:,} mentions, {time.monotonic() - started:.0f} s"
    )
    return world, base


def _all(
    kinds: Mapping[int, str], root: Path, grounds: Mapping[str, Ground], asked: argparse.Namespace
) -> list[Verdict]:
    waiting, verdicts = list(kinds), list[Verdict]()
    running: dict[int, int] = {}
    while waiting or running:
        while waiting and len(running) < asked.workers:
            seed = waiting.pop(0)
            child = os.fork()
            if not child:
                _one(seed, kinds[seed], root, grounds[kinds[seed]], asked)
            running[child] = seed
        child, _ = os.wait()
        seed = running.pop(child)
        found = root / f"{seed}.json"
        said = json.loads(found.read_text()) if found.exists() else _lost(seed)
        verdicts.append(verdict := Verdict(**said))
        if asked.results:
            with asked.results.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(asdict(verdict)) + "\n")
        state = "ok" if not verdict.troubles else "TROUBLE " + " | ".join(verdict.troubles)
        spent = f"{verdict.seconds:.1f} s, {verdict.cpu_seconds:.1f} CPU-s"
        click.echo(f"{seed} {verdict.kind} {spent}; {'; '.join(verdict.story)}: {state}")
    return verdicts


def _known(results: Path | None) -> list[Verdict]:
    """What an earlier campaign found, broken off or not."""
    if not results or not results.exists():
        return []
    return [Verdict(**json.loads(line)) for line in results.read_text(encoding="utf-8").splitlines()]


def _lost(seed: int) -> dict[str, object]:
    return asdict(Verdict(seed, "unknown", 0.0, 0.0, [], ["the case itself died"]))


def _one(seed: int, kind: str, root: Path, ground: Ground, asked: argparse.Namespace) -> None:
    started = time.monotonic()
    folder = root / f"case-{seed}"
    folder.mkdir()
    is_whole = asked.whole or not seed % WHOLE_EVERY
    world, base = ground
    case = Case(seed=seed, folder=folder, world=world, base=base, chance=Random(seed), is_whole=is_whole)
    try:
        {**KINDS, **CRAWLED}[kind](case)
    except BaseException as error:  # noqa: BLE001 - a case that cannot be judged has failed
        case.troubles.append(f"{type(error).__name__}: {error}")
    verdict = Verdict(seed, kind, time.monotonic() - started, _cpu_seconds(), case.story, case.troubles)
    (root / f"{seed}.json").write_text(json.dumps(asdict(verdict)), encoding="utf-8")
    if not (asked.keep and case.troubles):
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _cpu_seconds() -> float:
    """Of this process, which was forked for one case, and its children."""
    return sum(os.times()[:4])


def _told(verdicts: Sequence[Verdict], seconds: float) -> int:
    failed = [each for each in verdicts if each.troubles]
    for kind in sorted({each.kind for each in verdicts}):
        of_kind = [each for each in verdicts if each.kind == kind]
        equal = sum(not each.troubles for each in of_kind)
        wall, cpu = (sum(getattr(each, name) for each in of_kind) / len(of_kind) for name in ("seconds", "cpu_seconds"))
        click.echo(f"{kind:24} {equal:4} of {len(of_kind):4} equal, {wall:.1f} s and {cpu:.1f} CPU-s a case")
    result = {
        "cases": len(verdicts),
        "equal": len(verdicts) - len(failed),
        "seconds": round(seconds),
        "cpu_seconds_a_case": round(sum(each.cpu_seconds for each in verdicts) / max(len(verdicts), 1), 1),
        "failed": [f"{each.kind}:{each.seed}" for each in failed],
    }
    click.echo(json.dumps(result))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
