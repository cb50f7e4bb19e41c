"""Whatever goes wrong on the way, a crawl that ends well has every item once."""

from pathlib import Path

import pytest

from lake.home import Home
from tests.crawlers.replaying import (
    IS_LONG,
    SOURCES,
    asked,
    bytecode,
    crawl,
    fresh_home,
    problem_of,
    query_of,
    sized,
    truth,
)
from world.replay import FaultPlan, Server, Timeline, Timelines, running

pytestmark = pytest.mark.usefixtures("bytecode")
__all__ = ["bytecode"]

SHARE = 0.2
FAULTS = (
    *("rate_limit", "rate_limit_date", "server_error", "reset", "cut", "slow", "gzip", "redirect", "large"),
    *("length_long", "length_short", "empty", "overlap", "stale", "shift"),
)
"""Everything that a crawl can overcome; `every` is a sixteenth query with all of them in turn."""
SEEDS = {"appstore": 9, "mastodon": 1, "steam": 1, "x": 7, "youtube": 4}
"""Such that each fault strikes its query at least once."""
RUN_COUNT = 6
"""Tries within which a crawl must have come to an end."""


def _name(source: str, number: int) -> str:
    """What tells one query from another in the addresses of its requests."""
    return f"91000{number:02d}" if source in ("appstore", "steam") else f"fault{number:06d}"


def _timeline(source: str, number: int) -> Timeline:
    """Small pages (Apple's are always of fifty): enough requests for faults to strike."""
    count = sized(260, 480) if source == "appstore" else sized(48, 340)
    pages = None if source == "appstore" else sized(4, 17)
    return Timeline.generate(count, seed=number, day_count=3, largest_page=pages, first_number=1 + number * 1_000)


def _plan(source: str, fault: str, name: str) -> FaultPlan:
    seed = SEEDS[source]
    shares = dict.fromkeys(FAULTS, SHARE / len(FAULTS)) if fault == "every" else {fault: SHARE}
    size = 10_000_000 if IS_LONG or source == "x" else 500_000
    return FaultPlan(seed=seed, shares=shares, path=name, longest_streak=1, slow_seconds=0.05, large_bytes=size)


@pytest.mark.parametrize("source", SOURCES)
def test_whatever_can_be_overcome_loses_and_doubles_nothing(source: str, tmp_path: Path) -> None:
    """One query a fault, 20 % of its requests struck, run until all have ended well; then nothing may be missing."""
    home = fresh_home(tmp_path)
    names = {fault: _name(source, number) for number, fault in enumerate((*FAULTS, "every"))}
    timelines = {fault: _timeline(source, number) for number, fault in enumerate(names)}
    expected = {fault: truth(source, [timeline]) for fault, timeline in timelines.items()}
    site = Timelines({f"{source}/{names[fault]}": timeline for fault, timeline in timelines.items()})
    with running(site, [_plan(source, fault, name) for fault, name in names.items()]) as server:
        outcomes = _run_to_the_end(home, source, names, server)
        never = set(FAULTS) - set(server.struck_counts)
    assert not never, f"never struck: {never}"
    problems = {fault: problem_of(home, source, expected[fault], timelines[fault]) for fault in names}
    found = {fault: (outcomes[fault], problems[fault]) for fault in names}
    assert found == dict.fromkeys(names, ("ok", None))


def _run_to_the_end(home: Home, source: str, names: dict[str, str], server: Server) -> dict[str, str]:
    """Outcome of each fault's query, after so many runs as it takes."""
    outcomes: dict[str, str] = {}
    for number in range(RUN_COUNT):
        found = crawl(home, source, asked(source, *names.values()), server.base_url, f"r{number}")
        outcomes = {fault: found[query_of(source, name)].outcome for fault, name in names.items()}
        if not {"partial", "rate_limited"} & set(outcomes.values()):
            break
    return outcomes
