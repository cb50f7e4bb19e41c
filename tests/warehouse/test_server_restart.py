"""PostgreSQL restarts while the star is copied, proven and put in place: the step says so, and again gives the rows."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from records.errors import ScrmError
from tests.warehouse.postgres import Server
from tests.warehouse.smalllake import Lake
from tests.warehouse.test_server import built, published
from warehouse import server as warehouse_server
from warehouse.connect import WarehouseMissing, open_published
from warehouse.load import Inputs, load, load_profiles

NOW = datetime(2026, 4, 2, tzinfo=UTC)


@contextmanager
def crash_before(words: str, server: Server) -> Iterator[None]:
    """The server loses the session that is about to run such a statement, which makes it end all and recover."""
    struck: list[int] = []

    def strike(connection: sa.Connection, _: Any, statement: str, *rest: Any) -> None:
        if words in statement and not struck:
            struck.append(connection.connection.driver_connection.info.backend_pid)
            os.kill(struck[0], signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", strike)
    try:
        with pytest.raises(ScrmError, match="PostgreSQL"):
            yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", strike)
    assert struck, f"no statement holds {words!r}"
    wait_for(server)


def wait_for(server: Server) -> None:
    for _ in range(600):
        try:
            with server.administrator():
                return
        except sa.exc.OperationalError:
            time.sleep(0.1)
    raise AssertionError("the server did not come back")


def test_a_crash_of_the_server_at_any_step_leaves_nothing_half(
    server: Server, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, lake, whole = empty_database, Lake(tmp_path / "lake"), tmp_path / "whole.duckdb"
    given = lake.inputs()
    counts = load(whole, given)
    load_profiles(whole, lake.profiles())

    def ready(file: Path, inputs: Inputs) -> dict[str, int]:
        shutil.copyfile(whole, file)
        return counts

    monkeypatch.setattr(warehouse_server, "load", ready)  # what is built is the same each time
    with crash_before("ANALYZE fact_mention", server):
        warehouse_server.refresh(url, given, tmp_path)
    assert not warehouse_server.is_build_waiting(url)
    warehouse_server.refresh(url, given, tmp_path)
    for instant in ("FROM fact_insight", "ALTER SCHEMA star_next"):
        with crash_before(instant, server):
            warehouse_server.publish(url, run_id="r", checked_at=NOW)
        assert warehouse_server.is_build_waiting(url)
        with pytest.raises(WarehouseMissing), open_published(url):
            pass
    warehouse_server.publish(url, run_id="r", checked_at=NOW)
    assert published(url) == built(whole)
