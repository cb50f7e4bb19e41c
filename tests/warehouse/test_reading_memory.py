"""A page may bound the memory of its reading; where that cannot be, it reads all the same."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from warehouse import answers, duck, migrations
from warehouse.connect import open_published


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A warehouse file of this schema without rows."""
    path = tmp_path / "warehouse.duckdb"
    with duck.engine_for(path).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR)")
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.head()})
    return path


def _limit(connection: sa.Connection) -> str:
    return str(connection.exec_driver_sql("SELECT current_setting('memory_limit')").scalar_one())


def test_a_reading_keeps_to_the_memory_it_is_given(published: Path) -> None:
    with answers.reading(published) as connection:
        own = _limit(connection)
    with answers.reading(published, memory_mb=300) as connection:
        assert _limit(connection) == "286.1 MiB" != own
    with answers.reading(published) as connection:
        assert _limit(connection) == own, "the next reader has the engine's own bound"


def test_a_second_reader_takes_the_first_ones_bound(published: Path) -> None:
    with open_published(published) as first, answers.reading(published, memory_mb=300) as second:
        assert _limit(second) == _limit(first) != "286.1 MiB"


def test_where_nothing_can_be_laid_aside_nothing_is_bounded(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with answers.reading(published, memory_mb=300) as connection:
        assert _limit(connection) != "286.1 MiB"
