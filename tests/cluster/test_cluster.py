"""The topology of docker-compose.yml for real, without containers: any one process dies, the rows are the same."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

import world
from lake.home import Home
from lake.keys import ENVIRONMENT
from pipeline.demo import SITE
from tests.cluster.faults import FAULTS, Blow, moment
from tests.cluster.rows import of_star
from tests.cluster.stack import ROOT, Stack
from tests.pipeline.conftest import KEY
from tests.trust.faults.rows import Digests, differing, of_lake
from warehouse.server import PUBLISHED
from world.site import serve

pytestmark = pytest.mark.cluster

RUNS = "/api/v2/dags/social_crm/dagRuns"
PATIENCE_SECONDS = 900
QUICK = {"AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20"}
"""Where the test differs from docker-compose.yml: a killed worker's task is missed sooner."""


@dataclass(frozen=True)
class Cluster:
    """The running stack, and what the run left to which nothing happened."""

    stack: Stack
    folder: Path
    undisturbed: Digests


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """The stack beside a small world and its site, after the scheduled run."""
    programs = Path(os.environ.get("SCRM_SERVER", ROOT / ".venv/server/bin"))
    for needed in (programs / "celery", "redis-server", "psql"):
        if shutil.which(str(needed)) is None:
            pytest.skip(f"{needed} is not installed; run `make cluster-test`, with Debian's redis-server")
    folder = Path(tempfile.mkdtemp(prefix="scrm-stack-", dir="/tmp"))
    made = world.generate(folder / "world", scale=0.1)
    with serve(made.folder) as address:
        places = {SITE: address, "SCRM_HOME": str(folder / "home"), "SCRM_CONFIG": str(made.config), ENVIRONMENT: KEY}
        running = Stack(folder, programs, {**places, **QUICK})
        try:
            running.start()
            yield Cluster(running, folder, _scheduled(running, folder / "home"))
        finally:
            running.stop()
            shutil.rmtree(folder)


def test_a_run_leaves_rows(cluster: Cluster) -> None:
    assert min(cluster.undisturbed[name][0] for name in ("fact_mention", "fact_complaint", "lake/annotations")) > 0


@pytest.mark.parametrize("run", FAULTS)
def test_any_one_process_may_die(cluster: Cluster, run: str, capsys: pytest.CaptureFixture[str]) -> None:
    stack, home, begun = cluster.stack, cluster.folder / f"home-{run}", time.monotonic()
    with _warehouse(stack) as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {PUBLISHED} CASCADE"))
    stack.restarts.clear()
    token = stack.token()
    stack.post(RUNS, {"dag_run_id": run, "logical_date": None, "conf": {"home": str(home)}}, token)
    for blow in FAULTS[run]:
        _strike(stack, token, run, blow)
    assert _end(stack, token, run) == "success", stack.failed_logs()
    with capsys.disabled():
        sys.stdout.write(f"\n{_story(stack, token, run)} {time.monotonic() - begun:.0f} s\n")
    assert differing(_digests(stack, home), cluster.undisturbed) == []


@pytest.mark.parametrize(
    ("password", "port", "says"),
    [("wrong-one", None, "password authentication failed"), ("wrong-one", 9, "Connection refused")],
)
def test_a_warehouse_that_lets_nobody_in_is_one_line(
    cluster: Cluster, password: str, port: int | None, says: str
) -> None:
    stack = cluster.stack
    url = f"postgresql://warehouse:{password}@127.0.0.1:{port or stack.postgres_port}/warehouse"
    command = [str(stack.programs / "scrm"), "load", "--home", str(cluster.folder / "home")]
    told = subprocess.run(
        command, env={**stack.environment, "SCRM_WAREHOUSE_URL": url}, cwd="/", capture_output=True, text=True
    )
    assert told.returncode == 1
    assert told.stderr.strip().splitlines()[-1].startswith("scrm: PostgreSQL: loading failed")
    assert says in told.stderr.strip().splitlines()[-1]
    assert password not in told.stdout + told.stderr


def _scheduled(stack: Stack, home: Path) -> Digests:
    """What the run leaves that starts by its schedule once the DAG is unpaused."""
    token = stack.token()
    stack.wait("the DAG", lambda: "social_crm" in str(stack.get("/api/v2/dags", token)), 300)
    stack.patch("/api/v2/dags/social_crm", {"is_paused": False}, token)
    stack.wait("the scheduled run", lambda: bool(stack.get(RUNS, token)["dag_runs"]), 300)
    scheduled = str(stack.get(RUNS, token)["dag_runs"][0]["dag_run_id"])
    assert _end(stack, token, scheduled) == "success", stack.failed_logs()
    return _digests(stack, home)


def _end(stack: Stack, token: str, name: str) -> str:
    """The state that a run ends in."""
    path = f"{RUNS}/{quote(name)}"
    stack.wait(f"run {name}", lambda: stack.get(path, token)["state"] in ("success", "failed"), PATIENCE_SECONDS)
    return str(stack.get(path, token)["state"])


def _strike(stack: Stack, token: str, run: str, blow: Blow) -> None:
    """Waits for the blow's moment and lets it fall."""
    when = moment(blow)
    stack.wait(f"{when.task} of {run}", lambda: _running(stack, token, run, when.task) >= blow.least_running, 600)
    time.sleep(when.delay_seconds)
    blow.strike(stack)


def _running(stack: Stack, token: str, run: str, task: str) -> int:
    path = f"{RUNS}/{run}/taskInstances?state=running&task_id={task}"
    return int(stack.get(path, token)["total_entries"])


def _story(stack: Stack, token: str, run: str) -> str:
    """Which tasks were tried more than once, and which processes ended by themselves."""
    found = stack.get(f"{RUNS}/{run}/taskInstances?limit=100", token)["task_instances"]
    tries = [f"{each['task_id']} {each['try_number']} times" for each in found if each["try_number"] > 1]
    blows = ", ".join(f"{blow.name} in {moment(blow)}" for blow in FAULTS[run])
    return f"{blows}: tried {', '.join(tries) or 'once each'}; ended by themselves: {stack.restarts or 'none'};"


def _digests(stack: Stack, home: Path) -> Digests:
    with _warehouse(stack) as connection:
        return of_star(connection) | of_lake(Home(home).lake)


@contextmanager
def _warehouse(stack: Stack) -> Iterator[sa.Connection]:
    login = f"warehouse:{stack.secret('warehouse_db_password')}@127.0.0.1:{stack.postgres_port}"
    with sa.create_engine(f"postgresql+psycopg://{login}/warehouse").begin() as connection:
        yield connection
