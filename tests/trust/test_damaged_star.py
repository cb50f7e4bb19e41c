"""A star whose bytes have changed is built whole again, whichever step meets the damage."""

import shutil
from pathlib import Path

import pytest

from lake.home import Home
from pipeline import warehouse as installed
from pipeline.runs import noted
from records.errors import DamagedWarehouse, ScrmError
from tests.warehouse.smalllake import Lake
from warehouse import duck
from warehouse.built import built_from, require_readable
from warehouse.load import Inputs, load
from warehouse.load.refresh import refresh


def corrupt(path: Path) -> None:
    """Flips a bit in every block but the headers, as a dying disk would in some."""
    content = bytearray(path.read_bytes())
    for place in range(3 * 4096 + 600, len(content), 262_144):
        content[place] ^= 4
    path.write_bytes(content)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return Lake(tmp_path_factory.mktemp("lake")).inputs()


@pytest.fixture(scope="module")
def whole(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("star") / "warehouse.duckdb"
    load(target, inputs)
    return target


def test_reading_every_block_finds_it_and_says_what_to_do(whole: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(whole, tmp_path))
    require_readable(copy)
    assert built_from(copy)
    corrupt(copy)
    with pytest.raises(ScrmError, match="run the job again|delete the file"):
        require_readable(copy)


def test_an_update_of_a_damaged_star_builds_it_whole(inputs: Inputs, whole: Path, tmp_path: Path) -> None:
    published = Path(shutil.copy(whole, tmp_path))
    corrupt(published)
    done = refresh(tmp_path / "next.duckdb", published, inputs)
    assert not done.is_update
    require_readable(tmp_path / "next.duckdb")


def test_a_step_that_meets_damage_leaves_a_mark_and_the_next_load_starts_afresh(
    inputs: Inputs, whole: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home").create()
    shutil.copy(whole, home.warehouse)
    assert installed.refresh(home, inputs).is_update
    home.rebuild_mark.touch()
    assert not installed.refresh(home, inputs).is_update
    assert not home.rebuild_mark.exists()


def test_the_mark_is_left_by_every_step(tmp_path: Path) -> None:
    from pipeline.job import Job
    from pipeline.settings.file import Settings

    @noted("report")
    def step(job: Job) -> dict[str, int]:
        raise DamagedWarehouse("gone")

    job = Job(home=Home(tmp_path / "home").create(), settings=Settings.model_construct())
    with pytest.raises(DamagedWarehouse):
        step(job)
    assert job.home.rebuild_mark.exists()


@pytest.mark.parametrize(
    ("words", "is_told"), [("IO Error: Corrupt database file", True), ("IO Error: No space left on device", False)]
)
def test_a_full_disk_is_no_damage(words: str, is_told: bool) -> None:
    import duckdb

    assert duck.is_damage(duckdb.IOException(words)) is is_told
