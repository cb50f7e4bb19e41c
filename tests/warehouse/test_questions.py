"""The worked questions: complete, the same on both engines, and right where a count is known."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from records.errors import UsageError
from tests.conftest import REPOSITORY
from tests.warehouse.conftest import rows_of
from tests.warehouse.twin import copy_star
from warehouse import duck, postgres
from warehouse.metrics import BY_NAME
from warehouse.questions import Question, question, questions
from warehouse.questions.guide import render, table
from warehouse.tables import METADATA
from warehouse.views import VIEWS

ASKED: dict[str, str | date] = {
    "brand": "茉里茶",
    "campaign": "春日上新",
    "first_day": date(2026, 3, 1),
    "last_day": date(2026, 3, 31),
    "first_hour": "2026-03-01 00:00:00",
    "last_hour": "2026-03-31 00:00:00",
}
"""What the hand-written lake of conftest.py can answer."""
OTHERWISE: dict[str, dict[str, str | date]] = {
    "08_influencer_cost": {"brand": "松烟咖啡"},  # who paid an account
    "13_retention_what_if": {"first_day": date(2026, 2, 1)},  # a month to compare with
}
Both = tuple[sa.Connection, sa.Connection]

each_question = pytest.mark.parametrize("asked", questions(), ids=lambda each: each.name)


@pytest.fixture(scope="module")
def both(built: Path, database: str) -> Iterator[Both]:
    """Reading connections to the star on DuckDB and to its copy on PostgreSQL, both in Asia/Shanghai."""
    with duck.engine_for(built, is_read_only=True).connect() as one, postgres.engine_for(database).connect() as other:
        copy_star(one, other)
        other.commit()
        for connection in (one, other):
            connection.exec_driver_sql("SET TimeZone = 'Asia/Shanghai'")
        yield one, other


def plain(value: Any) -> Any:
    """Numbers compare as numbers, whatever type an engine sums to."""
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def answered(connection: sa.Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(plain(cell) for cell in row) for row in connection.exec_driver_sql(sql)]


def test_there_are_thirteen_and_the_olap_examples() -> None:
    names = [each.name for each in questions() if not each.is_olap_example]
    assert [name[:2] for name in names] == [f"{number:02}" for number in range(1, 14)]
    assert {each.name for each in questions() if each.is_olap_example} == {
        f"olap_{form}" for form in ("cube", "drill_down", "grouping_sets", "pivot", "rollup", "window")
    }


@each_question
def test_it_says_what_how_and_which_coverage_in_both_languages(asked: Question) -> None:
    assert asked.zh.endswith("?") or asked.is_olap_example
    for chinese, english in (
        (asked.zh, asked.en),
        (asked.how_zh, asked.how_en),
        (asked.coverage_zh, asked.coverage_en),
    ):
        assert re.search("[\u4e00-\u9fff]{4}", chinese)
        assert re.search("[a-z]{3} [a-z]{2}", english)


@each_question
def test_it_reads_what_it_says(asked: Question) -> None:
    known = {*METADATA.tables, *(view.name for view in VIEWS)}
    found = set(re.findall(r"\w+", asked.sql)) & known
    assert set(asked.reads) == {name for name in found if not name.startswith("dim_")}


@each_question
def test_both_engines_give_the_same_rows(both: Both, asked: Question) -> None:
    sql = asked.about(**ASKED | OTHERWISE.get(asked.name, {})).sql
    for bar, low in (("s.opinions >= 5", "s.opinions >= 1"), ("product IS NOT NULL", "true")):
        sql = sql.replace(bar, low)  # the lake has one opinion, on no product
    one, other = (answered(connection, sql) for connection in both)
    assert sorted(map(repr, one)) == sorted(map(repr, other))
    assert one


def test_what_more_retention_is_worth_is_the_closed_form(star: sa.Connection) -> None:
    """m = 100 a year, r = .8, i = .1: 100 x .8 / .3 = 266.67; with r = .9: 450."""
    sql = question("13").about(**ASKED, discount_rate="0.1", gain="0.1").sql
    told = "select '主要' as tier, 2 as customer_count, 100.0 as yearly_profit, 0.8 as retention_share"
    end = sql.index("), valued AS")
    rates = "0.1 as discount_rate, 0.1 as gain"
    rows = rows_of(star, f"WITH told AS ({told}, {rates}{sql[end:]}")
    assert [float(value) for value in rows[0][4:]] == [266.67, 450.0, 366.67]


def test_the_week_has_the_figures_of_the_metrics(star: sa.Connection) -> None:
    days = {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 7)}
    result = star.exec_driver_sql(question("1").about(**ASKED | days).sql).mappings().first()
    assert result is not None
    where = "day between date '2026-03-01' and date '2026-03-07' and brand_id is not null"
    for name in ("net_sentiment", "negative_share", "complaint_share", "share_of_voice", "mention_count"):
        metric = BY_NAME.get(name, BY_NAME["mention_volume"])
        sql = f"select brand, {metric.sql} as value from v_insight_day where {where} group by brand"
        values = dict(rows_of(star, sql))
        assert float(result[name]) == pytest.approx(float(values["茉里茶"]), abs=0.0005), name


def test_the_parts_of_the_change_add_up_to_it(star: sa.Connection) -> None:
    asked = ASKED | {"first_day": date(2026, 3, 5), "last_day": date(2026, 3, 11)}
    rows = star.exec_driver_sql(question("2").about(**asked).sql).mappings().all()
    tone = """select 100.0 * sum(positive_count - negative_count) / sum(positive_count + neutral_count + negative_count)
        from v_insight_day where brand = '茉里茶' and day between date '2026-{}' and date '2026-{}'"""
    ((now,),), ((before,),) = (rows_of(star, tone.format(*days)) for days in (("03-05", "03-11"), ("02-26", "03-04")))
    assert float(sum(row["contribution_points"] for row in rows)) == pytest.approx(now - before, abs=0.3)


def test_only_observations_of_the_age_asked_for_count(star: sa.Connection) -> None:
    rows = {row["brand"]: row for row in star.exec_driver_sql(question("3").about(**ASKED).sql).mappings()}
    # m1 was seen a day after it appeared (5 + 1 + 1 + 2), then after a week (19); m2 after a week only
    assert rows["茉里茶"]["seen_in_time_count"] == 1
    assert rows["茉里茶"]["engagement_at_72h"] == 9
    assert rows["茉里茶"]["engagement_latest"] == 19 + 2


def test_values_are_put_in_as_literals() -> None:
    sql = question("brand_week").about(brand="O'Brien", first_day=date(2026, 1, 5), nothing="x").sql
    assert "d.brand = 'O''Brien' AS is_own" in sql
    assert "WHERE d.day BETWEEN DATE '2026-01-05' - 7 AND DATE '2026-08-30'" in sql
    assert "timezone('Asia/Shanghai', TIMESTAMP '2026-08-26 08:00:00')" in question("4").sql
    with pytest.raises(UsageError, match="01_brand_week: first_day is written like 2026-08-24"):
        question("1").about(first_day="last Monday")


@each_question
def test_every_value_asked_about_is_used_and_none_is_left_open(asked: Question) -> None:
    named = {name for name in asked.asked if f":{name}" in asked.statement}
    assert named == set(asked.asked)
    assert not re.search(r"(?<!:):[a-z]", asked.sql)


def test_a_question_is_found_by_number_and_name() -> None:
    assert question("4") == question("04") == question("04_crisis_by_hour") == question("crisis_by_hour")
    with pytest.raises(UsageError, match="99: no such question; one of 01_brand_week"):
        question("99")


def test_the_guide_shows_every_statement_and_says_when_there_are_no_rows() -> None:
    asked: list[str] = []

    def ask(sql: str) -> pa.Table:
        asked.append(sql)
        return pa.table({"n": pa.array([1234], pa.int64())} if len(asked) == 1 else {"n": pa.array([], pa.int64())})

    page = render(ask)
    assert asked == [each.sql for each in questions()]
    assert "| n |\n| --: |\n| 1,234 |" in page
    assert page.count("The demonstration holds no such records") == len(questions()) - 1


def test_the_committed_guide_has_the_statements_of_today() -> None:
    committed = (REPOSITORY / "docs" / "analyst-guide.md").read_text(encoding="utf-8")
    for each in questions():
        assert each.sql in committed, (
            f"{each.name}: run `scrm questions --write docs/analyst-guide.md --home demo-home`"
        )
        assert each.how_zh in committed
        assert each.how_en in committed


def test_cells_are_plain() -> None:
    rows = pa.table({"a|b": ["x|y", None], "d": [date(2026, 3, 1), None], "m": [Decimal("1234.50"), Decimal("-0.7")]})
    assert table(rows).splitlines()[2:] == ["| x\\|y | 2026-03-01 | 1,234.50 |", "|  |  | -0.70 |"]
