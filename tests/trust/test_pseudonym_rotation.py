"""`scrm keys rotate --pseudonyms`: the same home under other pseudonyms, whatever is killed on the way."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from crawlers.reparse import reparse
from lake import audit, erasures, keys, linkkeys, vault
from lake.compaction import LEAST_FILES
from lake.home import Home
from lake.keys import ENVIRONMENT, author_key, author_secrets, standing
from lake.lock import exclusive, shared
from lake.partition import append, find, partitions, read
from pipeline import rereporting, rotation
from pipeline.cli.app import app
from pipeline.compaction import compact
from pipeline.erase.held import held
from pipeline.erase.objection import set_objection
from pipeline.erase.run import erase
from pipeline.job import Job
from pipeline.keys import unmasked
from pipeline.rotation import rotate_pseudonyms
from pipeline.safekeeping.backup import backup
from pipeline.safekeeping.restore import restore
from pipeline.settings.file import Settings
from pipeline.settled import lock_of, settled
from pipeline.verify import damaged_files, orphan_files
from records.errors import ConfigError, LockHeld, RotationUnfinished, UsageError
from records.ids import key_of, linking_key, pseudonym, rekeyed, secrets_of
from tests.trust import homes

OTHER = "7300551199"


@pytest.fixture(scope="module", autouse=True)
def _keys_of_the_home() -> Iterator[None]:
    """Homes of these tests have their keys in the vault, whatever the environment of the others says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ENVIRONMENT, raising=False)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    exports = homes.write_exports(folder / "exports")
    home = homes.a_home(folder / "home", exports)
    erase(home, "weibo", homes.PERSON)
    set_objection(home, "weibo", OTHER, is_objecting=True)
    page = home.reports / "moli" / "earlier.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<p>{pseudonym(author_key(home.vault), 'weibo', OTHER)} 说</p>", "utf-8")
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    shutil.copytree(made / "home", tmp_path / "home")
    return Home(tmp_path / "home")


def _rows(home: Home) -> dict[str, list[dict[str, Any]]]:
    """Partition -> its rows in order."""
    return {
        each.path.relative_to(home.lake).as_posix(): [
            row for file in each.files for row in pq.read_table(file, partitioning=None).to_pylist()
        ]
        for dataset in ("mentions", "authors", "observations", "coverage")
        for each in partitions(home.lake, dataset)
    }


def _books(home: Home) -> list[list[Any]]:
    return [
        sorted(vault.handles(home.vault).items()),
        sorted(linkkeys.link_keys(home.vault)),
        sorted(erasures.noted(home.vault)),
    ]


def _old(home: Home, secrets: tuple[bytes, ...]) -> list[str]:
    ids = [pseudonym(key_of(secrets), "weibo", each) for each in (homes.PERSON, OTHER, "7300551188", "7300551155")]
    names = [erasures.name_key(key_of(secrets), homes.HANDLE), linking_key(key_of(secrets), "name_key", "山里的猫")]
    return [*ids, *names]


def _renamed(row: dict[str, Any], secret: bytes) -> dict[str, Any]:
    return {**row, "author_id": rekeyed(secret, row["author_id"])} if row.get("author_id") else row


def _without_audit(found: list[str]) -> list[str]:
    return [each for each in found if not each.startswith("vault/audit.jsonl")]


def test_all_is_equal_but_for_a_renaming(home: Home) -> None:
    before, books, secrets = _rows(home), _books(home), author_secrets(home.vault)
    assert _without_audit(homes.found_in(home, _old(home, secrets))) != []
    (done,) = rotate_pseudonyms(home)
    assert (done.generation, done.report_count) == (1, 1)
    secret = author_secrets(home.vault)[-1]
    after = _rows(home)
    assert after.keys() == before.keys()
    assert after == {place: [_renamed(row, secret) for row in rows] for place, rows in before.items()}
    assert before != after
    people = [
        {row["author_id"] for rows in each.values() for row in rows if row.get("author_id")} for each in (before, after)
    ]
    assert len(people[0]) == len(people[1]) > 5
    assert people[0].isdisjoint(people[1])
    assert [len(each) for each in _books(home)] == [len(each) for each in books]
    assert _without_audit(homes.found_in(home, _old(home, secrets))) == []
    assert damaged_files(home)[1] == []
    assert orphan_files(home) == []
    assert audit.broken_at(home.vault) is None
    assert list(audit.entries(home.vault))[-1]["action"] == "pseudonyms rotated"


SECRET = bytes(range(32))
PLACES: list[tuple[object, str, int]] = [
    (rotation, "write_secrets", 1),
    (rotation, "rename_lake", 1),
    ("lake.rotation", "write_rows", 2),
    ("lake.rotation", "write_entries", 3),
    ("lake.rotation", "sweep", 3),
    ("lake.rotation", "_relist", 1),
    ("lake.vault", "_write", 1),
    (vault, "rewrite", 1),
    (rereporting, "write_durably", 1),
    (rotation, "rename_book", 2),
    ("lake.rotation", "rewrite", 1),
    (audit, "record", 1),
]


@pytest.fixture(scope="module")
def whole(made: Path) -> Home:
    """Rotated without a fault, with the secret of the cases."""
    home = Home(made / "whole")
    shutil.copytree(made / "home", home.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rotation, "new_secret", lambda: SECRET)
        rotate_pseudonyms(home)
    return home


@pytest.mark.parametrize(("module", "name", "call"), PLACES, ids=[f"{each[1]}-{each[2]}" for each in PLACES])
def test_killed_anywhere_it_ends_as_if_it_had_not_been(
    home: Home, whole: Home, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int
) -> None:
    monkeypatch.setattr(rotation, "new_secret", lambda: SECRET)
    old = author_secrets(home.vault)
    error: BaseException = OSError(28, "No space left on device") if name.startswith("write") else KeyboardInterrupt()
    with monkeypatch.context() as patch:
        place = f"{module}.{name}" if isinstance(module, str) else f"{module.__name__}.{name}"
        patch.setattr(place, _fails_at(call, place, error))
        with pytest.raises(type(error)):
            rotate_pseudonyms(home)
    with pytest.raises(RotationUnfinished, match="scrm keys rotate --pseudonyms"), settled(home):
        pass
    with pytest.raises(RotationUnfinished, match="scrm keys rotate --pseudonyms"):
        author_key(home.vault)
    rotate_pseudonyms(home)
    assert author_secrets(home.vault) == (*old, SECRET)
    assert _rows(home) == _rows(whole)
    assert _books(home) == _books(whole)
    assert damaged_files(home) == damaged_files(whole)
    assert _without_audit(homes.found_in(home, _old(home, old))) == []
    assert orphan_files(home) == []
    assert (home.reports / "moli" / "earlier.html").read_bytes() == (
        whole.reports / "moli" / "earlier.html"
    ).read_bytes()
    assert not list(home.vault.glob("*renaming*"))


def _fails_at(call: int, place: str, error: BaseException) -> Callable[..., object]:
    """The function itself, until it is called for the `call`-th time."""
    module, _, name = place.rpartition(".")
    real: Callable[..., object] = getattr(__import__(module, fromlist=[name]), name)
    count = 0

    def failing(*args: Any, **kwargs: Any) -> object:
        nonlocal count
        count += 1
        if count == call:
            raise error
        return real(*args, **kwargs)

    return failing


def test_a_report_written_just_before_the_kill_is_not_renamed_twice(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = home.reports / "moli" / "earlier.html"
    monkeypatch.setattr(rotation, "rename_book", _fails_at(1, "pipeline.rotation.rename_book", KeyboardInterrupt()))
    with monkeypatch.context() as patch:
        real = Path.chmod

        def die(self: Path, mode: int, **_: Any) -> None:
            if self == page:
                raise KeyboardInterrupt
            real(self, mode)

        patch.setattr(Path, "chmod", die)
        with pytest.raises(KeyboardInterrupt):
            rotate_pseudonyms(home)
    monkeypatch.undo()
    rotate_pseudonyms(home)
    assert page.read_text("utf-8") == f"<p>{pseudonym(author_key(home.vault), 'weibo', OTHER)} 说</p>"


def test_who_was_erased_or_objects_stays_so_when_met_again(home: Home, made: Path) -> None:
    before = len(set(read(home.lake, "mentions").column("mention_id").to_pylist()))
    rotate_pseudonyms(home)
    homes.gather_all(home, homes.write_exports(made / "exports"), "second")
    assert homes.found_in(home, [homes.PERSON, homes.HANDLE, homes.OWN]) == []
    assert len(set(read(home.lake, "mentions").column("mention_id").to_pylist())) == before
    new = pseudonym(author_key(home.vault), "weibo", OTHER)
    assert erasures.objecting(home.vault) == {new}
    assert erasures.gone(home.vault).authors == {homes.author_id(home)}


def test_replay_and_people_are_found_under_the_new_names(home: Home) -> None:
    rotate_pseudonyms(home)
    before = _rows(home)
    for source in ("weibo_posts", "weibo_reposts", "xiaohongshu_notes"):
        reparse(source, home=home, key=author_key(home.vault))
    assert _rows(home) == before
    anew = Home(home.root.with_name("anew")).create()
    shutil.copytree(home.raw, anew.raw, dirs_exist_ok=True)
    shutil.copytree(home.vault, anew.vault, dirs_exist_ok=True)
    for source in ("weibo_posts", "weibo_reposts", "xiaohongshu_notes"):
        reparse(source, home=anew, key=author_key(anew.vault))
    assert {place: rows for place, rows in _rows(anew).items() if place.startswith("mentions")} == {
        place: rows for place, rows in before.items() if place.startswith("mentions")
    }
    found = held(home, "weibo", OTHER)
    assert found.author_id == pseudonym(author_key(home.vault), "weibo", OTHER)
    assert (len(found.rows["mentions"]), found.has_handle, found.noted) == (1, True, ("objected",))
    assert unmasked(home, found.author_id, "核对").native_id == OTHER
    erase(home, "weibo", OTHER)
    assert homes.found_in(home, [OTHER]) == []


def test_what_was_judged_needs_no_judging_anew(home: Home) -> None:
    """Also of files that were or will be compacted."""
    (first, *_) = partitions(home.lake, "mentions")
    identity = first.identity
    rotate_pseudonyms(home)
    rotate_pseudonyms(home)
    now = find(home.lake, "mentions", first.keys)
    assert now is not None
    assert now.identity == identity
    assert now.hashes != first.hashes
    assert standing(home.vault).generation == 2
    assert len(secrets_of(author_key(home.vault))) == 3


def test_nothing_is_renamed_twice_by_a_mark_that_was_lost(home: Home) -> None:
    rotate_pseudonyms(home)
    (home.vault / keys.STANDING_FILE).unlink()
    with pytest.raises(RotationUnfinished):
        author_key(home.vault)
    with pytest.raises(ConfigError, match=keys.STANDING_FILE):
        rotate_pseudonyms(home)


def test_one_at_a_time_and_beside_no_step(home: Home) -> None:
    with exclusive(lock_of(home), "it"), pytest.raises(LockHeld, match="wait until it ends"):
        rotate_pseudonyms(home)
    with shared(lock_of(home), "a step"), shared(lock_of(home), "another"), pytest.raises(LockHeld):
        rotate_pseudonyms(home)
    with exclusive(lock_of(home), "it"), pytest.raises(LockHeld):
        compact(home)
    assert not (home.vault / keys.STANDING_FILE).exists()


def test_an_unfinished_erasure_is_ended_first(home: Home) -> None:
    (home.vault / "erasing-a_1.json").write_text("{}")
    with pytest.raises(UsageError, match="scrm erase"):
        rotate_pseudonyms(home)


def test_secrets_of_the_environment_are_added_there(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (home.vault / keys.FILE).read_text()
    (home.vault / keys.FILE).unlink()
    monkeypatch.setenv(ENVIRONMENT, first)
    with pytest.raises(UsageError, match=ENVIRONMENT):
        rotate_pseudonyms(home)
    monkeypatch.setenv(ENVIRONMENT, f"{first},{'cd' * 32}")
    with pytest.raises(RotationUnfinished, match="run `scrm keys rotate --pseudonyms`"):
        author_key(home.vault)
    done = CliRunner().invoke(app, ["keys", "rotate", "--pseudonyms", "--home", str(home.root)])
    assert (done.exit_code, done.output.startswith("generation 1: ")) == (0, True)
    assert secrets_of(author_key(home.vault)) == (bytes.fromhex(first), b"\xcd" * 32)
    assert not (home.vault / keys.FILE).exists()
    monkeypatch.setenv(ENVIRONMENT, first)
    with pytest.raises(ConfigError, match="need 2 secrets"):
        author_key(home.vault)
    monkeypatch.setenv(ENVIRONMENT, f"{first},{'ab' * 32}")
    with pytest.raises(ConfigError, match="not the secrets"):
        author_key(home.vault)


def test_a_rotation_is_ended_with_the_secret_it_was_begun_with(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (home.vault / keys.FILE).read_text()
    monkeypatch.setenv(ENVIRONMENT, f"{first},{'cd' * 32}")
    with monkeypatch.context() as patch:
        patch.setattr(rotation, "rename_handles", _fails_at(1, "pipeline.rotation.rename_handles", KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            rotate_pseudonyms(home)
    monkeypatch.setenv(ENVIRONMENT, f"{first},{'ab' * 32}")
    with pytest.raises(ConfigError, match="another secret"):
        rotate_pseudonyms(home)


def test_a_backup_of_before_follows_to_the_list_of_after(made: Path, tmp_path: Path) -> None:
    home = homes.a_home(tmp_path / "home", homes.write_exports(tmp_path / "exports"))
    backup(home, tmp_path / "copy")
    rotate_pseudonyms(home)
    erase(home, "weibo", homes.PERSON)
    shutil.copy(home.vault / erasures.FILE, tmp_path / "list.sqlite")
    with pytest.raises(UsageError, match="another generation"):
        restore(tmp_path / "copy", tmp_path / "new", later_list=tmp_path / "list.sqlite")
    assert not (tmp_path / "new").exists()
    restored = restore(tmp_path / "copy", tmp_path / "new", later_list=home.vault / erasures.FILE)
    again = Home(tmp_path / "new")
    assert restored.erased_count == 1
    assert author_key(again.vault) == author_key(home.vault)
    assert homes.found_in(again, [homes.PERSON, homes.HANDLE, homes.OWN, homes.LATER]) == []
    restore(tmp_path / "copy", tmp_path / "old")
    assert author_key(Home(tmp_path / "old").vault) != author_key(home.vault)


def test_a_job_that_lasts_names_people_as_the_home_does(home: Home) -> None:
    job = Job(home=home, settings=Settings.model_construct())
    before = job.key
    rotate_pseudonyms(home)
    assert job.key == author_key(home.vault) != before


def test_what_was_compacted_is_known_by_what_was_gathered(home: Home) -> None:
    keys_of = {"source": "weibo_posts", "dt": "2026-08-01"}
    for number in range(LEAST_FILES):
        rows = pa.table({"mention_id": [f"weibo:{number}"], "author_id": [f"a_{number:020x}"]})
        append(home.lake, "mentions", keys_of, rows, unique=["mention_id"])
    gathered = find(home.lake, "mentions", keys_of)
    rotate_pseudonyms(home)
    compact(home)
    compacted = find(home.lake, "mentions", keys_of)
    rotate_pseudonyms(home)
    again = find(home.lake, "mentions", keys_of)
    assert gathered
    assert compacted
    assert again
    assert (len(gathered.files), len(compacted.files), len(again.files)) == (LEAST_FILES, 1, 1)
    assert gathered.identity == compacted.identity == again.identity
    assert damaged_files(home)[1] == []
