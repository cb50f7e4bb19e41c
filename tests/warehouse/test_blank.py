"""An empty star is made once and kept; whatever may be wrong with the kept one, the star is as it would be without."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.load import blank


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that this test's stars are kept in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    blank._content.cache_clear()
    yield tmp_path / "cache" / "social-crm" / "stars"
    blank._content.cache_clear()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each star that is made."""
    found: list[int] = []
    own = blank._made

    def watched() -> bytes:
        found.append(1)
        return own()

    monkeypatch.setattr(blank, "_made", watched)
    return found


def _in_a_new_process(target: Path) -> list[tuple[Any, ...]]:
    """Tables, views and columns with their comments of the star that a process without memory puts there."""
    blank._content.cache_clear()
    blank.create(target)
    with duckdb.connect(str(target), read_only=True) as connection:
        listed = (
            "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
        )
        rows: list[tuple[Any, ...]] = connection.sql(f"{listed} ORDER BY ALL").fetchall()
    return rows


def test_it_is_made_once_and_the_same_afterwards(own_cache: Path, made: list[int], tmp_path: Path) -> None:
    first, second = (_in_a_new_process(tmp_path / f"{name}.duckdb") for name in ("one", "two"))
    assert len(made) == 1
    assert first == second
    assert ("v_mention", "mention_id") in {row[:2] for row in second}
    assert len(list(own_cache.iterdir())) == 1


@pytest.mark.parametrize("size", [0, 10, 100_000])
def test_one_that_lost_bytes_is_made_again(own_cache: Path, made: list[int], tmp_path: Path, size: int) -> None:
    whole = _in_a_new_process(tmp_path / "one.duckdb")
    (kept,) = own_cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:size])
    assert _in_a_new_process(tmp_path / "two.duckdb") == whole
    assert _in_a_new_process(tmp_path / "three.duckdb") == whole
    assert len(made) == 2


def test_another_program_makes_its_own(
    own_cache: Path, made: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_a_new_process(tmp_path / "one.duckdb")
    sources, changed = blank._sources(), tmp_path / "mentions.py"
    changed.write_text("# another view\n")
    monkeypatch.setattr(blank, "_sources", lambda: [*sources, changed])
    _in_a_new_process(tmp_path / "two.duckdb")
    assert len(made) == 2
    assert len(list(own_cache.iterdir())) == 2


def test_it_is_of_tables_views_names_and_migrations() -> None:
    listed = {"/".join(file.parts[-2:]) for file in blank._sources()}
    assert {"views/sentiment.py", "versions/0001_first_schema.py"} <= listed
    assert any(name.endswith(".tsv") for name in listed)
    assert not any(name.endswith(".pyc") for name in listed)


def test_the_oldest_goes(own_cache: Path) -> None:
    own_cache.mkdir(parents=True)
    for name in "abcd":
        blank._keep(own_cache / name, b"star")
    assert {file.name for file in own_cache.iterdir()} == {"b", "c", "d"}


def test_nothing_depends_on_being_kept(
    own_cache: Path, made: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_cache.parent.mkdir(parents=True)
    own_cache.write_text("a file where the folder should be")
    whole = _in_a_new_process(tmp_path / "one.duckdb")

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert _in_a_new_process(tmp_path / "two.duckdb") == whole
    assert len(made) == 2
