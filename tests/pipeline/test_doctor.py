"""`scrm doctor`: what each source last did and missed, and one line what to do."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawlers.spec import Quota
from lake.home import Home
from lake.intervals import Interval
from lake.landing import land_coverage
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.doctor import SourceHealth, examine
from pipeline.doctor.advice import advice_for
from pipeline.doctor.memory import budget_left
from pipeline.doctor.schedule import next_run, period
from pipeline.doctor.sources import source_healths
from pipeline.doctor.week import week_of
from pipeline.settings.file import Settings, load
from records import Coverage

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
CONFIG = """
brands: [{name: 青禾茶, id: qinghe}]
sources:
  - {source: appstore, queries: [{query: "1"}]}
  - {source: youtube, queries: [{query: "青禾茶"}]}
  - {source: taobao_reviews, files: [none.csv]}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "brands.yml").write_text(CONFIG, encoding="utf-8")
    return load(tmp_path / "brands.yml")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def ran(home: Home, outcome: str, hours_ago: float = 1.0, *, query: str = "1", run_id: str = "", **more: Any) -> None:
    """Lands the coverage of one query."""
    moment = NOW - timedelta(hours=hours_ago)
    row: dict[str, Any] = {"source": "appstore", "started_at": moment, "ended_at": moment, **more}
    land_coverage(home.lake, Coverage(query=query, run_id=run_id or f"run-{hours_ago}", outcome=outcome, **row))


def health(home: Home, settings: Settings | None, name: str = "appstore") -> SourceHealth:
    return next(each for each in source_healths(home, settings, NOW) if each.source == name)


def test_the_worst_query_of_the_newest_run_counts(home: Home, settings: Settings) -> None:
    ran(home, "error", 30, run_id="old")
    ran(home, "blocked", 2, run_id="new", message="HTTP 403: closed")
    ran(home, "ok", 1.9, run_id="new", query="2")
    found = health(home, settings)
    assert (found.past.outcome, found.past.message) == ("blocked", "HTTP 403: closed")
    assert found.past.success_at == NOW - timedelta(hours=1.9)
    assert "robots.txt" in (found.advice or "")
    assert (found.week.ok_run_count, found.week.failed_run_count) == (0, 2)


def test_lag_is_that_of_the_newest_mention_or_else_of_the_newest_run(home: Home, settings: Settings) -> None:
    ran(home, "ok", 3)
    assert (health(home, settings).lag, health(home, settings).lag_since) == (timedelta(hours=3), "run")
    ran(home, "ok", 2, window_from=NOW - timedelta(hours=60), window_to=NOW - timedelta(hours=50))
    ran(home, "ok_empty", 1)
    assert (health(home, settings).lag, health(home, settings).lag_since) == (timedelta(hours=50), "published")


def test_the_week_adds_up(home: Home, settings: Settings) -> None:
    ran(home, "ok", 200, row_count=999)
    ran(home, "ok", 100, row_count=50, refused_count=1, is_capped=True)
    ran(home, "partial", 50, row_count=30, missing_estimate_count=20)
    ran(home, "rate_limited", 20, row_count=10)
    ran(home, "ok_empty", 10)
    week = health(home, settings).week
    assert (week.ok_run_count, week.partial_run_count, week.failed_run_count) == (2, 2, 0)
    assert (week.row_count, week.requested_count) == (90, 110)  # 50 + 30 + 10, and 20 that were missed
    assert (week.capped_count, week.refused_count) == (1, 1)
    assert week.refused_share == pytest.approx(1 / 90)
    assert health(home, settings).advice is None


def test_nothing_known_is_none_and_never_zero(home: Home, settings: Settings) -> None:
    ran(home, "ok", 1)
    week = health(home, settings).week
    assert (week.requested_count, week.refused_share, week.gap_count, week.gap_hours) == (None, None, None, None)
    assert health(home, settings).budget_left is None


def test_gaps_lie_between_covered_spans_of_one_query() -> None:
    def span(begin: float, end: float) -> Interval:
        return Interval(NOW - timedelta(hours=begin), NOW - timedelta(hours=end))

    two_gaps = [span(100, 60), span(50, 40), span(30, 1)]
    week = week_of([], [two_gaps, [span(20, 10)], []], NOW)
    assert (week.gap_count, week.gap_hours) == (2, 20.0)
    before_the_week = [span(400, 300), span(160, 0)]  # the gap ended on the hour 160: 8 h of it lie in the week
    assert week_of([], [before_the_week], NOW).gap_count == 0
    assert week_of([], [[]], NOW).gap_count is None


def test_gaps_come_from_the_memory_of_crawls(home: Home, settings: Settings) -> None:
    from lake.crawlstate import CrawlState

    ran(home, "ok", 1)
    hour = timedelta(hours=1)
    spans = [Interval(NOW - 90 * hour, NOW - 80 * hour), Interval(NOW - 70 * hour, NOW)]
    CrawlState(home.state).cover("appstore", "1", spans)
    found = health(home, settings)
    assert (found.week.gap_count, found.week.gap_hours) == (1, 10.0)
    assert found.advice is not None
    assert "10 hours" in found.advice


def test_sources_that_never_ran_are_shown_with_their_credential(
    home: Home, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YOUTUBE_API_KEY", raising=False)
    found = {each.source: each for each in source_healths(home, settings, NOW)}
    assert set(found) == {"appstore", "youtube", "taobao_reviews"}
    assert found["appstore"].advice == "never ran; run `scrm gather appstore`"
    assert "drop a file into inbox/taobao_reviews/" in (found["taobao_reviews"].advice or "")
    assert (found["youtube"].advice or "").startswith("YOUTUBE_API_KEY is not set here")
    monkeypatch.setenv("YOUTUBE_API_KEY", "a-secret-value")
    youtube = health(home, settings, "youtube")
    assert youtube.credential is not None
    assert youtube.credential.is_set
    assert youtube.advice == "never ran; run `scrm gather youtube`"
    assert "a-secret-value" not in str(youtube)


def test_a_source_without_success_for_days_is_late_only_where_it_has_a_schedule(home: Home, settings: Settings) -> None:
    for source in ("appstore", "taobao_reviews"):
        ran(home, "ok", 49, source=source, run_id=source)
    assert "is the scheduler running?" in (health(home, settings).advice or "")
    assert health(home, settings, "taobao_reviews").advice is None
    assert health(home, None).advice is None  # nobody asks for it any more
    ran(home, "ok", 47)
    assert health(home, settings).advice is None


def test_every_outcome_has_its_advice(home: Home, settings: Settings) -> None:
    for number, outcome in enumerate(("partial", "rate_limited", "auth_required", "blocked", "schema_drift", "error")):
        ran(home, outcome, 10 - number)
        advice = health(home, settings).advice
        assert advice, outcome
        assert "{" not in advice
    ran(home, "ok", 0.5)
    assert advice_for(health(home, settings), NOW) is None


def test_refused_files_make_their_source_unwell(home: Home, settings: Settings) -> None:
    ran(home, "ok", 1, source="taobao_reviews")
    for folder, name in (("taobao_reviews", "a.csv"), ("taobao_reviews", "a.csv.说明.txt"), ("unknown", "b.csv")):
        (home.quarantine / folder).mkdir(exist_ok=True)
        (home.quarantine / folder / name).write_text("x", encoding="utf-8")
    found = examine(home, settings, now=NOW)
    (finding,) = [each for each in found.findings if each.what == "quarantine"]
    assert not finding.is_fine
    assert "2 refused files" in finding.detail
    assert "1 of taobao_reviews, 1 of unknown" in finding.detail
    taobao = next(each for each in found.sources if each.source == "taobao_reviews")
    assert taobao.quarantined_count == 1
    assert "quarantine/taobao_reviews/" in (taobao.advice or "")


def test_files_that_wait_and_files_that_cannot_be_taken_are_counted(home: Home, settings: Settings) -> None:
    folder = home.inbox / "taobao_reviews"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("x", encoding="utf-8")
    (folder / "b.csv").symlink_to(folder / "a.csv")
    found = [each for each in examine(home, settings, now=NOW).findings if each.what == "inbox"]
    assert [(each.is_fine, each.detail.split(":")[0]) for each in found] == [
        (False, "inbox/taobao_reviews/b.csv"),
        (True, "1 files wait for the next run"),
    ]


def test_schedules_are_read_as_airflow_reads_them() -> None:
    assert next_run("17 */6 * * *", NOW) == datetime(2026, 3, 10, 12, 17, tzinfo=UTC)
    assert next_run("@daily", NOW) == datetime(2026, 3, 11, tzinfo=UTC)
    assert period("*/30 * * * *", NOW) == timedelta(minutes=30)
    for no_times in (None, "@continuous", "at noon"):
        assert next_run(no_times, NOW) is None
        assert period(no_times, NOW) is None


class Spent:
    """A memory in which a day's units are known."""

    def spent(self, source: str, day: date) -> Mapping[str, int]:
        return {"search": 30, "read": 12_000} if (source, day) == ("youtube", date(2026, 3, 9)) else {}

    def covered(self, source: str, query: str) -> list[Interval]:
        return []


def test_the_budget_left_is_that_of_the_quotas_own_day() -> None:
    from dataclasses import replace

    from crawlers import catalog

    quota = Quota(buckets={"search": 100, "read": 10_000}, zone="America/Los_Angeles")
    spec = replace(catalog.spec("youtube"), quota=quota)
    night = datetime(2026, 3, 10, 5, tzinfo=UTC)  # still the ninth in California
    assert budget_left(spec, Spent(), night) == {"search": 70, "read": 0}
    assert budget_left(spec, Spent(), night + timedelta(hours=12)) == {"search": 100, "read": 10_000}
    assert budget_left(spec, None, night) is None
    assert budget_left(replace(spec, quota=None), Spent(), night) is None


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in ("SCRM_HOME", "SCRM_CONFIG", "YOUTUBE_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pipeline.cli.doctor.examine", partial(examine, now=NOW))
    return tmp_path


def test_the_table_leaves_out_what_nobody_knows(
    home: Home, settings: Settings, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(home, "ok", 1, row_count=5)
    assert guarded(app, ["doctor", "--home", "home"]) == 1
    out = capsys.readouterr().out
    heading = next(line for line in out.splitlines() if "ok/part/fail" in line)
    assert "next run" in heading
    assert "credential" in heading
    for absent in ("capped", "gaps", "requested"):
        assert absent not in heading
    assert "✗ youtube: YOUTUBE_API_KEY is not set here" in out
    assert "YOUTUBE_API_KEY missing" in out


def test_json_is_complete(
    home: Home, settings: Settings, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", "a-secret-value")
    ran(home, "ok", 1, row_count=5, refused_count=1)
    assert guarded(app, ["doctor", "--home", "home", "--json"]) == 1
    out = capsys.readouterr().out
    content = json.loads(out)
    assert content["is_fine"] is False
    appstore = next(each for each in content["sources"] if each["source"] == "appstore")
    assert appstore["week"]["refused_share"] == 0.2
    assert appstore["past"]["success_at"] == "2026-03-10T11:00:00+00:00"
    assert appstore["due"]["period_seconds"] == 6 * 3600
    assert appstore["week"]["requested_count"] is None
    assert "a-secret-value" not in out


def test_a_broken_configuration_is_a_finding(home: Home, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "brands.yml").write_text("brands: [", encoding="utf-8")
    assert guarded(app, ["doctor", "--home", "home"]) == 1
    assert "✗ configuration" in capsys.readouterr().out
