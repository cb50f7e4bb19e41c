"""The topology of docker-compose.yml for real, without containers, and a worker killed in the middle of a job."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

import world
from pipeline.demo import SITE
from tests.cluster.stack import ROOT, Stack
from warehouse.tables import METADATA
from world.site import serve

pytestmark = pytest.mark.cluster

OPERATIONS = {"fact_coverage", "fact_quality", "fact_run_step", "load_file"}
RUNS = "/api/v2/dags/social_crm/dagRuns"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The running stack beside a small world and its site."""
    programs = Path(os.environ.get("SCRM_SERVER", ROOT / ".venv/server/bin"))
    for needed in (programs / "celery", "redis-server", "psql"):
        if shutil.which(str(needed)) is None:
            pytest.skip(f"{needed} is not installed; run `make cluster-test`, with Debian's redis-server")
    folder = Path(tempfile.mkdtemp(prefix="scrm-stack-", dir="/tmp"))
    made = world.generate(folder / "world", scale=0.1)
    with serve(made.folder) as address:
        places = {SITE: address, "SCRM_HOME": str(folder / "home"), "SCRM_CONFIG": str(made.config)}
        quick = {"AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20"}
        running = Stack(folder, programs, {**places, **quick})
        try:
            running.start()
            yield running
        finally:
            running.stop()
            shutil.rmtree(folder)


def test_a_job_through_the_api_ends_right_though_a_worker_is_killed(stack: Stack) -> None:
    token = stack.token()
    stack.wait("the DAG", lambda: "social_crm" in str(stack.get("/api/v2/dags", token)), 300)
    stack.patch("/api/v2/dags/social_crm", {"is_paused": False}, token)
    stack.wait("the scheduled run", lambda: bool(stack.get(RUNS, token)["dag_runs"]), 300)
    scheduled = str(stack.get(RUNS, token)["dag_runs"][0]["dag_run_id"])
    assert _end(stack, token, scheduled) == "success", stack.failed_logs()
    before = _row_counts(stack)
    assert before["fact_mention"] > 0

    stack.post(RUNS, {"dag_run_id": "disturbed", "logical_date": None}, token)
    stack.wait("both workers at work", lambda: _running_count(stack, token, "disturbed") == 2, 300)
    stack.kill("worker-1")
    stack.start_worker(1)
    assert _end(stack, token, "disturbed") == "success", stack.failed_logs()
    assert _row_counts(stack) == before


def _end(stack: Stack, token: str, name: str) -> str:
    """The state that a run ends in."""
    path = f"{RUNS}/{quote(name)}"
    stack.wait(f"run {name}", lambda: stack.get(path, token)["state"] in ("success", "failed"), 1800)
    return str(stack.get(path, token)["state"])


def _running_count(stack: Stack, token: str, name: str) -> int:
    return int(stack.get(f"{RUNS}/{name}/taskInstances?state=running", token)["total_entries"])


def _row_counts(stack: Stack) -> dict[str, int]:
    """How many rows each table of the published star has, but those that tell of runs."""
    login = f"warehouse:{stack.secret('warehouse_db_password')}@127.0.0.1:{stack.postgres_port}"
    engine = sa.create_engine(f"postgresql+psycopg://{login}/warehouse")
    with engine.connect() as connection:
        names = [table.name for table in METADATA.sorted_tables if table.name not in OPERATIONS]
        return {name: connection.scalar(sa.text(f"SELECT count(*) FROM star.{name}")) or 0 for name in names}
