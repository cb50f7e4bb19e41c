"""The house's SQL as Spark SQL: what is translated by hand, what is read, and what is refused. No Spark needed."""

import re

import pytest

from warehouse.columns import Privacy, field_of
from warehouse.errors import RefusedSql
from warehouse.export.sparksql import script
from warehouse.export.star import chosen_of
from warehouse.questions import Question, question, questions
from warehouse.tables import METADATA
from warehouse.views import VIEWS

HELD = {table.name: [column.name for column in columns] for table, columns in chosen_of(with_restricted=False)}
WITH_TEXT = {table.name: [column.name for column in columns] for table, columns in chosen_of(with_restricted=True)}


def of(sql: str) -> str:
    return script(sql, HELD).statement


@pytest.mark.parametrize("asked", questions(), ids=lambda each: each.name)
def test_every_question_is_told_with_all_it_reads(asked: Question) -> None:
    made = script(asked.sql, HELD)
    known = {*made.tables, *(name for name, _ in made.views)}
    for text in (made.statement, *(statement for _, statement in made.views)):
        named = set(re.findall(r"(?:FROM|JOIN) `(\w+)`(?!\.)", text))
        own = set(re.findall(r"`(\w+)` AS \(", text))
        assert named - own <= known
        assert not re.search(r"timezone\s*\(|TIMESTAMP_NTZ|PERCENTILE_APPROX", text, re.IGNORECASE)


def test_local_time_is_the_sessions() -> None:
    assert of("select timezone('Asia/Shanghai', published_at) as at from fact_mention") == (
        "SELECT `published_at` AS `at` FROM `fact_mention`"
    )
    assert "CAST('2026-08-25 08:00:00' AS TIMESTAMP)" in script(question("4").sql, HELD).statement
    with pytest.raises(RefusedSql, match=r"timezone\('UTC', ...\): local times are those of Asia/Shanghai"):
        of("select timezone('UTC', published_at) from fact_mention")


def test_a_median_is_exact() -> None:
    assert "PERCENTILE(`reply_minutes`, 0.5)" in script(question("7").sql, HELD).statement


def test_what_stayed_in_the_house_is_no_column() -> None:
    views = dict(script("select count(*) from v_mention", HELD).views)
    assert "WHERE FALSE" in views["content_text"]
    assert "`text`" not in views["v_mention"]
    assert "AS `sentiment`" in views["v_mention"]
    whole = script("select count(*) from v_mention", WITH_TEXT)
    assert "content_text" in whole.tables
    assert "AS `text`" in dict(whole.views)["v_mention"]


def test_no_view_tells_a_restricted_column() -> None:
    columns = [column for table in METADATA.sorted_tables for column in table.columns]
    restricted = {column.name for column in columns if field_of(column).privacy is Privacy.RESTRICTED}
    open_names = {name for names in HELD.values() for name in names}
    for view in VIEWS:
        text = " ".join(each for _, each in script(f"select 1 from {view.name}", HELD).views)
        assert not set(re.findall(r"`(\w+)`", text)) & (restricted - open_names), view.name


def test_a_chinese_twin_reads_its_view_and_loses_the_same_columns() -> None:
    made = script("select 品牌, sum(声量) as n from 品牌日汇总 group by 品牌", HELD)
    assert [name for name, _ in made.views] == ["v_insight_day", "品牌日汇总"]
    assert "FROM `品牌日汇总`" in made.statement
    assert "`正文`" not in dict(script("select count(*) as n from 提及", HELD).views)["提及"]


@pytest.mark.parametrize("sql", ["drop table fact_mention", "select 1; select 2", "create table x as select 1", ""])
def test_one_reading_statement_and_nothing_else(sql: str) -> None:
    with pytest.raises(RefusedSql, match="one reading statement"):
        of(sql)


def test_what_is_no_sql_or_not_exported_is_one_line() -> None:
    with pytest.raises(RefusedSql) as told:
        of("select from (((")
    assert "\n" not in str(told.value)
    with pytest.raises(RefusedSql, match="the export holds no content_text; .*--with-text"):
        of("select text from content_text")
