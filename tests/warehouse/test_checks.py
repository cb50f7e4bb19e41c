"""The gate finds what is wrong and says it without a word of content."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from records.errors import QualityGateFailed
from tests.warehouse.conftest import rows_of
from warehouse import duck
from warehouse.checks import gate, gate_checks, run

NOW = datetime(2026, 4, 2, tzinfo=UTC)

SPOILED = [
    ("delete from content_text where text like '%拿铁%'", "text_per_content", "content_text"),
    ("insert into fact_mention select * from fact_mention limit 1", "unique_grain", "fact_mention"),
    ("update fact_mention set author_key = 12345", "reference_author_key", "fact_mention"),
    ("update bridge_mention_topic set weight = 0.9 where is_top", "weights_sum_to_one", "bridge_mention_topic"),
    (
        "update dim_author set valid_to = '9999-12-31 00:00:00+00' where author_id = 'a1'",
        "no_overlapping_spans",
        "dim_author",
    ),
    ("delete from fact_mention where mention_count = 1 and brand_key = -2", "brand_row_per_content", "fact_mention"),
    (
        "update fact_insight set mention_count = mention_count + 1 where topic_key = -4",
        "totals_equal_facts",
        "fact_insight",
    ),
    ("update fact_insight set negative_count = 7 where topic_key <> -4", "topics_add_up", "fact_insight"),
    ("update fact_sentiment set probability = 1.5", "range", "fact_sentiment"),
    ("update fact_sentiment set is_current = true", "one_current", "fact_sentiment"),
    ("update fact_engagement set is_latest = true", "one_latest", "fact_engagement"),
]


def test_the_hand_written_lake_passes(star: sa.Connection) -> None:
    assert [(r.check.name, r.check.table) for r in run(star, gate_checks()) if not r.is_passed] == []


def test_load_checks_are_recorded(star: sa.Connection) -> None:
    sql = "select check_name, is_passed from fact_quality where stage = 'load' order by 1"
    assert rows_of(star, sql) == [("contents_in_equal_out", True), ("verdicts_in_equal_out", True)]


@pytest.mark.parametrize(("spoil", "name", "table"), SPOILED, ids=[case[1] for case in SPOILED])
def test_a_spoiled_row_fails_its_check(next_file: Path, spoil: str, name: str, table: str) -> None:
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql(spoil)
        with pytest.raises(QualityGateFailed) as caught:
            gate(connection, run_id="r2", checked_at=NOW)
        failed = rows_of(connection, "select check_name, table_name from fact_quality where not is_passed")
    assert (name, table) in failed
    assert "拿铁" not in str(caught.value)
    assert "weibo:" not in str(caught.value)


def test_a_warning_is_recorded_and_lets_pass(next_file: Path) -> None:
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql("update fact_complaint set resolved_at = opened_at - interval 1 day")
        gate(connection, run_id="r2", checked_at=NOW)
        sql = "select check_name, severity, failed_count from fact_quality where not is_passed"
        assert rows_of(connection, sql) == [("milestone_order", "warn", 3)]


def test_every_check_has_a_name_of_its_own_per_table() -> None:
    names = [(check.name, check.table) for check in gate_checks()]
    assert len(set(names)) == len(names)
