"""Whatever goes wrong on the way, a crawl that ends well has every item once."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lake.home import Home
from records.time import SHANGHAI, shanghai_day
from tests.crawlers.replaying import (
    IS_LONG,
    SOURCES,
    asked,
    bytecode,
    check_whole,
    crawl,
    fresh_home,
    problem_of,
    query_of,
    rows,
    sized,
    truth,
    truth_id,
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


def test_what_came_changed_or_went_between_two_heads(tmp_path: Path) -> None:
    """The second head asks for little more than what is new, finds the edit, and keeps what the source took away."""
    home, timeline = fresh_home(tmp_path), Timeline.generate(120, day_count=12, largest_page=10)
    before = truth("mastodon", [timeline])
    with running(Timelines({"mastodon": timeline})) as server:
        crawl(home, "mastodon", asked("mastodon"), server.base_url, "r1")
        first_count = len(server.asked)
        recent, oldest = timeline.items[:3], timeline.items[-1]
        timeline.add(4)
        timeline.edit(recent[0].number, "改口说还不错")
        timeline.delete(recent[1].number)
        timeline.pin(oldest.number)  # an old one above the list is not where the list has got to
        crawl(home, "mastodon", asked("mastodon"), server.base_url, "r2")
        second_count = len(server.asked) - first_count
    assert second_count < first_count / 2
    found = Counter(mention_id for mention_id, _ in rows(home))
    assert set(found) == set(before) | set(truth("mastodon", [timeline]))
    edited = truth_id("mastodon", recent[0])
    assert {mention_id: count for mention_id, count in found.items() if count > 1} == {edited: 2}
    assert any(text.startswith("改口说还不错") for mention_id, text in rows(home) if mention_id == edited)


FIRST_DAY = date(2026, 3, 10)
WINDOWS = sized(((0, 4), (4, 7), (11, 13)), ((0, 3), (4, 6), (6, 9), (12, 14)))
"""Days after FIRST_DAY, both included: some touch, some overlap, and there is a gap."""


@pytest.mark.parametrize("seed", range(sized(1, 6)))
@pytest.mark.parametrize("source", sized(("steam", "x"), ("mastodon", "steam", "x", "youtube")))
def test_windows_and_head_in_any_order_give_the_same(source: str, seed: int, tmp_path: Path) -> None:
    home, timeline = fresh_home(tmp_path), _three_weeks()
    spans = [_days(*window) for window in WINDOWS]
    steps: list[tuple[date, date] | None] = [*spans, None]
    random.Random(f"{source} {seed}").shuffle(steps)
    wanted: set[str] = set()
    with running(Timelines({source: timeline})) as server:
        for number, span in enumerate(steps):
            since, until = span or (None, None)
            coverage = crawl(home, source, asked(source), server.base_url, f"r{number}", since=since, until=until)
            assert {each.outcome for each in coverage.values()} <= {"ok", "ok_empty"}
            wanted |= _within(source, timeline, span)
            assert {mention_id for mention_id, _ in rows(home)} == wanted, f"after {steps[: number + 1]}"
    check_whole(home, truth(source, [timeline]))


def _three_weeks() -> Timeline:
    count = sized(200, 5_000)
    return Timeline.generate(
        count,
        newest_at=datetime(2026, 3, 29, tzinfo=SHANGHAI),
        day_count=21,
        largest_page=sized(10, 100),
    )


def _days(begin: int, end: int) -> tuple[date, date]:
    return FIRST_DAY + timedelta(days=begin), FIRST_DAY + timedelta(days=end)


def _within(source: str, timeline: Timeline, span: tuple[date, date] | None) -> set[str]:
    """The server's truth: ids of what was published on these days in China, or all of them."""
    ids = truth(source, [timeline])
    days = {each.number: shanghai_day(each.published_at) for each in timeline.items}
    chosen = zip(ids, timeline.items, strict=True)
    return {each for each, item in chosen if span is None or span[0] <= days[item.number] <= span[1]}
