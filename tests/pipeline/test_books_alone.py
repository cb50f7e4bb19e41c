"""A configuration of the user's own books alone, without one post, is a warehouse like any other."""

from pathlib import Path

import pytest

from lake.keys import ENVIRONMENT
from pipeline.job import Job, open_job
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.steps.load import load
from records.errors import ScrmError
from tests.pipeline.conftest import KEY
from tests.warehouse.conftest import rows_of
from warehouse import duck

CONFIG = """
brands: [{name: 青禾茶, id: qinghe, products: [{id: green, name: 绿茶}]}]
sources: [{source: orders, files: ["orders*.csv"]}]
"""
HEADER = "订单编号,会员编号,下单时间,实付金额,商品名称,订单状态\n"


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    (tmp_path / "brands.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "orders1.csv").write_text(
        HEADER + "A2,M1,2026-03-05 12:00,20,绿茶,交易成功\nA3,M2,2026-03-06 12:00,9,红茶,交易关闭\n", "utf-8"
    )
    monkeypatch.setenv(ENVIRONMENT, KEY)
    return open_job(tmp_path / "home", tmp_path / "brands.yml")


def lines_of(job: Job) -> list[tuple[object, ...]]:
    sql = "select order_id, brand_id, product, order_state, is_first_order, net_amount from v_order_line order by 1"
    with duck.engine_for(job.home.next_warehouse, is_read_only=True).connect() as connection:
        return [(*row[:5], float(row[5])) for row in rows_of(connection, sql)]


def test_books_load_and_a_later_file_changes_what_it_must(job: Job, tmp_path: Path) -> None:
    gather(job, "orders")
    assert enrich(job) == {"days": 0, "mentions": 0}
    assert load(job)["fact_mention"] == 0
    assert lines_of(job) == [
        ("A2", "qinghe", "绿茶", "sold", True, 20.0),
        ("A3", "qinghe", None, "cancelled", False, 0.0),
    ]
    # An older order arrives late: what was the first one no longer is.
    (tmp_path / "orders2.csv").write_text(HEADER + "A1,M1,2026-03-01 12:00,5,绿茶,交易成功\n", "utf-8")
    gather(job, "orders")
    load(job)
    assert [(row[0], row[4]) for row in lines_of(job)] == [("A1", True), ("A2", False), ("A3", False)]


def test_an_empty_lake_says_what_is_missing(job: Job) -> None:
    with pytest.raises(ScrmError, match="no mentions to enrich"):
        enrich(job)
    with pytest.raises(ScrmError, match="no mentions and no books"):
        load(job)
