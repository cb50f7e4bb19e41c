"""Readers of the published warehouse while builds are published: no error, no torn read, no stale one."""

import shutil
from pathlib import Path

import duckdb
import pytest

from benchmarks._readers import Tally, known_of, read_once
from benchmarks.readers import measure
from tests.pipeline.conftest import DemoRun

READERS, SECONDS, EVERY, PAUSE = 6, 30, 10, 1


@pytest.mark.slow
def test_readers_meet_whole_builds_and_the_newest(demo_run: DemoRun, tmp_path: Path) -> None:
    star = tmp_path / "warehouse.duckdb"
    found = measure(demo_run.home.warehouse, star, readers=READERS, seconds=SECONDS, every=EVERY, pause=PAUSE)
    assert (found["errors"], found["torn"], found["stale"]) == (0, 0, 0), found["first_error"]
    assert found["published"] >= 1
    assert found["builds_seen"] >= 2, "every reader reads once more after the last build is in place"
    assert found["readings"] >= 2 * READERS


def test_a_torn_and_a_stale_read_would_be_seen(demo_run: DemoRun, tmp_path: Path) -> None:
    star = Path(shutil.copy(demo_run.home.warehouse, tmp_path))
    known, tally = known_of(star), Tally()
    read_once(star, known, tally, lambda: 0)
    assert (tally.torn, tally.stale, tally.builds) == (0, 0, {0})
    with duckdb.connect(str(star)) as connection:
        connection.execute("UPDATE fact_mention SET author_follower_count = coalesce(author_follower_count, 0) + 1")
    read_once(star, known, tally, lambda: 0)
    assert (tally.torn, tally.stale) == (1, 0)
    read_once(star, known, tally, lambda: 1)
    assert (tally.torn, tally.stale, len(tally.milliseconds)) == (2, 1, 3)
    star.unlink()
    read_once(star, known, tally, lambda: 0)
    assert len(tally.errors) == 1
