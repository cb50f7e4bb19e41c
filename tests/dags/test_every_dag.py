"""Promises every DAG file keeps."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.tasks import CALLABLE

DAGS = Path(__file__).resolve().parents[2] / "dags"
FILES = sorted(path for path in DAGS.glob("*.py") if path.name not in ("__init__.py", "steps.py"))
HEAVY = [
    "pandas",
    "numpy",
    "scrapy",
    "transformers",
    "snownlp",
    "jieba",
    "pyarrow",
    "duckdb",
    "sklearn",
    "pipeline",
    "crawlers",
]

PARSE = """
import importlib.util, json, sys
import airflow.sdk
before = set(sys.modules)
spec = importlib.util.spec_from_file_location("dag_file", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from airflow.sdk import DAG
dags = [value for value in vars(module).values() if isinstance(value, DAG)]
found = [{"dag_id": d.dag_id, "doc": bool(d.doc_md), "tags": sorted(d.tags), "owner": d.owner,
          "tasks": {t.task_id: sorted(t.downstream_task_ids) for t in d.tasks},
          "pools": {t.task_id: t.pool for t in d.tasks},
          "schedule": str(d.schedule) if isinstance(d.schedule, (str, type(None))) else type(d.schedule).__name__,
          "doc_md": d.doc_md, "retries": {t.task_id: t.retries for t in d.tasks},
          "outlets": {t.task_id: [o.uri for o in t.outlets] for t in d.tasks},
          "modes": {t.task_id: t.mode for t in d.tasks if hasattr(t, "mode")},
          "triggers": {t.task_id: t.trigger_dag_id for t in d.tasks if hasattr(t, "trigger_dag_id")}} for d in dags]
print(json.dumps({"loaded": sorted({m.split(".")[0] for m in set(sys.modules) - before}), "dags": found}))
"""


CONFIG = """\
brands: [{id: moli, name: 茉里}]
sources:
  - {source: steam, queries: [{query: "1"}]}
  - {source: mastodon, queries: [{query: "#tea"}]}
  - {source: steam, queries: [{query: "2"}]}
  - {source: orders, files: ["orders.csv"]}
  - {source: none_such, files: ["a.csv"]}
"""


def parse(file: Path, folder: Path) -> dict:
    """What Airflow would see of a file, with the configuration above."""
    config = folder / "brands.yml"
    config.write_text(CONFIG, encoding="utf-8")
    environment = {**os.environ, "AIRFLOW_HOME": str(folder), "SCRM_CONFIG": str(config), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", PARSE, str(file)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(result.stdout.splitlines()[-1])


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def parsed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict:
    return parse(request.param, tmp_path_factory.mktemp("airflow"))


def test_parsing_loads_nothing_heavy(parsed: dict) -> None:
    assert not set(HEAVY) & set(parsed["loaded"])


def test_every_dag_says_what_it_is(parsed: dict) -> None:
    assert parsed["dags"]
    for dag in parsed["dags"]:
        assert dag["doc"], dag["dag_id"]
        assert dag["tags"], dag["dag_id"]
        assert dag["owner"] not in ("", "airflow"), dag["dag_id"]


def named(parsed: dict, dag_id: str) -> dict:
    """The DAG of that name; skips the files of the others."""
    found = next((dag for dag in parsed["dags"] if dag["dag_id"] == dag_id), None)
    if found is None:
        pytest.skip(f"another file than that of {dag_id}")
    return found


def test_the_whole_job_is_one_chain_behind_a_mapped_gather(parsed: dict) -> None:
    job = named(parsed, "social_crm")
    order = ["sources", "gather", "enrich", "load", "profile", "publish", "report", "alert"]
    assert job["tasks"] == {**{a: [b] for a, b in zip(order, order[1:], strict=False)}, "alert": []}


def test_a_dropped_file_is_waited_for_without_a_worker_then_taken_and_handed_on(parsed: dict) -> None:
    job = named(parsed, "inbox")
    assert job["tasks"] == {"file_waits": ["take"], "take": ["warn"], "warn": ["hand_on"], "hand_on": []}
    assert job["modes"]["file_waits"] == "reschedule"
    assert job["triggers"] == {"hand_on": "social_crm"}


def test_the_builders_of_the_warehouse_share_one_slot(parsed: dict) -> None:
    job = named(parsed, "social_crm")
    assert {job["pools"][step] for step in ("load", "profile", "publish")} == {"scrm_warehouse"}


def test_a_source_has_a_dag_for_each_of_its_lanes(parsed: dict) -> None:
    steam = named(parsed, "gather_steam")
    assert steam["schedule"] == "37 */6 * * *"
    assert "Steam" in steam["doc_md"]
    assert steam["outlets"] == {"gather": ["scrm://lake/steam"]}
    assert steam["retries"] == {"gather": 2}
    ids = {dag["dag_id"] for dag in parsed["dags"]}
    assert ids == {
        "gather_steam", "gather_mastodon", "refresh_mastodon", "gather_none_such", "social_crm_follow",
    }  # fmt: skip


def test_what_is_landed_is_followed_up_in_one_chain(parsed: dict) -> None:
    follow = named(parsed, "social_crm_follow")
    order = ["warn", "enrich", "load", "profile", "publish", "report", "alert"]
    assert follow["tasks"] == {**{a: [b] for a, b in zip(order, order[1:], strict=False)}, "alert": []}
    assert follow["schedule"] == "AssetAny"
    assert follow["pools"]["load"] == "scrm_warehouse"


def test_the_night_takes_away_before_it_rewrites_and_verifies_last(parsed: dict) -> None:
    night = named(parsed, "maintenance")
    assert night["tasks"] == {"retain": ["compact"], "compact": ["verify"], "verify": []}


def test_another_interpreter_offers_every_function_that_tasks_call() -> None:
    called = {name for file in DAGS.glob("*.py") for name in re.findall(r'call\(\s*"(\w+)"', file.read_text())}
    assert called == set(CALLABLE)


def test_a_source_that_cannot_be_read_says_so_and_hides_nobody(parsed: dict) -> None:
    broken = named(parsed, "gather_none_such")
    assert "none_such.yml" in broken["doc_md"]
    assert broken["tasks"] == {"mend_the_yml": []}


@pytest.mark.parametrize(
    ("run_type", "asked_since", "since"),
    [("backfill", "", "2026-08-25"), ("backfill", "2026-01-01", "2026-01-01"), ("manual", "", "")],
)
def test_a_backfill_asks_for_the_day_it_is_of(
    monkeypatch: pytest.MonkeyPatch, run_type: str, asked_since: str, since: str
) -> None:
    from dags import steps

    run = SimpleNamespace(run_type=run_type, logical_date=datetime(2026, 8, 24, 22, 30, tzinfo=UTC))
    context = {"params": {"home": "h", "since": asked_since, "until": ""}, "dag_run": run}
    monkeypatch.setattr(steps, "get_current_context", lambda: context)
    asked = steps.asked()
    assert asked["since"] == since
    assert asked["home"] == "h"
