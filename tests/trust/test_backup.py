"""A backup restores to the same bytes, is proved before it is used, and brings nobody back who was erased."""

import shutil
import stat
import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from lake import erasures
from lake.home import Home
from lake.keys import author_key
from lake.partition import partitions, read, replace
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.erase.run import erase
from pipeline.safekeeping import listing
from pipeline.safekeeping.backup import backup
from pipeline.safekeeping.restore import restore
from pipeline.verify import damaged_files, orphan_files
from records.errors import DamagedArtefact, UsageError
from tests.trust import homes

SKIPPED = ("inbox/", "locks/", "airflow/", "warehouse.next.duckdb")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    homes.a_home(folder / "home", homes.write_exports(folder / "exports"))
    return folder / "home"


@pytest.fixture
def home(gathered: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(gathered, tmp_path / "home")))


def bytes_of(home: Home) -> dict[str, bytes]:
    found = {
        file.relative_to(home.root).as_posix(): file.read_bytes() for file in home.root.rglob("*") if file.is_file()
    }
    return {name: each for name, each in found.items() if not name.startswith(SKIPPED) and ".sqlite" not in name}


def test_what_is_restored_is_what_was_there(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "new")
    again = Home(tmp_path / "new")
    assert bytes_of(again) == bytes_of(home)
    assert author_key(again.vault) == author_key(home.vault)
    assert (damaged_files(again)[1], orphan_files(again)) == ([], [])
    for folder in (again.vault, again.raw, tmp_path / "copy"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in again.vault.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_a_changed_missing_or_unfinished_backup_is_refused_and_nothing_is_left(home: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backup(home, copy)
    page = next(copy.rglob("page-*"))
    whole = page.read_bytes()
    page.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(DamagedArtefact, match="changed"):
        restore(copy, tmp_path / "new")
    page.unlink()
    with pytest.raises(DamagedArtefact, match="missing"):
        restore(copy, tmp_path / "new")
    page.write_bytes(whole)
    said = (copy / listing.NAME).read_text(encoding="utf-8")
    for spoiled in (said.replace("raw/", "../raw/", 1), said.replace('"made_at"', '"made"'), "{}", "[]", ""):
        (copy / listing.NAME).write_text(spoiled, encoding="utf-8")
        with pytest.raises(DamagedArtefact, match="changed"):
            restore(copy, tmp_path / "new")
    (copy / listing.NAME).unlink()
    with pytest.raises(UsageError, match="no finished backup"):
        restore(copy, tmp_path / "new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "home"]


def test_a_place_with_something_in_it_is_refused(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "copy")
    with pytest.raises(UsageError, match="not empty"):
        backup(home, tmp_path / "copy")
    with pytest.raises(UsageError, match="not empty"):
        restore(tmp_path / "copy", home.root)


def test_who_was_erased_after_the_backup_stays_erased(home: Home, tmp_path: Path) -> None:
    words = [homes.PERSON, homes.HANDLE, homes.OWN, homes.LATER]
    backup(home, tmp_path / "copy")
    erase(home, "weibo", homes.PERSON)
    shutil.copy(home.vault / erasures.FILE, tmp_path / "list.sqlite")
    done = restore(tmp_path / "copy", tmp_path / "new", later_list=tmp_path / "list.sqlite")
    again = Home(tmp_path / "new")
    assert done.erased_count == 1
    assert homes.found_in(again, words) == []
    assert homes.found_in(again, [homes.OTHERS]) != []
    assert damaged_files(again)[1] == []


def test_a_backup_of_after_an_erasure_needs_no_second_one(home: Home, tmp_path: Path) -> None:
    erase(home, "weibo", homes.PERSON)
    backup(home, tmp_path / "copy")
    assert restore(tmp_path / "copy", tmp_path / "new").erased_count == 0


def test_a_backup_is_whole_while_partitions_are_replaced(home: Home, tmp_path: Path) -> None:
    stop = threading.Event()
    keys = {"period": date(2026, 8, 31).isoformat()}

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            replace(home.lake, "profiles/watches", keys, pa.table({"n": [number] * 500}))

    replace(home.lake, "profiles/watches", keys, pa.table({"n": [0] * 500}))
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup(home, tmp_path / f"copy{number}")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        restore(tmp_path / f"copy{number}", tmp_path / f"new{number}")
        again = Home(tmp_path / f"new{number}")
        assert damaged_files(again)[1] == []
        assert len(set(read(again.lake, "profiles/watches").column("n").to_pylist())) == 1
        assert partitions(again.lake, "profiles/watches")[0].row_count == 500


def test_the_commands_say_what_they_did(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, new = str(tmp_path / "copy"), str(tmp_path / "new")
    assert guarded(app, ["backup", copy, "--home", str(home.root)]) == 0
    assert guarded(app, ["restore", copy, "--home", new]) == 0
    assert "0 people erased anew" in capsys.readouterr().out
    assert guarded(app, ["verify", "--home", new]) == 0
    assert guarded(app, ["restore", copy, "--home", new]) == 2
    assert guarded(app, ["restore", copy, "--home", f"{new}2", "--erasures", f"{new}/none"]) == 2
