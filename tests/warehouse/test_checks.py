"""The gate finds what is wrong and says it without a word of content."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from records.errors import QualityGateFailed
from tests.warehouse.conftest import rows_of
from warehouse import duck
from warehouse.checks import gate, gate_checks, run
from warehouse.columns import Privacy, field_of
from warehouse.tables import METADATA

NOW = datetime(2026, 4, 2, tzinfo=UTC)

SPOILED = [
    ("delete from content_text where text like '%拿铁%'", "text_per_content", "dim_content"),
    ("insert into fact_mention select * from fact_mention limit 1", "unique_grain", "fact_mention"),
    ("update fact_mention set author_key = 12345", "reference_author_key", "fact_mention"),
    ("update bridge_mention_topic set weight = 0.9 where is_top", "weights_sum_to_one", "bridge_mention_topic"),
    (
        "update dim_author set valid_to = '9999-12-31 00:00:00+00' where author_id = 'a1'",
        "no_overlapping_spans",
        "dim_author",
    ),
    (
        "update dim_author set valid_to = valid_from where author_id = 'a1' and is_current",
        "no_overlapping_spans",
        "dim_author",
    ),
    ("delete from fact_mention where mention_count = 1 and brand_key = -2", "brand_row_per_content", "dim_content"),
    (
        "update fact_insight set mention_count = mention_count + 1 where topic_key = -4",
        "totals_equal_facts",
        "fact_insight",
    ),
    (
        "update fact_insight set positive_count = positive_count + 1, neutral_count = neutral_count - 1"
        " where topic_key = -4",
        "totals_equal_facts",
        "fact_insight",
    ),
    ("delete from fact_insight", "totals_equal_facts", "fact_insight"),
    ("update fact_insight set negative_count = 7 where topic_key <> -4", "topics_add_up", "fact_insight"),
    ("update fact_insight set unjudged_count = unjudged_count + 1", "classes_add_up", "fact_insight"),
    ("update fact_sentiment set probability = 1.5", "range", "fact_sentiment"),
    ("update fact_sentiment set sentiment_score = -1.01", "range", "fact_sentiment"),
    ("update fact_sentiment set label = 'angry'", "listed_label", "fact_sentiment"),
    ("update fact_sentiment set is_current = true", "one_current", "fact_sentiment"),
    ("update fact_engagement set is_latest = true", "one_latest", "fact_engagement"),
    (
        "update fact_engagement set like_delta = 3 where like_delta is not null",
        "deltas_sum_to_change",
        "fact_engagement",
    ),
    ("update fact_order_line set refund_amount = refund_amount + 1", "net_adds_up", "fact_order_line"),
    ("update fact_loyalty_txn set earned_points = earned_points + 1", "points_add_up", "fact_loyalty_txn"),
    (
        "update dim_customer set valid_to = '9999-12-31 00:00:00+00'",
        "no_overlapping_spans",
        "dim_customer",
    ),
    (
        "alter table fact_review alter column review_count drop not null; update fact_review set review_count = null",
        "not_null",
        "fact_review",
    ),
]

TOLERATED = [
    (
        "update fact_complaint set resolved_at = opened_at - interval 1 day",
        ("order_opened_at_resolved_at", "fact_complaint", 3),
    ),
    ("update fact_engagement set view_count = -1 where view_count = 50", ("not_negative", "fact_engagement", 1)),
]


PLANTED = ("ledger_balances", "fact_loyalty_txn", 1)
"""The hand-written lake holds one movement of points that the stated balance does not follow."""


def failed_in(connection: sa.Connection) -> list[tuple[object, ...]]:
    return rows_of(connection, "select check_name, table_name from fact_quality where not is_passed")


def test_the_hand_written_lake_passes(star: sa.Connection) -> None:
    found = [(r.check.name, r.check.table, r.failed_count) for r in run(star, gate_checks()) if not r.is_passed]
    assert found == [PLANTED]


def test_load_checks_are_recorded(star: sa.Connection) -> None:
    sql = "select check_name, is_passed from fact_quality where stage = 'load' order by 1"
    assert rows_of(star, sql) == [("contents_in_equal_out", True), ("verdicts_in_equal_out", True)]


@pytest.mark.parametrize(("spoil", "name", "table"), SPOILED, ids=[f"{case[1]}-{case[2]}" for case in SPOILED])
def test_a_spoiled_row_fails_its_check(next_file: Path, spoil: str, name: str, table: str) -> None:
    with duck.engine_for(next_file).begin() as connection:
        for statement in spoil.split("; "):
            connection.exec_driver_sql(statement)
        with pytest.raises(QualityGateFailed) as caught:
            gate(connection, run_id="r2", checked_at=NOW)
        failed = failed_in(connection)
    assert (name, table) in failed
    assert "拿铁" not in str(caught.value)
    assert "weibo:" not in str(caught.value)


@pytest.mark.parametrize(("spoil", "found"), TOLERATED, ids=[case[1][0] for case in TOLERATED])
def test_a_warning_is_recorded_and_lets_pass(next_file: Path, spoil: str, found: tuple[str, str, int]) -> None:
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql(spoil)
        gate(connection, run_id="r2", checked_at=NOW)
        sql = "select check_name, table_name, failed_count from fact_quality where not is_passed and severity = 'warn'"
        assert set(rows_of(connection, sql)) == {found, PLANTED}


def test_every_check_has_a_name_of_its_own_per_table() -> None:
    names = [(check.name, check.table) for check in gate_checks()]
    assert len(set(names)) == len(names)


def test_every_promise_of_a_column_has_its_check() -> None:
    """What is declared is checked: bounds, listed values, references, values that must be there, order, grain."""
    names = {(check.table, check.name) for check in gate_checks()}
    for table in METADATA.sorted_tables:
        assert (table.name, "unique_grain") in names
        assert (table.name, "not_null") in names or all(column.nullable for column in table.columns)
        for column in table.columns:
            field = field_of(column)
            assert not field.one_of or (table.name, f"listed_{column.name}") in names
            assert not field.references or (table.name, f"reference_{column.name}") in names
            if field.minimum is not None:
                assert (table.name, "range" if field.maximum is not None else "not_negative") in names


def test_shares_and_counts_are_bounded_without_saying_so() -> None:
    sentiment, engagement = METADATA.tables["fact_sentiment"].c, METADATA.tables["fact_engagement"].c
    assert (field_of(sentiment.probability).minimum, field_of(sentiment.probability).maximum) == (0, 1)
    assert (field_of(sentiment.sentiment_score).minimum, field_of(sentiment.sentiment_score).maximum) == (-1, 1)
    assert (field_of(engagement.like_count).minimum, field_of(engagement.like_count).maximum) == (0, None)
    assert all(field_of(column).minimum is None for column in engagement if column.name.endswith("_delta"))


def test_keys_of_failing_rows_are_public() -> None:
    """No check hands out a text, a name, an address or a pseudonym."""
    private = {c.name for t in METADATA.sorted_tables for c in t.columns if field_of(c).privacy is not Privacy.PUBLIC}
    public = {c.name for t in METADATA.sorted_tables for c in t.columns if field_of(c).privacy is Privacy.PUBLIC}
    for check in gate_checks():
        assert not set(check.failed_rows().selected_columns.keys()) & (private - public), (check.name, check.table)


def test_counts_are_those_of_the_failing_rows(next_file: Path) -> None:
    """Whether counted together or each by itself, a check finds the same rows."""
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql("update fact_sentiment set probability = 2, label = 'x' where is_current")
        connection.exec_driver_sql("update fact_mention set region_key = 99 where mention_count = 1")
        connection.exec_driver_sql("delete from content_text")
        found = run(connection, gate_checks())
        assert sum(not result.is_passed for result in found) >= 4
        for result in found:
            rows = connection.execute(result.check.failed_rows()).all()
            assert len(rows) == result.failed_count, (result.check.name, result.check.table)
