"""Refused files: kept, explained to the person who dropped them, and forgotten once they are dealt with."""

from pathlib import Path

import pytest

from lake.home import Home
from pipeline.inbox import watch
from pipeline.inbox.desk import today
from pipeline.inbox.quarantine import quarantined_files
from pipeline.steps.inbox import gather_with_inbox, take_inbox
from tests.pipeline.office import HEADER, REVIEWS, Office, notes

SECRET = "隔壁老周说这杯茶难喝"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)


@pytest.fixture(params=["", "memory://dropped"], ids=["folder", "object store"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    return Office(tmp_path, request.param).emptied()


def kept(home: Home) -> dict[str, str]:
    """The files of quarantine with the text of their notices, by folder and name."""
    return {
        path.relative_to(home.quarantine).as_posix().replace(today(), "DAY"): path.with_name(
            f"{path.name}.说明.txt"
        ).read_text(encoding="utf-8-sig")
        for path in quarantined_files(home)
    }


def test_a_file_without_the_needed_columns_names_them_and_those_it_has(office: Office) -> None:
    office.drop("taobao_reviews/三月.csv", f"昵称,购买日期,评论内容\n小七,2026-03-01,{SECRET}\n")
    (coverage,) = take_inbox(office.job)
    assert (coverage.outcome, coverage.mention_count) == ("schema_drift", 0)
    assert "no column 购买时间 (it has 昵称, 购买日期, 评论内容)" in office.told()
    ((name, notice),) = kept(office.job.home).items()
    assert name == "taobao_reviews/DAY-三月.csv"
    chinese, english, technical = notice.split("\n\n")
    assert "文件：三月.csv" in chinese
    assert "原来的位置：inbox/taobao_reviews/三月.csv" in chinese
    assert "缺少「淘宝天猫商品评价」需要的列：购买时间；它有这些列：昵称, 购买日期, 评论内容" in chinese
    assert "it lacks columns needed for Taobao and Tmall product reviews: 购买时间" in english
    assert technical.startswith("技术信息 / technical: ")
    assert office.waiting() == ["taobao_reviews/三月.csv.未导入.txt"]
    told = office.read("taobao_reviews/三月.csv.未导入.txt")
    assert told.startswith("没有导入：三月.csv")
    assert f"quarantine/taobao_reviews/{today()}-三月.csv" in told
    assert SECRET not in notice + told + str(coverage)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"小七,2026-03-01,{SECRET}\n阿明,2026-03-02,还行\n", "它的第一行不像表头"),
        (b"\x00\x9f\xff\xfe" * 900, "文件打不开"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "文件打不开"),
        (f"昵称,购买时间,评论内容\n{f'小七,很久以前,{SECRET}' + chr(10)}" * 40, "太多行读不出来"),
    ],
    ids=["no header", "bytes", "picture", "drift"],
)
def test_what_cannot_be_read_is_explained_without_its_words(office: Office, content: str | bytes, says: str) -> None:
    office.drop("taobao_reviews/x.csv", content)
    take_inbox(office.job)
    said = office.told()
    ((name, notice),) = kept(office.job.home).items()
    assert name == "taobao_reviews/DAY-x.csv"
    assert says in notice
    assert "怎么办" in notice
    coverage = str(office.rows("coverage"))
    for text in (said, notice, office.read("taobao_reviews/x.csv.未导入.txt"), coverage):
        assert SECRET not in text
        assert "小七" not in text
    assert not office.has("mentions")


def test_a_file_of_another_source_says_where_it_belongs(office: Office) -> None:
    office.drop("xiaohongshu_notes/a.csv", REVIEWS.format(SECRET))
    take_inbox(office.job)
    (notice,) = kept(office.job.home).values()
    assert "它像是「淘宝天猫商品评价」的文件：请放进 taobao_reviews 文件夹" in notice


def test_a_file_that_no_source_reads_and_one_of_a_web_source(office: Office) -> None:
    office.drop("笔记.csv", "a,b\n1,2\n")
    office.drop("appstore/评论.csv", "a,b\n3,4\n")
    assert take_inbox(office.job) == []
    notices = kept(office.job.home)
    assert set(notices) == {"unknown/DAY-笔记.csv", "unknown/DAY-评论.csv"}
    assert "请放进对应来源的文件夹：xiaohongshu_notes（小红书笔记）" in notices["unknown/DAY-笔记.csv"]
    assert "由程序联网采集" in notices["unknown/DAY-评论.csv"]
    assert office.waiting() == ["appstore/评论.csv.未导入.txt", "笔记.csv.未导入.txt"]


def test_a_fault_of_the_program_closes_the_inbox_to_one_file_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.steps.gather import gather

    def faulty(job, source, *, queries):  # type: ignore[no-untyped-def]
        if "a.csv" in queries[0].query and job.key:
            raise KeyError(SECRET)
        return gather(job, source, queries=queries)

    monkeypatch.setattr("pipeline.inbox.take.gather", faulty)
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    office.drop("xiaohongshu_notes/b.csv", notes((2, 6)))
    take_inbox(office.job)
    (notice,) = kept(office.job.home).values()
    assert "unexpected KeyError" in notice
    assert SECRET not in notice + office.told()
    assert len(office.rows()) == 1


def test_a_full_disk_is_no_fault_of_the_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.inbox.take.gather", full)
        with pytest.raises(OSError, match="No space"):
            take_inbox(office.job)
    assert office.waiting() == ["xiaohongshu_notes/a.csv"]
    assert not kept(office.job.home)
    assert len(take_inbox(office.again())) == 1


def test_both_notices_go_when_the_mended_file_is_taken(office: Office) -> None:
    office.drop("xiaohongshu_notes/a.csv", HEADER.replace("likes", "赞") + "\n1,2,3\n")
    office.drop("xiaohongshu_notes/b.csv", b"\x00\x9f\xff\xfe" * 900)
    take_inbox(office.job)
    assert len(kept(office.job.home)) == 2
    for path in quarantined_files(office.job.home):
        if path.name.endswith("b.csv"):
            path.unlink()  # a person has dealt with it
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    take_inbox(office.again())
    assert office.waiting() == ["xiaohongshu_notes/done/DAY-a.csv"]


def test_a_refused_file_that_can_be_read_after_all_leaves_quarantine(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("crawlers.tables.reader.drift_of", lambda *_: "refused 9 of 9 rows")
        office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
        take_inbox(office.job)
    assert len(kept(office.job.home)) == 1
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    take_inbox(office.again())
    assert not list(office.job.home.quarantine.rglob("*.*"))
    assert len(office.rows()) == 1


def test_refused_again_is_kept_once_and_namesakes_stay_apart(office: Office) -> None:
    for content in (b"\x00\x01" * 900, b"\x00\x01" * 900, b"\x00\x02" * 900):
        office.drop("xiaohongshu_notes/a.csv", content)
        take_inbox(office.again())
    contents = [path.read_bytes() for path in quarantined_files(office.job.home)]
    assert sorted(contents) == [b"\x00\x01" * 900, b"\x00\x02" * 900]


def test_very_long_names_and_odd_characters(office: Office) -> None:
    office.drop(f"xiaohongshu_notes/{'很长的名字' * 16}.csv", b"\x00\x9f\xff\xfe" * 900)
    office.drop("xiaohongshu_notes/a\nb.csv", notes((1, 5)))
    (coverage, other) = take_inbox(office.job)
    assert {coverage.outcome, other.outcome} == {"error", "ok"}
    assert "\n" not in coverage.query + other.query
    (path,) = quarantined_files(office.job.home)
    assert path.name.endswith(".csv")


def test_a_refused_drop_makes_the_run_partial_and_its_gathering_drift(office: Office) -> None:
    office.drop("taobao_reviews/x.csv", "昵称,购买日期\n小七,昨天\n")
    (coverage,) = gather_with_inbox(office.job, "taobao_reviews")
    assert coverage.outcome == "schema_drift"
    assert (office.events[-1].state, office.events[-1].exit_code) == ("done", 10)
