"""A home with the made-up warehouse of the reports' tests, a webhook, and a clock that does not wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from lake.home import Home
from pipeline.deliver.sending import Clock
from pipeline.job import Job, open_job
from tests.pipeline.deliver.receivers import Hook, hook
from tests.reports.conftest import build_warehouse

MORNING = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
"""Monday after the crisis, 10:00 in China."""


@dataclass
class Hands:
    """A clock moved by sleeping."""

    at: datetime = MORNING
    slept: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.at, sleep=self._sleep, chance=lambda: 1.0)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def made_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_warehouse(tmp_path_factory.mktemp("made") / "warehouse.duckdb")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    """A webhook whose address is in TEST_HOOK."""
    with hook() as found:
        monkeypatch.setenv("TEST_HOOK", found.url)
        yield found


WECOM = "{kind: wecom, name: 群, url_env: TEST_HOOK, allow_private: true, brands: [qinghe]%s}"


@pytest.fixture
def make_job(made_warehouse: Path, tmp_path: Path) -> Callable[..., Job]:
    """A job whose `channels:` are these lines of YAML (default: one WeCom robot, with further keys)."""

    def make(*channels: str, more: str = "", url: str = "") -> Job:
        home = Home(tmp_path / "home").create()
        if not home.warehouse.exists():
            home.warehouse.write_bytes(made_warehouse.read_bytes())
        lines = channels or (WECOM % (f", {more}" if more else ""),)
        config = tmp_path / "brands.yml"
        config.write_text(
            "brands: [{id: qinghe, name: 青禾茶}, {id: yunduo, name: 云朵奶盖}]\ninbox: here\n"
            f"report: {{url: '{url}'}}\nchannels:\n" + "".join(f"  - {line}\n" for line in lines),
            encoding="utf-8",
        )
        return open_job(home.root, config)

    return make


def change(job: Job, sql: str) -> None:
    """Time goes on in the warehouse."""
    with duckdb.connect(str(job.home.warehouse)) as connection:
        connection.execute(sql)
