"""The whole job through Airflow, as a child process: `airflow dags test social_crm`, with our own progress."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lake.home import Home
from pipeline.job import Window, new_run_id
from pipeline.progress import ENVIRONMENT, Event
from records.errors import ScrmError

POLL_SECONDS = 0.2


class AirflowFailed(ScrmError):
    """The DAG run did not end in success; the message is the failed task's own line where there is one."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass
class _Follower:
    """Reads the events a child appends, as they come."""

    path: Path
    report: Callable[[Event], None]
    failure: Event | None = None
    _offset: int = 0

    def poll(self) -> None:
        with self.path.open(encoding="utf-8") as file:
            file.seek(self._offset)
            for line in iter(file.readline, ""):
                if not line.endswith("\n"):
                    break
                self._offset += len(line.encode("utf-8"))
                event = Event(**json.loads(line))
                self.failure = event if event.state == "failed" else self.failure
                self.report(event)


def run(home: Home, config: Path, *, window: Window, report: Callable[[Event], None]) -> None:
    """Runs the DAG to its end. Raises AirflowFailed naming the log."""
    home.create()
    home.airflow.mkdir(exist_ok=True)
    log = home.airflow / "last-run.log"
    with tempfile.NamedTemporaryFile(prefix="scrm-progress-", suffix=".jsonl") as events:
        environment = {**airflow_environment(home), ENVIRONMENT: events.name, "SCRM_RUN_ID": new_run_id()}
        _prepare(environment, log, report)
        follower = _Follower(Path(events.name), report)
        code = _follow(_dags_test(home, config, window), environment, log, follower)
    if follower.failure:
        raise AirflowFailed(follower.failure.note, follower.failure.exit_code)
    if code != 0:
        raise AirflowFailed(f"the Airflow run failed; its log is {log}")


def airflow_environment(home: Home) -> dict[str, str]:
    """The environment of an Airflow that lives inside the home and knows only the installed DAGs."""
    spec = importlib.util.find_spec("dags")  # found, not imported: this room does not know Airflow
    if spec is None or not spec.submodule_search_locations:
        raise ScrmError("the package `dags` is not installed; run `make install`")
    return {
        **os.environ,
        "AIRFLOW_HOME": str(home.airflow.resolve()),
        "AIRFLOW__CORE__DAGS_FOLDER": str(Path(next(iter(spec.submodule_search_locations))).resolve()),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "SCRM_HOME": str(home.root.resolve()),
        "PYTHONWARNINGS": "ignore",
    }


def _prepare(environment: Mapping[str, str], log: Path, report: Callable[[Event], None]) -> None:
    """Makes Airflow's metadata database and the one-slot pool, once per home."""
    marker = log.with_name("prepared")
    if marker.exists():
        return
    report(Event(step="airflow", state="running", note="metadata database"))
    pool = ["pools", "set", "scrm_warehouse", "1", "load, profile and publish, one run at a time"]
    for arguments in (["db", "migrate"], pool):
        _check(arguments, environment, log)
    marker.touch()
    report(Event(step="airflow", state="done"))


def _check(arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
    with log.open("ab") as sink:
        code = subprocess.run([*_airflow(), *arguments], env=dict(environment), stdout=sink, stderr=sink).returncode
    if code != 0:
        raise AirflowFailed(f"`airflow {' '.join(arguments[:2])}` failed; its log is {log}")


def _dags_test(home: Home, config: Path, window: Window) -> list[str]:
    params = {
        "home": str(home.root.resolve()),
        "config": str(config.resolve()),
        "since": window.since.isoformat() if window.since else "",
        "until": window.until.isoformat() if window.until else "",
    }
    return [*_airflow(), "dags", "test", "social_crm", "--conf", json.dumps(params)]


def _follow(command: list[str], environment: Mapping[str, str], log: Path, follower: _Follower) -> int:
    with log.open("wb") as sink:
        child = subprocess.Popen(command, env=dict(environment), stdout=sink, stderr=sink)
        try:
            while child.poll() is None:
                follower.poll()
                time.sleep(POLL_SECONDS)
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
    follower.poll()
    return child.returncode


def _airflow() -> list[str]:
    return [sys.executable, "-m", "airflow"]
