"""The warehouse built of the hand-written lake, and connections to it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from records import (
    Annotation,
    Mention,
)
from records.arrow import mention_table, table_of
from tests.warehouse.postgres import database, empty_database, server  # noqa: F401 (fixtures)
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import (
    BRANDS,
    CURRENT,
)
from warehouse import duck
from warehouse.load import Inputs, load, load_profiles


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-written lake as a warehouse file with profiles, not yet published. Treat as read-only."""
    folder = tmp_path_factory.mktemp("warehouse")
    lake = Lake(folder / "lake")
    target = folder / "warehouse.next.duckdb"
    load(target, lake.inputs())
    load_profiles(target, lake.profiles())
    return target


@pytest.fixture
def next_file(built: Path, tmp_path: Path) -> Path:
    """A copy of the built warehouse that a test may spoil."""
    copy = tmp_path / "warehouse.next.duckdb"
    shutil.copy(built, copy)
    return copy


@pytest.fixture
def star(built: Path) -> Iterator[sa.Connection]:
    """A reading connection to the built warehouse."""
    with duck.engine_for(built, is_read_only=True).connect() as connection:
        yield connection


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """An empty folder to write a lake into."""
    return Lake(tmp_path / "lake")


Builder = Callable[[list[Mention], list[Annotation]], sa.Connection]


@pytest.fixture
def build(tmp_path: Path, lake: Lake) -> Iterator[Builder]:
    """Builds a warehouse of a few mentions and what engines said of them, and opens it for reading."""
    target = tmp_path / "warehouse.next.duckdb"
    with ExitStack() as opened:

        def built_of(texts: list[Mention], judged: list[Annotation]) -> sa.Connection:
            mentions = lake.write("mentions", mention_table(texts))
            annotations = lake.write("annotations", table_of(Annotation, judged))
            load(target, Inputs(mentions=mentions, annotations=annotations, current=CURRENT, brands=BRANDS))
            return opened.enter_context(duck.engine_for(target, is_read_only=True).connect())

        yield built_of


def rows_of(connection: sa.Connection, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query."""
    return [tuple(row) for row in connection.exec_driver_sql(sql).all()]
