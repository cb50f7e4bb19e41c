"""What Airflow's own reader of DAG files says of broken files beside ours, and that ours stay."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
dags = {name: {"tasks": sorted(dag.task_dict), "doc": dag.doc_md} for name, dag in bag.dags.items()}
print(json.dumps({"dags": dags, "errors": bag.import_errors}))
"""
BRANDS = "brands: [{id: moli, name: 茉里}]\nsources:\n"
CONFIG = BRANDS + '  - {source: steam, queries: [{query: "1"}]}\n  - {source: mastodon, queries: [{query: "#tea"}]}\n'
ALWAYS = {"health", "inbox", "maintenance", "social_crm"}
"""DAGs that no configuration takes away."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Our DAG files and a stranger's with a syntax error, and sources of which one's yml is broken."""
    shutil.copytree(ROOT / "dags", tmp_path / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "dags" / "theirs.py").write_text("from airflow.sdk import dag\n\n\ndef broken(:\n    pass\n")
    sources = tmp_path / "crawlers" / "sources"
    sources.mkdir(parents=True)
    (tmp_path / "crawlers" / "__init__.py").touch()
    shutil.copy(ROOT / "crawlers" / "sources" / "mastodon.yml", sources)
    (sources / "steam.yml").write_text("title: {zh: 评测, en: [\n", encoding="utf-8")
    return tmp_path


def read(folder: Path, config: str) -> dict[str, Any]:
    """DAGs with their tasks and documentation, and import errors by file."""
    (folder / "brands.yml").write_text(config, encoding="utf-8")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "True",
        "SCRM_CONFIG": str(folder / "brands.yml"),
        "PYTHONPATH": f"{folder}:{ROOT}",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-c", READ, str(folder / "dags")]
    told = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def test_a_broken_dag_file_and_a_broken_source_hide_nobody(folder: Path) -> None:
    found = read(folder, CONFIG)
    assert list(found["errors"]) == [str(folder / "dags" / "theirs.py")]
    assert 'theirs.py", line 4' in next(iter(found["errors"].values()))
    assert {*ALWAYS, "gather_mastodon", "refresh_mastodon", "social_crm_follow"} < set(found["dags"])
    assert found["dags"]["gather_mastodon"]["tasks"] == ["gather"]
    assert found["dags"]["gather_steam"]["tasks"] == ["mend_the_yml"]
    assert "steam.yml" in found["dags"]["gather_steam"]["doc"]


def test_a_configuration_that_is_no_yaml_is_an_import_error_of_the_sources_alone(folder: Path) -> None:
    found = read(folder, BRANDS + "  - {source: steam, queries: [\n")
    errors = {Path(file).name: text for file, text in found["errors"].items()}
    assert set(errors) == {"theirs.py", "sources.py"}
    assert "brands.yml" in errors["sources.py"]
    assert "line 4" in errors["sources.py"]
    assert set(found["dags"]) == ALWAYS
