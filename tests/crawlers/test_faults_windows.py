"""What is asked for in pieces, and while it changes, comes to the same as all at once."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from records.time import SHANGHAI, shanghai_day
from tests.crawlers.replaying import asked, bytecode, check_whole, crawl, fresh_home, rows, sized, truth, truth_id
from world.replay import Timeline, Timelines, running

pytestmark = pytest.mark.usefixtures("bytecode")
__all__ = ["bytecode"]


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
