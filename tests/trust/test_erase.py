"""After an erasure nothing of the person is found, everybody else's words are there, and nothing brings them back."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawlers.reparse import reparse
from lake import audit, erasures
from lake.home import Home
from lake.keys import author_key
from lake.lock import exclusive
from lake.partition import partitions, read
from lake.vault import handles
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.erase import run
from pipeline.erase.run import erase
from pipeline.verify import damaged_files, orphan_files
from records.errors import LockHeld
from tests.trust import homes

WORDS = [homes.PERSON, homes.HANDLE, homes.OWN, homes.LATER, homes.OWN[:12], homes.LATER[-12:], homes.OWN[8:20]]
THE_SHARED = [homes.SHARED, homes.OTHERS]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("erase")
    homes.a_home(folder / "home", homes.write_exports(folder / "exports"))
    return folder


@pytest.fixture
def exports(tmp_path: Path) -> dict[str, Path]:
    return homes.write_exports(tmp_path / "exports")


@pytest.fixture
def home(gathered: Path, tmp_path: Path) -> Home:
    shutil.copytree(gathered / "home", tmp_path / "home")
    return Home(tmp_path / "home")


def texts(home: Home) -> dict[str, str]:
    rows = read(home.lake, "mentions").to_pylist()
    return {row["mention_id"]: row["text"] for row in rows}


def test_the_search_finds_the_person_before(home: Home) -> None:
    places = homes.found_in(home, WORDS)
    for place in ("raw/weibo_posts", "raw/weibo_reposts", "raw/xiaohongshu", "lake/mentions", "inbox/", "quarantine/",
                  "reports/moli", "state.sqlite"):  # fmt: skip
        assert any(each.startswith(place) for each in places), place
    assert homes.author_id(home) in handles(home.vault), "sealed, so that no search of bytes finds the name"


def test_nothing_of_the_person_is_left_and_all_of_the_others_is(home: Home) -> None:
    before = texts(home)
    (done,) = erase(home, "weibo", homes.PERSON)
    assert homes.found_in(home, WORDS) == []
    assert (done.mention_count, done.record_count) == (4, 4)
    after = texts(home)
    assert len(before) - len(after) == 4
    assert {homes.SHARED, homes.OTHERS, "蛋糕，\n好吃"} <= set(after.values())
    assert homes.found_in(home, THE_SHARED) != []
    kept = {key: text for key, text in after.items() if "＊" not in text}
    assert kept.items() <= before.items()


def test_quotations_are_masked_letter_by_letter(home: Home) -> None:
    quoting = [text for text in texts(home).values() if homes.HANDLE in text or homes.LATER in text]
    before = {len(text) for text in quoting if text != homes.LATER}
    erase(home, "weibo", homes.PERSON)
    masked = [text for text in texts(home).values() if "＊" in text]
    assert {len(text) for text in masked} == before
    assert any(text.startswith("我也遇到过＊") for text in masked)
    assert "转自微博：" + "＊" * len(homes.LATER) in masked
    assert "@＊＊＊＊＊ 你说的是哪家店" in masked


def test_pages_become_tombstones_under_a_manifest_that_names_the_old_hash(home: Home) -> None:
    old = {entry["sha256"] for manifest in home.raw.rglob("_manifest.json") for entry in _files(manifest)}
    erase(home, "weibo", homes.PERSON, "asked by letter")
    entries = [entry for manifest in home.raw.rglob("_manifest.json") for entry in _files(manifest)]
    replaced = [entry for entry in entries if "was" in entry]
    assert {entry["was"]["sha256"] for entry in replaced} == old
    assert {entry["was"]["reason"] for entry in replaced} == {"erasure"}
    assert damaged_files(home)[1] == [] == orphan_files(home)


def _files(manifest: Path) -> list[dict[str, Any]]:
    return list(json.loads(manifest.read_bytes())["files"])


@pytest.mark.parametrize("way", ["the same files", "replay", "longer files"])
def test_they_do_not_come_back(home: Home, exports: dict[str, Path], way: str) -> None:
    erase(home, "weibo", homes.PERSON)
    after = texts(home)
    if way == "replay":
        for source in exports:
            reparse(source, home=home, key=author_key(home.vault))
    else:
        if way == "longer files":
            new = homes._post(9, homes.PERSON, homes.HANDLE, "换了手机再来说一次，茉里茶的服务真的一言难尽")
            with exports["weibo_posts"].open("a", encoding="utf-8") as file:
                file.write(json.dumps(new, ensure_ascii=False) + "\n")
        covered = homes.gather_all(home, exports, "again")
        assert {row.outcome for row in covered} == {"ok"}
    quoting_elsewhere = {homes.LATER, homes.LATER[-12:]} if way != "replay" else set()
    found = [each for each in homes.found_in(home, WORDS) if each.partition(": ")[2] not in quoting_elsewhere]
    assert found == []
    assert set(texts(home)) == set(after)


def test_a_killed_erasure_is_finished_by_the_next_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that had already cleaned the raw zone, which alone told the name."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(run, "clean_lake", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(home, "weibo", homes.PERSON)
    assert homes.found_in(home, [homes.HANDLE]) != []
    first, second = erase(home, "weibo", "4433221100")
    assert (first.author_id, second.mention_count) == (homes.author_id(home), 0)
    assert homes.found_in(home, WORDS) == []


def test_twice_is_once(home: Home) -> None:
    erase(home, "weibo", homes.PERSON)
    before = {file: file.read_bytes() for file in home.lake.rglob("*.parquet")}
    (again,) = erase(home, "weibo", homes.PERSON)
    assert (again.page_count, again.lake_row_count, again.file_count) == (0, 0, 0)
    assert {file: file.read_bytes() for file in home.lake.rglob("*.parquet")} == before


def test_the_book_holds_keyed_ids_alone_and_the_log_is_a_chain(home: Home) -> None:
    erase(home, "weibo", homes.PERSON)
    erase(home, "weibo", "4433221100")
    assert {each.author_id for each in erasures.noted(home.vault)} >= {homes.author_id(home)}
    assert [entry["action"] for entry in audit.entries(home.vault)] == ["erase", "erase"]
    assert audit.broken_at(home.vault) is None
    log = home.vault / audit.FILE
    log.write_bytes(log.read_bytes().replace(b'"erase"', b'"visit"', 1))
    assert audit.broken_at(home.vault) == 2
    with sqlite3.connect(home.vault / "handles.sqlite") as connection:
        assert connection.execute("select count(*) from sealed_handle where platform = 'weibo'").fetchone()[0] > 0


def test_nobody_gathers_meanwhile(home: Home) -> None:
    with exclusive(home.root / "warehouse.lock", "the warehouse"), pytest.raises(LockHeld):
        erase(home, "weibo", homes.PERSON)
    assert homes.found_in(home, [homes.PERSON]) != []


def test_the_command_counts_what_went(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--platform", "weibo", "--author", homes.PERSON, "--home", str(home.root)]
    assert guarded(app, ["erase", "--json", *options]) == 0
    (done,) = json.loads(capsys.readouterr().out)
    assert (done["record_count"], done["report_count"]) == (4, 2)
    assert (home.reports / "index.html").exists()
    assert [each.row_count for each in partitions(home.lake, "mentions") if not each.row_count] == []
