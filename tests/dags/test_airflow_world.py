"""The demonstration world through a real Airflow, twice: `make airflow-test`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import world
from pipeline.demo import SITE
from world.site import serve

pytestmark = pytest.mark.airflow


def scrm(home: Path, config: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "run", "--home", str(home), "--config", str(config), "--json"]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)


def test_the_dag_builds_and_rebuilds_the_same_star(tmp_path: Path) -> None:
    made = world.generate(tmp_path / "world", scale=0.1)
    with serve(made.folder) as address:
        first = scrm(tmp_path / "home", made.config, **{SITE: address})
        assert first.returncode == 0, first.stderr
        again = scrm(tmp_path / "home", made.config, **{SITE: address})
        assert again.returncode == 0, again.stderr
        counts, repeated = (json.loads(run.stdout)["tables"] for run in (first, again))
        operations = {"fact_coverage", "fact_quality", "fact_run_step", "load_file"}
        assert {t: n for t, n in counts.items() if t not in operations} == {
            table: count for table, count in repeated.items() if table not in operations
        }
        assert all(Path(page).exists() for page in json.loads(first.stdout)["reports"])
