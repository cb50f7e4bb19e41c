"""Whatever works on a star in the job keeps to BUILD_MEMORY: the engine's own bound is four fifths of the machine."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from records.errors import OutOfMemory
from tests.warehouse.smalllake import Lake
from warehouse import duck, publish
from warehouse import load as loading
from warehouse.connect import open_built
from warehouse.load import refresh

BOUND = "2.3 GiB"
"""How the engine shows BUILD_MEMORY."""
READING_BOUND = "1.8 GiB"
"""How it shows what reading the star for profiles may take at most."""


def _limit(connection: sa.Connection) -> str:
    return str(connection.exec_driver_sql("SELECT current_setting('memory_limit')").scalar_one())


def _seen(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[str]:
    """The bound at each call of a function that is given a connection first."""
    found: list[str] = []
    own: Callable[..., Any] = getattr(module, name)

    def watched(connection: sa.Connection, *arguments: Any, **named: Any) -> Any:
        found.append(_limit(connection))
        return own(connection, *arguments, **named)

    monkeypatch.setattr(module, name, watched)
    return found


def test_an_update_keeps_to_it(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next_file, published = tmp_path / "warehouse.next.duckdb", tmp_path / "warehouse.duckdb"
    inputs = lake.inputs()
    refresh.refresh(next_file, None, inputs)
    publish.publish(next_file, published, run_id="one", checked_at=datetime.now(UTC))
    found = _seen(monkeypatch, refresh, "update")
    assert refresh.refresh(next_file, published, inputs).is_update
    assert found == [BOUND]


def test_profiles_alerts_and_the_gate_keep_to_it(next_file: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = lake.profiles()
    steps = {
        (loading, "fill_profiles"): partial(loading.load_profiles, next_file, profiles),
        (loading, "fill_alerts"): partial(loading.load_alerts, next_file, profiles),
        (publish, "prove"): partial(
            publish.publish, next_file, next_file.with_name("out.duckdb"), run_id="one", checked_at=datetime.now(UTC)
        ),
    }
    for (module, name), step in steps.items():
        found = _seen(monkeypatch, module, name)
        step()
        assert found == [BOUND], name


def test_what_cannot_be_done_within_it_is_done_without(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    own = loading.build.star

    def watched(connection: sa.Connection, inputs: Any) -> None:
        tried.append(_limit(connection))
        own(connection, inputs)

    monkeypatch.setattr(loading.build, "star", watched)
    inputs = lake.inputs()
    expected = loading.load(tmp_path / "one.duckdb", inputs)
    monkeypatch.setattr(duck, "BUILD_MEMORY", "3MB")
    assert loading.load(tmp_path / "two.duckdb", inputs) == expected
    first, within, without = tried
    assert (first, within) == (BOUND, "2.8 MiB")
    assert without not in (BOUND, "2.8 MiB")


def test_an_engine_without_memory_is_an_error_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "star.duckdb"

    def build() -> None:
        with duck.one_line(file, "load"), duck.engine_for(file).connect() as connection:
            duck.spare_memory(connection, "3MB")
            connection.exec_driver_sql("CREATE TEMP TABLE much AS SELECT DISTINCT hash(range) FROM range(10000000)")

    with pytest.raises(OutOfMemory, match="load failed"):
        build()


def test_reading_for_profiles_keeps_to_it(built: Path) -> None:
    with duck.engine_for(built, is_read_only=True).connect() as connection:
        own = _limit(connection)
    with open_built(built) as connection:
        assert _limit(connection) == READING_BOUND != own


def test_a_whole_load_holds_the_right_side_of_each_join(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left to the engine's guess, one insert of a million rows held them seven times over."""
    found: list[str] = []
    own = loading.build.star

    def watched(connection: sa.Connection, *arguments: Any) -> None:
        found.append(_plan_of_a_small_left_side(connection))
        own(connection, *arguments)

    monkeypatch.setattr(loading.build, "star", watched)
    loading.load(tmp_path / "next.duckdb", lake.inputs())
    with duck.scratch() as connection:
        chosen = _plan_of_a_small_left_side(connection)
    assert [plan.index("one_row") < plan.index("many_rows") for plan in (found[0], chosen)] == [True, False]


def _plan_of_a_small_left_side(connection: sa.Connection) -> str:
    """How a join of one row with many is made: the side that is held in memory stands second."""
    connection.exec_driver_sql("CREATE TEMPORARY TABLE one_row AS SELECT 1 AS number")
    connection.exec_driver_sql("CREATE TEMPORARY TABLE many_rows AS SELECT range AS number FROM range(10000)")
    joined = "SELECT * FROM one_row LEFT JOIN many_rows USING (number)"
    return str(connection.exec_driver_sql(f"EXPLAIN (FORMAT json) {joined}").fetchall()[0][1])
