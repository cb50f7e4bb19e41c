"""The whole job through a real Airflow: `scrm run` on a small world, then a configuration that must fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import world
from pipeline.demo import SITE
from world.site import serve

pytestmark = pytest.mark.slow


def scrm(home: Path, config: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "run", "--home", str(home), "--config", str(config), "--json"]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)


def test_the_dag_builds_and_rebuilds_the_same_star_and_tells_errors_in_one_line(tmp_path: Path) -> None:
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

        damaged = next((tmp_path / "world" / "exports").glob("weibo_posts_*.jsonl"))
        damaged.write_bytes(b"\x00\xff\x9f" * 1000)
        published = (tmp_path / "home" / "warehouse.duckdb").read_bytes()
        failed = scrm(tmp_path / "home", made.config, **{SITE: address})
    assert failed.returncode != 0
    assert damaged.name in failed.stderr.strip().splitlines()[-1]
    assert (tmp_path / "home" / "warehouse.duckdb").read_bytes() == published
