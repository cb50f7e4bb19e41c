"""The demonstration world, run once through the whole job without Airflow, for all tests that look at its results."""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lake.home import Home
from lake.keys import ENVIRONMENT
from pipeline import chain, demo
from pipeline.job import open_job
from records.ids import pseudonym
from warehouse.connect import open_published

KEY = "5c" * 32


@dataclass(frozen=True)
class DemoRun:
    """A finished run and the truth beside its data."""

    home: Home
    truth: dict[str, Any]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on the published warehouse."""
        with open_published(self.home.warehouse) as connection:
            return [tuple(row) for row in connection.execute(sa.text(sql))]

    def author_id(self, truth_author: str) -> str:
        """The pseudonym of an author the truth names `platform:native id`."""
        platform, native_id = truth_author.split(":", 1)
        return pseudonym(bytes.fromhex(KEY), platform, native_id)


def run_whole_job(home: Path) -> Home:
    """The whole job on the world in `home`, in this process."""
    with demo.prepared(home) as config:
        job = open_job(home, config)
        chain.run(job)
        return job.home


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoRun]:
    """The world at full scale after one run, shared by the processes that run tests side by side."""
    os.environ[ENVIRONMENT] = KEY
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home, done = Home(shared / "demo"), shared / "demo-done"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            run_whole_job(home.root)
            done.touch()
    truth = json.loads((home.root / "world" / "truth.json").read_text(encoding="utf-8"))
    yield DemoRun(home, truth)
    del os.environ[ENVIRONMENT]
