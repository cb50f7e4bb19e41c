"""A listening vendor's own verdicts stand beside ours, under a model of their own, and count nowhere."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lake.keys import ENVIRONMENT
from lake.partition import read
from pipeline.job import open_job
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.steps.load import load
from tests.pipeline.conftest import KEY
from warehouse.connect import open_published

CONFIG = """
brands: [{name: 青禾茶, id: qinghe}]
sources: [{source: civiw, files: [listening.csv], brand: qinghe}]
"""
HEADER = "标题,内容,媒体类型,作者,发布时间,情感属性,原文链接\n"
SAID = [
    # text, the vendor's word: all turned round, so that a mix of the two would show
    ("青禾茶真的太好喝了，非常满意，推荐大家都来试试", "负面"),
    ("青禾茶难喝极了，服务态度恶劣，再也不来了", "正面"),
    ("青禾茶门店地址在文一路", "非敏感"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vendor")
    lines = [
        f",{text},新浪微博,茶客{number},2026-03-02 12:0{number}:00,{word},https://bbs.example/{number}\n"
        for number, (text, word) in enumerate(SAID)
    ]
    (folder / "listening.csv").write_text(HEADER + "".join(lines), "utf-8")
    (folder / "brands.yml").write_text(CONFIG, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, KEY)
        job = open_job(folder / "home", folder / "brands.yml")
        gather(job, "civiw")
        enrich(job)
        load(job)
        verdicts = read(job.home.lake, "annotations", {"task": "sentiment", "engine": "vendor:civiw"})
    assert verdicts.num_rows == 2
    return job.home.next_warehouse


def _ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_published(warehouse) as connection:
        return [tuple(row) for row in connection.execute(sa.text(sql))]


def test_the_vendors_verdicts_are_facts_of_their_own_model(warehouse: Path) -> None:
    rows = _ask(
        warehouse,
        "select m.engine, m.version, m.is_current, s.is_current, s.label, count(*) from fact_sentiment s "
        "join dim_model m using (model_key) where m.engine like 'vendor:%' group by all order by s.label",
    )
    assert rows == [
        ("vendor:civiw", "export", False, False, "negative", 1),
        ("vendor:civiw", "export", False, False, "positive", 1),
    ]


def test_every_content_has_one_current_verdict_and_it_is_ours(warehouse: Path) -> None:
    rows = _ask(
        warehouse,
        "select s.content_key, m.engine from fact_sentiment s join dim_model m using (model_key) where s.is_current "
        "and s.aspect_key = -4 and s.target_brand_key = -4",
    )
    assert len(rows) == len({key for key, _ in rows}) == len(SAID)
    assert not any(engine.startswith("vendor:") for _, engine in rows)


def test_views_and_metrics_read_ours_only(warehouse: Path) -> None:
    ours = dict(
        _ask(
            warehouse,
            "select x.text, s.label from fact_sentiment s join content_text x using (content_key) where s.is_current "
            "and s.aspect_key = -4 and s.target_brand_key = -4",
        )
    )
    assert (ours[SAID[0][0]], ours[SAID[1][0]]) == ("positive", "negative")
    shown = _ask(warehouse, "select text, sentiment from v_mention where sentiment is not null")
    assert shown
    assert all(ours[text] == label for text, label in shown)
    (counted,) = _ask(warehouse, "select sum(positive_count), sum(negative_count) from v_insight_day")
    said = [label for _, label in shown]
    assert counted == (said.count("positive"), said.count("negative"))
