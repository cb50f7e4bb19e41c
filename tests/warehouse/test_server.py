"""PostgreSQL holds the rows of the embedded warehouse, whether built whole, updated, or both in turn."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from records.errors import QualityGateFailed, ScrmError, UsageError
from tests.warehouse.postgres import OWNER, Server, server  # noqa: F401 (a fixture)
from tests.warehouse.randomlake import RandomLake
from tests.warehouse.smalllake import Lake as HandWritten
from tests.warehouse.test_update import Lake, plain
from warehouse import duck, postgres, roles
from warehouse import server as warehouse_server
from warehouse.load import apply, load, load_profiles
from warehouse.load.ledger import Changes
from warehouse.tables import METADATA
from warehouse.tables.mentions import fact_mention

NOW = datetime(2026, 4, 2, tzinfo=UTC)
UNLIKE = {"fact_quality"}


def rows(connection: sa.Connection) -> dict[str, list[str]]:
    found = {}
    for table in METADATA.sorted_tables:
        if table.name not in UNLIKE:
            found[table.name] = sorted(repr(tuple(map(_plain, row))) for row in connection.execute(sa.select(table)))
    return found


def _plain(value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else plain(value)


def published(url: str) -> dict[str, list[str]]:
    with postgres.engine_for(url).connect() as connection:
        assert connection.exec_driver_sql("SELECT current_schema()").scalar() == warehouse_server.PUBLISHED
        return rows(connection)


def built(path: Path) -> dict[str, list[str]]:
    with duck.engine_for(path).connect() as connection:
        return rows(connection)


@pytest.fixture
def url(server: Server) -> object:  # noqa: F811
    with server.database() as made:
        yield made


def test_a_whole_build_and_the_results_of_crm(url: str, tmp_path: Path) -> None:
    hand_written = HandWritten(tmp_path / "lake")
    inputs, profiles = hand_written.inputs(), hand_written.profiles()
    assert not warehouse_server.refresh(url, inputs, tmp_path).is_update
    warehouse_server.load_profiles(url, profiles)
    warehouse_server.publish(url, run_id="r", checked_at=NOW)
    load(tmp_path / "whole.duckdb", inputs)
    load_profiles(tmp_path / "whole.duckdb", profiles)
    assert published(url) == built(tmp_path / "whole.duckdb")
    assert not list(tmp_path.glob("warehouse.build*"))


@pytest.mark.parametrize("seed", [11])
def test_updates_give_the_rows_of_a_whole_build(
    url: str, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.load.update.LARGEST_SHARE", 1.0)  # a day of this lake is a third of it
    world, lake = RandomLake(seed), Lake(tmp_path / "lake")
    lake.add(*world.days[2], authors=world.authors())
    warehouse_server.refresh(url, lake.inputs(), tmp_path)
    warehouse_server.publish(url, run_id="r", checked_at=NOW)
    for day in (0, 3, 1):
        lake.add(*world.days[day], world.observations(), world.authors(), [world.coverage()])
        assert warehouse_server.refresh(url, lake.inputs(), tmp_path).is_update
        warehouse_server.publish(url, run_id="r", checked_at=NOW)
    load(tmp_path / "whole.duckdb", lake.inputs())
    assert published(url) == built(tmp_path / "whole.duckdb")


def test_the_planner_knows_the_lists_of_an_update(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL takes a list nobody told it of for nearly empty: a day of 10,000 mentions was joined row by row."""
    monkeypatch.setattr("warehouse.load.update.LARGEST_SHARE", 1.0)
    known: dict[str, float] = {}
    own = apply.star

    def watched(scratch: sa.Connection, target: sa.Connection, changes: Changes) -> None:
        own(scratch, target, changes)
        listed = "SELECT relname, reltuples FROM pg_class WHERE relname ~ '^(stage|touched|came)_' AND relkind = 'r'"
        known.update({row.relname: row.reltuples for row in target.exec_driver_sql(listed)})

    monkeypatch.setattr(apply, "star", watched)
    world, lake = RandomLake(3), Lake(tmp_path / "lake")
    for day in (2, 0):
        lake.add(*world.days[day], world.observations(), authors=world.authors())
        warehouse_server.refresh(url, lake.inputs(), tmp_path)
        warehouse_server.publish(url, run_id="r", checked_at=NOW)
    assert {"stage_fresh", "stage_touch", "stage_need", "touched_content", "came_dim_content"} <= known.keys()
    assert {name for name, rows in known.items() if rows < 0} <= {"touched_table"}, "never looked at"


def test_nothing_is_published_before_anything_was_loaded(url: str) -> None:
    with pytest.raises(UsageError, match="scrm load"):
        warehouse_server.publish(url, run_id="r", checked_at=NOW)


def test_two_writers_at_once(url: str, tmp_path: Path) -> None:
    with postgres.engine_for(url).begin() as other:
        other.execute(sa.select(sa.func.pg_try_advisory_xact_lock(warehouse_server._LOCK))).all()
        with pytest.raises(ScrmError, match="another run is writing"):
            warehouse_server.refresh(url, HandWritten(tmp_path / "lake").inputs(), tmp_path)


def test_a_refused_build_leaves_what_is_published(url: str, tmp_path: Path) -> None:
    inputs = HandWritten(tmp_path / "lake").inputs()
    warehouse_server.refresh(url, inputs, tmp_path)
    warehouse_server.publish(url, run_id="r", checked_at=NOW)
    before = published(url)
    file = tmp_path / "broken.duckdb"
    load(file, inputs)
    with duck.engine_for(file).begin() as connection:
        connection.execute(sa.delete(fact_mention).where(fact_mention.c.mention_count == 1))
    with warehouse_server._writing(url) as connection:
        warehouse_server.copy_star(file, connection)
    with pytest.raises(QualityGateFailed):
        warehouse_server.publish(url, run_id="r", checked_at=NOW)
    assert published(url) == before


def test_rights_and_limits_outlive_a_new_build(server: Server, url: str, tmp_path: Path) -> None:  # noqa: F811
    """What may be read, and of which brands, is the same after the schemas have changed places."""
    inputs = HandWritten(tmp_path / "lake").inputs()
    for number in range(2):
        if number:
            with postgres.engine_for(url).begin() as connection:
                roles.grant_roles(connection)
                roles.limit_to_brands(connection, "limited", ["moli"])
        load(tmp_path / "star.duckdb", inputs)
        with warehouse_server._writing(url) as connection:
            warehouse_server.copy_star(tmp_path / "star.duckdb", connection)
        warehouse_server.publish(url, run_id="r", checked_at=NOW)
        if not number:
            with server.administrator() as connection:
                connection.exec_driver_sql("CREATE ROLE limited LOGIN")
    try:
        with server.administrator() as connection:
            connection.exec_driver_sql(f"GRANT {roles.ANALYST} TO limited")
        with postgres.engine_for(url.replace(f"//{OWNER}@", "//limited@")).connect() as connection:
            seen = set(connection.exec_driver_sql("SELECT DISTINCT brand_id FROM v_insight_day").scalars())
            assert seen == {"moli"}
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
                connection.exec_driver_sql("SELECT text FROM content_text")
    finally:
        with server.administrator() as connection:
            connection.exec_driver_sql("DROP ROLE limited")


def test_roles_made_before_anything_is_built_get_their_rights_with_the_first_star(
    server: Server,  # noqa: F811
    url: str,
    tmp_path: Path,
) -> None:
    warehouse_server.grant_access(url)
    with server.administrator() as connection:
        connection.exec_driver_sql("CREATE ROLE early LOGIN")
    try:
        warehouse_server.admit(url, "early", roles.ANALYST, [])
        with pytest.raises(UsageError, match="nothing is published yet"):
            warehouse_server.admit(url, "early", roles.ANALYST, ["moli"])
        load(tmp_path / "star.duckdb", HandWritten(tmp_path / "lake").inputs())
        with warehouse_server._writing(url) as connection:
            warehouse_server.copy_star(tmp_path / "star.duckdb", connection)
        warehouse_server.publish(url, run_id="r", checked_at=NOW)
        warehouse_server.admit(url, "early", roles.ANALYST, ["moli"])
        with postgres.engine_for(url.replace(f"//{OWNER}@", "//early@")).connect() as connection:
            assert connection.exec_driver_sql("SELECT DISTINCT brand_id FROM v_insight_day").scalars().all() == ["moli"]
    finally:
        with server.administrator() as connection:
            connection.exec_driver_sql("DROP ROLE early")


def test_only_logins_of_the_database_are_let_in(url: str) -> None:
    with pytest.raises(UsageError, match="no login nobody_here"):
        warehouse_server.admit(url, "nobody_here", roles.VIEWER, [])
