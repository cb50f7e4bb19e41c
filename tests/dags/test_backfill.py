"""Airflow's own backfill of a gather DAG, by a real scheduler on SQLite: `make airflow-test`."""

import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import world
from lake.home import Home
from lake.keys import ENVIRONMENT
from lake.partition import partitions, read_fast
from pipeline.airflow_run import airflow_environment
from pipeline.demo import SITE
from tests.pipeline.conftest import KEY
from world.site import serve

pytestmark = pytest.mark.airflow

DAYS = ("2026-08-24", "2026-08-25", "2026-08-26")
BACKFILL = ("backfill", "create", "--dag-id", "gather_appstore", "--from-date", "2026-08-24T12:00:00+00:00",
            "--to-date", "2026-08-25T19:00:00+00:00", "--max-active-runs", "2")  # fmt: skip
"""Every six hours at minute 17: six runs, of three days in China."""
PATIENCE_SECONDS = 1800


def airflow(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "airflow", *arguments]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True)


@contextmanager
def scheduler(environment: Mapping[str, str], logs: Path) -> Iterator[None]:
    """API server and, once it answers, the scheduler of an installation."""
    port = environment["AIRFLOW__API__PORT"]
    running = []
    try:
        running.append(started(environment, logs / "api-server.log", "api-server", "--port", port))
        wait(lambda: answers(f"http://127.0.0.1:{port}/api/v2/version"))
        running.append(started(environment, logs / "scheduler.log", "scheduler"))
        yield
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
        for process in running:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def started(environment: Mapping[str, str], log: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "airflow", *arguments]
    with log.open("wb") as sink:
        return subprocess.Popen(command, env=dict(environment), stdout=sink, stderr=sink, start_new_session=True)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_three_days_are_gathered_once_and_a_second_backfill_is_refused(tmp_path: Path) -> None:
    made = world.generate(tmp_path / "world", scale=0.1)
    home, plain = Home(tmp_path / "home").create(), Home(tmp_path / "plain")
    home.airflow.mkdir()
    with serve(made.folder) as address:
        environment = installed(home, made.config) | {SITE: address, ENVIRONMENT: KEY}
        for arguments in (("db", "migrate"), ("dags", "reserialize"), ("dags", "unpause", "gather_appstore")):
            told = airflow(environment, *arguments)
            assert told.returncode == 0, told.stderr
        told = airflow(environment, *BACKFILL)  # before the scheduler runs: SQLite has one writer at a time
        assert told.returncode == 0, told.stdout + told.stderr
        refused = airflow(environment, *BACKFILL)
        assert refused.returncode != 0
        assert "Another backfill is running for Dag gather_appstore" in refused.stderr.strip().splitlines()[-1]
        with scheduler(environment, tmp_path):
            wait(lambda: {state for _, state in runs(home)} <= {"success", "failed"})
        assert [state for _, state in runs(home)] == ["success"] * 6
        command = [sys.executable, "-m", "pipeline.cli", "gather", "appstore", "--home", str(plain.root), "--config",
                   str(made.config), "--from", DAYS[0], "--to", DAYS[-1]]  # fmt: skip
        subprocess.run(command, env=environment, check=True, capture_output=True)
    found = mentions(home)
    assert found == mentions(plain)
    assert {day for day, _ in found} <= set(DAYS)
    assert found


def installed(home: Home, config: Path) -> dict[str, str]:
    """The environment of one Airflow: an execution API on a free port, tasks as processes of the scheduler."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {
        **airflow_environment(home),
        "SCRM_CONFIG": str(config),
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",  # no run but the backfill's
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
    }


def wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "the backfill did not end"
        time.sleep(2)


def runs(home: Home) -> list[tuple[str, str]]:
    """Logical date and state of each run that a backfill made."""
    with closing(sqlite3.connect(f"file:{home.airflow / 'airflow.db'}?mode=ro", uri=True, timeout=60)) as database:
        return list(database.execute("select logical_date, state from dag_run where run_type = 'backfill'"))


def mentions(home: Home) -> set[tuple[str, str]]:
    """Day and id of everything that was landed."""
    return {
        (each.keys["dt"], str(mention_id))
        for each in partitions(home.lake, "mentions")
        for mention_id in read_fast(each, ["mention_id"]).column("mention_id").to_pylist()
    }
