"""kill -9 at any point, run again: the rows of an undisturbed run."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import world
from lake.home import Home
from lake.keys import ENVIRONMENT
from pipeline.demo import SITE
from tests.pipeline.conftest import KEY, table_rows
from world.site import serve

pytestmark = pytest.mark.slow

SCALE = 0.12
KILLS = 5
SEED = 7


def command(home: Path, config: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", "run", "--no-airflow", "--home", str(home), "--config", str(config)]


def test_a_killed_run_ends_in_the_rows_of_an_undisturbed_one(tmp_path: Path) -> None:
    made = world.generate(tmp_path / "world", scale=SCALE)
    with serve(made.folder) as address:
        environment = {**os.environ, SITE: address, ENVIRONMENT: KEY}
        started = time.monotonic()
        subprocess.run(command(tmp_path / "whole", made.config), env=environment, check=True, capture_output=True)
        duration = time.monotonic() - started
        wanted = table_rows(Home(tmp_path / "whole").warehouse)
        chance = random.Random(SEED)
        home = tmp_path / "killed"
        for number in range(KILLS):
            # One instant in each fifth of the run, so that every stage meets a kill.
            seconds = duration * (number + chance.random()) / KILLS
            child = subprocess.Popen(
                command(home, made.config), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(seconds)
            child.send_signal(signal.SIGKILL)
            child.wait()
            assert_whole_or_absent(Home(home), wanted)
        subprocess.run(command(home, made.config), env=environment, check=True, capture_output=True)
    found = table_rows(Home(home).warehouse)
    assert found.keys() == wanted.keys()
    for table in wanted:
        assert found[table] == wanted[table], table


def assert_whole_or_absent(home: Home, wanted: dict[str, list[str]]) -> None:
    """Whatever is published at that moment is whole."""
    if home.warehouse.exists():
        assert len(table_rows(home.warehouse)["fact_mention"]) == len(wanted["fact_mention"])
