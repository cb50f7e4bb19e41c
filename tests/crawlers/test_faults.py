"""What cannot be overcome ends in the outcome that says so, and lands nothing that is wrong."""

from pathlib import Path

import pytest

from records import Coverage, Outcome
from tests.crawlers.replaying import asked, bytecode, check_nothing_wrong, crawl, fresh_home, query_of, rows, truth
from world.replay import FaultPlan, Timeline, Timelines, running

pytestmark = pytest.mark.usefixtures("bytecode")
__all__ = ["bytecode"]

ENDLESS = {
    "renamed": (Outcome.SCHEMA_DRIFT, 14),
    "redirect_loop": (Outcome.ERROR, 1),
    "gzip": (Outcome.ERROR, 1),
    "length_short": (Outcome.ERROR, 1),
    "length_long": (Outcome.ERROR, 1),
    "reset": (Outcome.ERROR, 1),
    "cut": (Outcome.ERROR, 1),
    "server_error": (Outcome.ERROR, 1),
    "rate_limit": (Outcome.RATE_LIMITED, 11),
    "rate_limit_date": (Outcome.RATE_LIMITED, 11),
    "expired": (Outcome.AUTH_REQUIRED, 12),
}
"""A fault that strikes every request of a query -> how the query ends, and the exit code of that."""


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory, bytecode: None) -> dict[str, Coverage]:
    """Coverage by fault: one run that asks one query a fault, and one query that nothing happens to."""
    home = fresh_home(tmp_path_factory.mktemp("endless"))
    names = {fault: f"91000{number:02d}" for number, fault in enumerate((*ENDLESS, "none"))}
    timeline = Timeline.generate(30, day_count=2, largest_page=10)
    # The server says in how long to come again: at once, and after longer than a run waits.
    waits = {"rate_limit_date": 86_400}
    plans = [
        FaultPlan(shares={fault: 1}, path=names[fault], retry_after_seconds=waits.get(fault, 0)) for fault in ENDLESS
    ]
    with running(Timelines({"steam": timeline}), plans) as server:
        found = crawl(home, "steam", asked("steam", *names.values()), server.base_url)
        assert set(server.struck_counts) == set(ENDLESS)
    check_nothing_wrong(home, truth("steam", [timeline]))
    assert len(rows(home)) == 30
    return {fault: found[query_of("steam", name)] for fault, name in names.items()}


@pytest.mark.parametrize("fault", ENDLESS)
def test_a_fault_without_end_has_its_outcome(endless: dict[str, Coverage], fault: str) -> None:
    outcome, exit_code = ENDLESS[fault]
    coverage = endless[fault]
    assert coverage.outcome == outcome, coverage.message
    assert Outcome(coverage.outcome).exit_code == exit_code
    assert coverage.mention_count == 0
    message = coverage.message or ""
    assert message
    assert "\n" not in message
    assert ("robots.txt" in message) is False


def test_other_queries_of_the_run_are_whole(endless: dict[str, Coverage]) -> None:
    assert (endless["none"].outcome, endless["none"].mention_count) == ("ok", 30)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("expired", "auth_required"), ("renamed", "schema_drift"), ("gzip", "partial"), ("redirect_loop", "partial")],
)
def test_what_begins_on_the_way_keeps_the_pages_before(fault: str, outcome: str, tmp_path: Path) -> None:
    home, timeline = fresh_home(tmp_path), Timeline.generate(40, day_count=2, largest_page=10)
    plan = FaultPlan(shares={fault: 1}, begins_at=3)  # a key source is asked without robots.txt
    with running(Timelines({"x": timeline}), [plan]) as server:
        coverage = next(iter(crawl(home, "x", asked("x"), server.base_url).values()))
        assert server.struck_counts[fault] >= 1
    assert coverage.outcome == outcome, coverage.message
    expected = truth("x", [timeline])
    check_nothing_wrong(home, expected)
    assert {mention_id for mention_id, _ in rows(home)} == set(list(expected)[:20])


def test_robots_txt_that_forbids_blocks(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    site = Timelines({"steam": Timeline.generate(20, day_count=2)}, robots=b"User-agent: *\nDisallow: /appreviews/\n")
    with running(site) as server:
        coverage = next(iter(crawl(home, "steam", asked("steam"), server.base_url).values()))
        assert server.asked == ["/robots.txt"]
    assert (coverage.outcome, Outcome(coverage.outcome).exit_code, rows(home)) == ("blocked", 13, [])
    assert "robots.txt" in (coverage.message or "")
