"""Promises every DAG file keeps."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DAGS = Path(__file__).resolve().parents[2] / "dags"
FILES = sorted(path for path in DAGS.glob("*.py") if path.name != "__init__.py")
HEAVY = ["pandas", "numpy", "scrapy", "transformers", "snownlp", "jieba", "pyarrow", "duckdb", "sklearn", "pipeline"]

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
          "modes": {t.task_id: t.mode for t in d.tasks if hasattr(t, "mode")},
          "triggers": {t.task_id: t.trigger_dag_id for t in d.tasks if hasattr(t, "trigger_dag_id")}} for d in dags]
print(json.dumps({"loaded": sorted({m.split(".")[0] for m in set(sys.modules) - before}), "dags": found}))
"""


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def parsed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict:
    environment = {**os.environ, "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", PARSE, str(request.param)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(result.stdout.splitlines()[-1])


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
    assert job["tasks"] == {"file_waits": ["take"], "take": ["hand_on"], "hand_on": []}
    assert job["modes"]["file_waits"] == "reschedule"
    assert job["triggers"] == {"hand_on": "social_crm"}


def test_the_builders_of_the_warehouse_share_one_slot(parsed: dict) -> None:
    job = named(parsed, "social_crm")
    assert {job["pools"][step] for step in ("load", "profile", "publish")} == {"scrm_warehouse"}
