import csv
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.world.reading import csv_rows, json_lines, texts_of
from world import World, generate
from world.truth import text_digest


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_same_seed_gives_same_bytes_and_times(small_world: World, tmp_path: Path) -> None:
    assert snapshot(generate(tmp_path, scale=0.1).folder) == snapshot(small_world.folder)


def test_another_seed_gives_another_world(small_world: World, tmp_path: Path) -> None:
    other = generate(tmp_path, seed=7, scale=0.1)
    names = [{name for name in each.truth()["mentions"] if "jd:" not in name} for each in (other, small_world)]
    assert names[0].isdisjoint(names[1])


def test_generating_again_leaves_nothing_of_the_old_world(small_world: World, tmp_path: Path) -> None:
    generate(tmp_path, seed=3, scale=0.5)
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    generate(tmp_path, scale=0.1)
    assert snapshot(tmp_path).keys() - {"mine.txt"} == snapshot(small_world.folder).keys()
    assert (tmp_path / "mine.txt").exists()


@pytest.mark.parametrize("scale", [0.0, -1.0])
def test_a_scale_must_be_positive(tmp_path: Path, scale: float) -> None:
    with pytest.raises(ValueError, match="scale must be positive"):
        generate(tmp_path, scale=scale)


def test_volume(whole_world: World, truth: dict[str, Any]) -> None:
    assert 6_000 <= whole_world.mention_count <= 9_000
    assert (
        truth["mention_count"]
        == whole_world.mention_count
        == sum(counts["mentions"] for counts in truth["counts"].values())
    )
    assert set(truth["counts"]) == {
        "weibo_posts", "weibo_reposts", "xiaohongshu_notes", "mediacrawler_douyin", "jd_reviews", "heimao", "appstore",
        "feed", "orders", "contacts", "surveys", "referrals", "loyalty", "touchpoints", "costs", "consents",
        "table",
    }  # fmt: skip


def test_truth_and_files_hold_the_same_mentions(whole_world: World, truth: dict[str, Any]) -> None:
    texts = texts_of(whole_world.folder)
    for path in (whole_world.folder / "exports").glob("jd_reviews_*.csv"):
        for row in csv_rows(path, truth["files"][f"exports/{path.name}"]["encoding"]):
            if row["购买时间"][0].isdigit():
                texts[f"jd:text:{text_digest(row['评论内容'])}"] = row["评论内容"]
    assert texts.keys() == truth["mentions"].keys()
    assert all(text_digest(text) == truth["mentions"][name]["text_digest"] for name, text in texts.items())


def test_truth_refers_to_existing_mentions_only(truth: dict[str, Any]) -> None:
    named = {
        *truth["homonyms"], *truth["overlaps"], *truth["army"]["ids"], *truth["crisis"]["ids"],
        *(each["id"] for each in truth["complaints"]), truth["influencer"]["spike_post"],
        *truth["influencer"]["crisis_posts"], *(name for group in truth["duplicates"].values() for name in group),
        *(mention["root"] for mention in truth["mentions"].values() if mention["root"]),
    }  # fmt: skip
    assert named <= truth["mentions"].keys()
    assert {truth["influencer"]["author"], truth["tier_change"]["author"], *truth["army"]["authors"]} <= truth[
        "authors"
    ].keys()


def test_everything_happens_within_eight_whole_weeks(truth: dict[str, Any]) -> None:
    days = {mention["published_at"][:10] for mention in truth["mentions"].values()}
    assert (min(days), max(days), len(days)) == ("2026-07-06", "2026-08-30", 56)
    first, last = (datetime.fromisoformat(truth[name]) for name in ("first_day", "last_day"))
    assert (first.weekday(), last.weekday()) == (0, 6)


def test_rows_and_mess_are_as_the_truth_says(whole_world: World, truth: dict[str, Any]) -> None:
    refused = skipped = 0
    for name, told in truth["files"].items():
        path = whole_world.folder / name
        assert path.stat().st_mtime == datetime.fromisoformat(told["observed_at"]).timestamp()
        if path.suffix == ".jsonl":
            lines = path.read_text(encoding="utf-8").splitlines()
            assert (len(lines), len(lines) - len(list(json_lines(path)))) == (told["rows"], told["refused"])
        elif path.suffix == ".csv":
            with path.open(encoding=told["encoding"], newline="") as file:
                assert len(list(csv.reader(file))) - 1 == told["rows"] + told["skipped"]
            assert len(csv_rows(path, told["encoding"])) == told["rows"]
        refused, skipped = refused + told["refused"], skipped + told["skipped"]
    assert (refused, skipped) == (6, 9)


def test_one_table_is_gb18030_and_is_not_utf8(whole_world: World, truth: dict[str, Any]) -> None:
    path = whole_world.folder / "exports" / "jd_reviews_beian.csv"
    assert truth["files"]["exports/jd_reviews_beian.csv"]["encoding"] == "gb18030"
    with pytest.raises(UnicodeDecodeError):
        path.read_text(encoding="utf-8")


def test_weekly_exports_overlap_with_grown_counts(exports: Path, truth: dict[str, Any]) -> None:
    seen: dict[str, list[int]] = {}
    for path in sorted(exports.glob("weibo_posts_*.jsonl")):
        for row in json_lines(path):
            seen.setdefault(f"weibo:{row['file'].split('_')[1]}", []).append(row["likes"])
    twice = {name for name, likes in seen.items() if len(likes) == 2}
    assert twice == {name for name in truth["overlaps"] if name.startswith("weibo:")}
    assert all(first <= second for first, second in (seen[name] for name in twice))
    assert sum(seen[name][0] < seen[name][1] for name in twice) > len(twice) / 2


def test_shapes_of_the_exports(exports: Path) -> None:
    post = next(json_lines(exports / "weibo_posts_2026w28.jsonl"))
    assert list(post) == ["text", "user", "time", "reposts", "comments", "likes", "pics", "source", "has_url", "file"]
    assert {"id", "name", "verified", "verified_type", "followers", "messages", "friends"} <= post["user"].keys()
    repost = next(json_lines(exports / "weibo_reposts_2026w31.jsonl.gz"))
    assert list(repost) == ["uid", "parent", "text", "mid", "date", "post", "name", "fans"]
    complaint = next(json_lines(exports / "heimao_complaints.jsonl"))
    assert set(complaint["进度"][0]) == {"时间", "角色", "状态", "内容"}
    notes = csv_rows(exports / "xiaohongshu_notes_2026w35.csv")
    assert any("万" in note["likes"] for note in notes)
    published = datetime.fromtimestamp(int(notes[0]["id"][:8], 16)).astimezone()
    assert published.year == 2026


def test_reposts_point_at_posts_and_earlier_reposts(exports: Path) -> None:
    files = {row["file"] for path in exports.glob("weibo_posts_*.jsonl") for row in json_lines(path)}
    reposts = [row for path in exports.glob("weibo_reposts_*.gz") for row in json_lines(path)]
    dates = {row["mid"]: row["date"] for row in reposts}
    assert all(row["post"] in files for row in reposts)
    assert all(not row["parent"] or dates[row["parent"]] <= row["date"] for row in reposts)
    assert Counter(bool(row["parent"]) for row in reposts)[True] > 200


def test_truth_file_is_plain_json(whole_world: World) -> None:
    assert json.loads(whole_world.truth_path.read_text(encoding="utf-8"))["seed"] == 20260901
