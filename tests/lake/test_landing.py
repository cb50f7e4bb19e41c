from datetime import UTC, datetime, timedelta
from pathlib import Path

from lake.landing import land_authors, land_coverage, land_mentions, latest_versions
from lake.partition import partitions, read
from records import Author, Coverage, Mention

SEEN = datetime(2026, 8, 30, 12, tzinfo=UTC)


def a_mention(native_id: str, **changes: object) -> Mention:
    fields = {
        "source": "s", "platform": "p", "native_id": native_id, "kind": "post", "text": "好喝",
        "observed_at": SEEN, "published_at": datetime(2026, 8, 29, 20, tzinfo=UTC), "like_count": 3,
        "count_precision": "exact",
        "author": Author(platform="p", author_id="a_1", observed_at=SEEN, follower_count=10),
    }  # fmt: skip
    return Mention(**{**fields, **changes})


def test_mentions_land_by_the_day_in_china_and_observations_by_the_day_seen(tmp_path: Path) -> None:
    land_mentions(tmp_path, [a_mention("1"), a_mention("2", published_at=None)])
    assert [p.keys["dt"] for p in partitions(tmp_path, "mentions")] == ["2026-08-30", "unknown"]
    assert [p.keys["dt"] for p in partitions(tmp_path, "observations")] == ["2026-08-30"]
    assert read(tmp_path, "authors").num_rows == 1


def test_an_overlapping_export_adds_an_observation_and_no_mention(tmp_path: Path) -> None:
    land_mentions(tmp_path, [a_mention("1")])
    later = SEEN + timedelta(days=1)
    assert land_mentions(tmp_path, [a_mention("1", observed_at=later, like_count=9)]) == 0
    assert read(tmp_path, "observations").column("like_count").to_pylist() == [3, 9]


def test_an_edit_is_a_version_and_the_latest_wins(tmp_path: Path) -> None:
    land_mentions(tmp_path, [a_mention("1")])
    later = SEEN + timedelta(days=1)
    assert land_mentions(tmp_path, [a_mention("1", observed_at=later, text="改过")]) == 1
    assert latest_versions(read(tmp_path, "mentions")).column("text").to_pylist() == ["改过"]


def test_no_counts_no_observation(tmp_path: Path) -> None:
    land_mentions(tmp_path, [a_mention("1", like_count=None, count_precision=None)])
    assert partitions(tmp_path, "observations") == []


def test_authors_with_new_figures_are_kept_beside_the_old(tmp_path: Path) -> None:
    first = Author(platform="p", author_id="a_1", observed_at=SEEN, follower_count=10)
    second = Author(platform="p", author_id="a_1", observed_at=SEEN + timedelta(hours=1), follower_count=12)
    assert land_authors(tmp_path, "s", [first, first]) == 1
    assert land_authors(tmp_path, "s", [first, second]) == 1


def test_coverage_is_one_row_a_source_query_and_run(tmp_path: Path) -> None:
    row = Coverage(source="s", query="q", run_id="r", started_at=SEEN, ended_at=SEEN, outcome="ok")
    land_coverage(tmp_path, row)
    land_coverage(tmp_path, row)
    assert read(tmp_path, "coverage").num_rows == 1
