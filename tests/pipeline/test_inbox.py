"""Dropped files: taken once, whatever they are called, wherever they lie."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem

from lake.partition import read
from pipeline.inbox import watch
from pipeline.inbox.desk import open_desk
from pipeline.inbox.store import InboxUnusable, Store
from pipeline.job import Window, open_job
from pipeline.steps.gather import gather
from pipeline.steps.inbox import gather_with_inbox, has_settled_files, take_inbox
from records.errors import ConfigError, UsageError
from tests.pipeline.office import CONFIG, REVIEWS, Office, notes


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)


@pytest.fixture(params=["", "memory://dropped"], ids=["folder", "object store"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    return Office(tmp_path, request.param).emptied()


@pytest.fixture
def local(tmp_path: Path) -> Office:
    return Office(tmp_path, "")


def test_a_dropped_file_is_gathered_and_moved_to_done(office: Office) -> None:
    office.drop("xiaohongshu_notes/周报.csv", notes((1, 5), (2, 6)))
    (coverage,) = take_inbox(office.job)
    assert (coverage.source, coverage.mention_count, coverage.outcome) == ("xiaohongshu_notes", 2, "ok")
    assert coverage.query.startswith("inbox/周报.csv#")
    assert {row["query"] for row in office.rows()} == {coverage.query}
    assert office.waiting() == ["xiaohongshu_notes/done/DAY-周报.csv"]
    assert take_inbox(office.again()) == []
    assert not (office.job.home.root / "inbox-staging").exists()


def test_the_observation_is_dated_by_the_file_not_by_the_run(local: Office) -> None:
    local.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    moment = datetime(2026, 3, 10, 4, tzinfo=UTC)
    os.utime(f"{local.root}/xiaohongshu_notes/a.csv", (moment.timestamp(),) * 2)
    take_inbox(local.job)
    assert [row["observed_at"] for row in local.rows("observations")] == [moment]


def test_the_same_bytes_under_another_name_are_not_taken_again(office: Office) -> None:
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    office.drop("xiaohongshu_notes/b.csv", notes((1, 5)))
    assert len(take_inbox(office.job)) == 1
    assert "inbox/xiaohongshu_notes/b.csv: taken before, as a.csv" in office.told()
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    assert take_inbox(office.again()) == []
    assert len(office.rows()) == len(office.rows("observations")) == len(office.rows("coverage")) == 1
    assert [name.split("/")[1] for name in office.waiting()] == ["done"] * 3


def test_the_same_name_with_other_bytes_is_another_file(office: Office) -> None:
    for likes in (5, 7):
        office.drop("xiaohongshu_notes/export.csv", notes((1, likes), (likes, 1)))
        assert len(take_inbox(office.again())) == 1
    assert len(office.rows()) == 3
    assert len({row["query"] for row in office.rows("coverage")}) == 2
    assert len(office.waiting()) == 2


@pytest.mark.parametrize("folder", ["qinghe", "青禾茶", "青禾家"])
def test_a_brand_folder_says_what_its_files_are_about(office: Office, folder: str) -> None:
    office.drop(f"xiaohongshu_notes/{folder}/a.csv", notes((1, 5)))
    (coverage,) = take_inbox(office.job)
    assert office.again().assignments() == {("xiaohongshu_notes", coverage.query): "qinghe"}
    assert office.waiting() == ["xiaohongshu_notes/done/DAY-a.csv"]


def test_a_file_dropped_again_into_a_brand_folder_is_given_to_that_brand(office: Office) -> None:
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    (coverage,) = take_inbox(office.job)
    assert office.again().assignments() == {}
    office.drop("xiaohongshu_notes/yun/a.csv", notes((1, 5)))
    take_inbox(office.job)
    assert office.again().assignments() == {("xiaohongshu_notes", coverage.query): "yun"}


@pytest.mark.parametrize("place", ["导出.csv", "老王的文件/导出.csv"])
def test_a_file_outside_any_source_folder_is_recognised(office: Office, place: str) -> None:
    office.drop(place, REVIEWS.format("茉莉香气很足"))
    (coverage,) = take_inbox(office.job)
    assert (coverage.source, coverage.mention_count) == ("taobao_reviews", 1)
    folder = "" if "/" not in place else "老王的文件/"
    assert office.waiting() == [f"{folder}done/DAY-导出.csv"]


def test_unfinished_and_foreign_files_are_not_exports(office: Office) -> None:
    for name in (
        "a.csv.part",
        "b.crdownload",
        ".hidden.csv",
        "~$周报.xlsx",
        "周报.csv.未导入.txt",
        "x.说明.txt",
        "Thumbs.db",
    ):
        office.drop(f"xiaohongshu_notes/{name}", notes((1, 5)))
    before = office.waiting()
    assert not has_settled_files(office.job)
    assert take_inbox(office.job) == []
    assert not office.told()
    kept = [name for name in before if not name.endswith("未导入.txt")]
    assert office.waiting() == kept


def test_a_growing_file_waits_until_it_is_whole(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = notes((1, 5), (2, 6))
    office.drop("xiaohongshu_notes/a.csv", whole[:90])
    monkeypatch.setattr(watch.time, "sleep", lambda _: office.drop("xiaohongshu_notes/a.csv", whole[:120]))
    assert not has_settled_files(office.job)
    monkeypatch.setattr(watch.time, "sleep", lambda _: office.drop("xiaohongshu_notes/a.csv", whole))
    assert take_inbox(office.job) == []
    assert "still being written" in office.told()
    assert office.waiting() == ["xiaohongshu_notes/a.csv"]
    monkeypatch.undo()
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)
    assert has_settled_files(office.job)
    take_inbox(office.again())
    assert len(office.rows()) == 2


def test_a_file_that_grows_while_it_is_read_is_not_moved(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))

    def slow(*args: Any, **more: Any) -> Any:
        found = gather(*args, **more)
        office.drop("xiaohongshu_notes/a.csv", notes((1, 5), (2, 6)))
        return found

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.inbox.take.gather", slow)
        take_inbox(office.job)
    assert "changed while it was read" in office.told()
    assert office.waiting() == ["xiaohongshu_notes/a.csv"]
    take_inbox(office.again())
    assert len(office.rows()) == 2
    assert office.waiting() == ["xiaohongshu_notes/done/DAY-a.csv"]


def test_gathering_a_source_takes_its_folder_and_no_other(local: Office) -> None:
    local.drop("taobao_reviews/a.csv", REVIEWS.format("茉莉香气很足"))
    local.drop("xiaohongshu_notes/b.csv", notes((1, 5)))
    found = gather_with_inbox(local.job, "taobao_reviews")
    assert [row.source for row in found] == ["taobao_reviews"]
    assert "xiaohongshu_notes/b.csv" in local.waiting()
    with pytest.raises(UsageError, match="nothing configured"):
        gather_with_inbox(local.again(), "taobao_reviews")
    (local.folder / "none.csv").write_text(notes((2, 6)), encoding="utf-8")
    assert [row.query for row in gather_with_inbox(local.again(), "xiaohongshu_notes")][0] == "none.csv"
    assert len(local.rows()) == 3


def test_a_window_of_days_does_not_cut_a_dropped_file(local: Office) -> None:
    local.drop("taobao_reviews/a.csv", REVIEWS.format("茉莉香气很足"))
    future = datetime(2030, 1, 1, tzinfo=UTC).date()
    (coverage,) = gather_with_inbox(local.job, "taobao_reviews", window=Window(since=future))
    assert coverage.mention_count == 1


def test_links_folders_and_empty_files_are_left_and_told_once(local: Office, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(notes((1, 5)), encoding="utf-8")
    folder = Path(local.root) / "xiaohongshu_notes"
    (folder / "三月").mkdir(parents=True)
    (folder / "三月" / "a.csv").write_text(notes((2, 6)), encoding="utf-8")
    (folder / "link.csv").symlink_to(outside)
    (folder / "empty.csv").touch()
    os.mkfifo(folder / "pipe.csv")
    (Path(local.root) / "taobao_reviews").symlink_to(tmp_path)
    assert take_inbox(local.job) == []
    said = local.told()
    for name in ("三月", "link.csv", "empty.csv", "pipe.csv", "taobao_reviews"):
        assert f"{name}:" in said
        (notice,) = Path(local.root).rglob(f"{name}.未导入.txt")
        assert "没有导入" in notice.read_text(encoding="utf-8-sig").splitlines()[0]
    assert not read(local.job.home.lake, "mentions").num_rows
    (folder / "empty.csv").write_text(notes((3, 1)), encoding="utf-8")
    (folder / "link.csv").unlink()
    take_inbox(local.again())
    remaining = {path.name for path in folder.glob("*.未导入.txt")}
    assert remaining == {"三月.未导入.txt", "pipe.csv.未导入.txt"}


def test_a_folder_that_may_not_be_read_is_told_and_stops_nothing_else(
    local: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    local.drop("taobao_reviews/b.csv", REVIEWS.format("茉莉香气很足"))
    listed = LocalFileSystem.ls

    def ls(files: LocalFileSystem, path: str, **more: Any) -> Any:
        if path.endswith("taobao_reviews"):
            raise PermissionError(13, "Permission denied")
        return listed(files, path, **more)

    monkeypatch.setattr(LocalFileSystem, "ls", ls)
    with pytest.raises(InboxUnusable, match="taobao_reviews: this folder may not be read; give the account"):
        open_desk(local.job).store.entries("taobao_reviews")
    take_inbox(local.job)
    assert "taobao_reviews: this folder may not be read" in local.told()
    assert [row["source"] for row in local.rows()] == ["xiaohongshu_notes"]


def test_nothing_is_taken_from_a_folder_that_may_not_be_written(local: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    local.drop("taobao_reviews/b.csv", REVIEWS.format("茉莉香气很足"))
    monkeypatch.setattr(Store, "is_writable", lambda _, *place: not place)
    assert not has_settled_files(local.job)
    assert take_inbox(local.job) == []
    assert "could not move a taken file away" in local.told()
    assert "taobao_reviews/b.csv" in local.waiting()


def test_an_unreadable_file_is_left_and_told(local: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    local.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    monkeypatch.setattr(Store, "is_readable", lambda *_: False)
    take_inbox(local.job)
    assert "may not read this file" in local.told()
    monkeypatch.undo()
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)
    take_inbox(local.again())
    assert local.waiting() == ["xiaohongshu_notes/done/DAY-a.csv"]


def test_an_inbox_of_an_unknown_kind_is_a_mistake_in_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "brands.yml"
    config.write_text(CONFIG.replace("INBOX", "nosuch://bucket"), encoding="utf-8")
    with pytest.raises(ConfigError, match="inbox: nosuch://"):
        take_inbox(open_job(tmp_path / "home", config))


def test_sources_may_be_left_out_where_an_inbox_is_given(tmp_path: Path) -> None:
    config = tmp_path / "brands.yml"
    config.write_text("brands: [{name: 青禾茶}]\ninbox: dropped\n", encoding="utf-8")
    job = open_job(tmp_path / "home", config)
    (tmp_path / "dropped" / "taobao_reviews").mkdir(parents=True)
    (tmp_path / "dropped" / "taobao_reviews" / "a.csv").write_text(REVIEWS.format("好喝"), encoding="utf-8")
    assert len(take_inbox(job)) == 1
    config.write_text("brands: [{name: 青禾茶}]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="give at least one"):
        open_job(tmp_path / "home", config)
