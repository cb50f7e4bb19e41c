"""A sheet goes out, a person fills it in, it comes back, and what the person said counts, also after re-scoring."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from openpyxl import load_workbook

from lake.keys import ENVIRONMENT
from pipeline.cli.app import app
from pipeline.corrections.draw import Candidate, draw
from pipeline.corrections.sheet import HEADER, read_sheet
from pipeline.corrections.take import take
from pipeline.job import Job, open_job
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.steps.load import load
from records.errors import UnreadableFile, UsageError
from tests.pipeline.conftest import KEY
from warehouse.connect import open_published

CONFIG = """
brands: [{name: 青禾茶, id: qinghe}, {name: 松岭咖啡, id: songling}]
sources: [{source: table, files: [posts.csv], platform: weibo, brand: qinghe}]
"""
WHERE = ("下班路上", "周末逛街", "出差机场", "学校门口", "看完电影", "陪妈妈体检", "搬家那天", "加班深夜")
WHAT = ("桂花乌龙", "岩盐奶盖", "葡萄冰茶", "红豆年糕", "鲜橙绿茶")
GOOD = ("真的太好喝了", "非常满意", "强烈推荐大家", "味道惊艳", "必须好评")
BAD = ("难喝极了", "态度恶劣再也不来", "太失望了", "喝出异味恶心", "垃圾差评")
PRAISE = [f"{where}买了青禾茶的{what}，{GOOD[n]}" for where in WHERE for n, what in enumerate(WHAT)]
BLAME = [f"青禾茶{what}{BAD[n]}！{where}白花钱" for where in WHERE for n, what in enumerate(WHAT)]
BOTH = ["青禾茶比松岭咖啡好喝太多了，非常满意"]


@dataclass
class Place:
    """A home with one load behind it."""

    job: Job
    folder: Path

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with open_published(self.job.home.next_warehouse) as connection:
            return [tuple(row) for row in connection.execute(sa.text(sql))]

    def run(self, *arguments: str) -> Any:
        return CliRunner().invoke(app, [*arguments, "--home", str(self.job.home.root)], catch_exceptions=True)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    rows = [f"{n},{text},2026-03-0{n % 8 + 1} 12:00:00" for n, text in enumerate([*PRAISE, *BLAME, *BOTH])]
    (tmp_path / "posts.csv").write_text("编号,内容,发布时间\n" + "\n".join(rows), "utf-8")
    (tmp_path / "brands.yml").write_text(CONFIG, "utf-8")
    monkeypatch.setenv(ENVIRONMENT, KEY)
    job = open_job(tmp_path / "home", tmp_path / "brands.yml")
    gather(job, "table")
    enrich(job)
    load(job)
    job.home.next_warehouse.rename(job.home.warehouse)
    return Place(job, tmp_path)


def _fill(file: Path, judge: Any) -> None:
    """Writes what `judge(text)` gives, a dict of column name to cell, into each row."""
    book = load_workbook(file)
    page = book["核对"]
    for row in range(3, page.max_row + 1):
        for name, cell in judge(page.cell(row, HEADER.index("正文") + 1).value).items():
            page.cell(row, HEADER.index(name) + 1, cell)
    book.save(file)


def test_the_sheet_shows_posts_and_hides_what_the_machine_said(place: Place) -> None:
    file = place.folder / "a.xlsx"
    result = place.run("sample", "qinghe", "-n", "20", "--output", str(file))
    assert result.exit_code == 0, result.output
    page = load_workbook(file)["核对"]
    texts = [row[HEADER.index("正文")] for row in page.iter_rows(min_row=3, values_only=True)]
    assert len(texts) == len(set(texts)) == 20
    assert set(texts) <= {*PRAISE, *BLAME, *BOTH}
    cells = {str(cell) for row in page.iter_rows(min_row=3, values_only=True) for cell in row}
    assert not cells & {"positive", "negative", "neutral", "正面", "负面"}
    assert file.stat().st_mode & 0o077 == 0
    assert page.column_dimensions["M"].hidden


def test_an_earlier_sheet_is_not_written_over(place: Place) -> None:
    file = place.folder / "a.xlsx"
    file.write_text("filled in")
    result = place.run("sample", "qinghe", "--output", str(file))
    assert isinstance(result.exception, UsageError)
    assert file.read_text() == "filled in"


def test_a_persons_word_wins_and_survives_another_engine(place: Place) -> None:
    file = place.folder / "a.xlsx"
    place.run("sample", "qinghe", "-n", "20", "--output", str(file))
    _fill(file, lambda text: {"情感": "中性"})
    taken = take(place.job, file, by="李 雷")
    assert (taken.judged_count, taken.by_task["target_sentiment"]) == (20, 20)
    (place.folder / "brands.yml").write_text(CONFIG + "sentiment: {engine: snownlp}\n", "utf-8")
    job = open_job(place.job.home.root, place.folder / "brands.yml")
    enrich(job)
    load(job)
    sql = "select sentiment, count(*) from v_mention where brand_id = 'qinghe' and sentiment is not null group by 1"
    said = dict(place.ask(sql))
    assert said["neutral"] == 20  # snownlp itself knows no neutral
    assert sum(said.values()) > 70  # it abstains from a few
    pairs = place.ask("select sum(correction_count), count(distinct mention_id) from v_correction")
    assert pairs == [(20, 20)]
    versions = [row[0] for row in place.ask("select version from dim_model where engine = 'human' order by version")]
    assert {version.split(".")[2] for version in versions} == {"李-雷"}
    assert versions[-1].endswith(".random")


def test_the_same_sheet_again_adds_nothing(place: Place) -> None:
    file = place.folder / "a.xlsx"
    place.run("sample", "qinghe", "-n", "8", "--output", str(file))
    _fill(file, lambda text: {"情感": "正面"})
    assert take(place.job, file).by_task["target_sentiment"] == 8
    assert take(place.job, file).annotation_count == 0


def test_what_is_not_about_the_brand_no_longer_counts_for_it_and_still_for_others(place: Place) -> None:
    file = place.folder / "a.xlsx"
    place.run("sample", "qinghe", "-n", "81", "--output", str(file))
    _fill(file, lambda text: {"与品牌有关": "否"} if text in (BOTH[0], PRAISE[0]) else {"情感": "正面"})
    take(place.job, file)
    load(place.job)
    rows = place.ask(
        "select b.brand_id, x.text from fact_mention f join dim_brand b using (brand_key) "
        "join content_text x using (content_key) where f.mention_count = 1"
    )
    assert ("songling", BOTH[0]) in rows
    assert ("qinghe", BOTH[0]) not in rows
    assert ("qinghe", PRAISE[0]) not in rows
    assert ("qinghe", PRAISE[1]) in rows


def test_a_sheet_with_an_unknown_word_is_refused_whole_and_says_where(place: Place) -> None:
    file = place.folder / "a.xlsx"
    place.run("sample", "qinghe", "-n", "8", "--output", str(file))
    _fill(file, lambda text: {"情感": "很好"})
    with pytest.raises(UsageError, match=r"nothing was taken: row 3: 情感 '很好'"):
        take(place.job, file)
    _fill(file, lambda text: {"情感": "正面", "编号": "weibo:nobody"})
    with pytest.raises(UsageError, match="row 3: no such post in this home"):
        take(place.job, file)


def test_a_blank_sheet_and_a_strange_file_say_what_to_do(place: Place) -> None:
    file = place.folder / "a.xlsx"
    place.run("sample", "qinghe", "-n", "8", "--output", str(file))
    with pytest.raises(UnreadableFile, match="no row is filled in"):
        take(place.job, file)
    other = place.folder / "b.xlsx"
    other.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UnreadableFile, match="not a sheet of `scrm sample`"):
        read_sheet(other)


def test_the_random_part_is_drawn_from_everything() -> None:
    pool = [Candidate(f"weibo:{n}", is_uncertain=n % 10 == 0, is_disputed=n % 50 == 0) for n in range(2_000)]
    drawn = draw(pool, 400, seed=3)
    by_stratum = {
        name: [each for each in drawn if each.stratum == name] for name in ("random", "uncertain", "disputed")
    }
    doubtful = {each.mention_id for each in pool if each.is_uncertain}
    # 40 disputed there are in all, some drawn at random; the rest of their places is drawn at random again.
    assert len(drawn) == 400
    assert len({each.mention_id for each in drawn}) == 400
    assert 30 <= len(by_stratum["disputed"]) <= 40
    assert {each.mention_id for each in by_stratum["uncertain"]} <= doubtful
    share = sum(each.mention_id in doubtful for each in by_stratum["random"]) / len(by_stratum["random"])
    assert 0.04 < share < 0.17  # a tenth of all are doubtful; only those could be short
    assert drawn == draw(list(reversed(pool)), 400, seed=3)
    assert drawn != draw(pool, 400, seed=4)
