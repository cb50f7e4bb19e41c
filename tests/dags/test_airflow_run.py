"""The whole job through a real Airflow on a file of a few notes, then a file that cannot be read.

The demonstration world goes the same way, twice, in `make airflow-test`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lake.home import Home
from lake.keys import ENVIRONMENT
from pipeline.state import State
from tests.pipeline.conftest import KEY
from tests.pipeline.office import notes

pytestmark = pytest.mark.slow

CONFIG = """
brands: [{name: 青禾茶, id: qinghe, aliases: [茉莉茶]}]
sources: [{source: xiaohongshu_notes, files: [notes.csv]}]
"""
ORDER = ["gather", "inbox", "enrich", "load", "profile", "publish", "report", "alert"]


def scrm(home: Path, config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "run", "--home", str(home), "--config", str(config), "--json"]
    return subprocess.run(command, env={**os.environ, ENVIRONMENT: KEY}, capture_output=True, text=True)


def test_the_dag_runs_every_step_once_and_tells_errors_in_one_line(tmp_path: Path) -> None:
    config, file, home = tmp_path / "brands.yml", tmp_path / "notes.csv", Home(tmp_path / "home")
    config.write_text(CONFIG, encoding="utf-8")
    file.write_text(notes((1, 5), (2, 8), (40_000, 13)), encoding="utf-8")
    told = scrm(home.root, config)
    assert told.returncode == 0, told.stderr
    said = json.loads(told.stdout)
    assert said["tables"]["fact_mention"] == said["tables"]["fact_engagement"] == 3
    assert {Path(page).exists() for page in said["reports"]} == {True}
    steps = State(home.state).steps()
    assert sorted(each.step for each in steps) == sorted(ORDER)
    assert [each.step for each in steps][2:] == ORDER[2:]  # the inbox is gathered beside the sources
    assert {each.outcome for each in steps} == {"ok"}

    file.write_bytes(b"\x00\xff\x9f" * 1000)
    published = home.warehouse.read_bytes()
    failed = scrm(home.root, config)
    assert failed.returncode != 0
    assert file.name in failed.stderr.strip().splitlines()[-1]
    assert home.warehouse.read_bytes() == published
