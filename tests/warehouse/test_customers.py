"""Customers over time, and the events of their books under the version valid at the time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from records import Order
from records.arrow import table_of
from tests.warehouse import books
from tests.warehouse.conftest import rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import BRANDS, at
from warehouse import duck
from warehouse.load import Inputs, ProfileInputs, load, load_profiles
from warehouse.tables.customermonths import LOYALTY_MEASURES, RISKS, fact_customer_month

APRIL = datetime(2026, 3, 31, 16, tzinfo=UTC)
"""When March ended in China."""


def test_a_state_is_valid_from_the_end_of_the_month_that_showed_it(star: sa.Connection) -> None:
    sql = """select customer_id, tier, stage, region, is_identified, valid_from, is_current, is_inferred
        from dim_customer join dim_region using (region_key) where customer_key > 0 order by 1, valid_from"""
    beginning = datetime(1970, 1, 1, tzinfo=UTC)
    found = [(*row[:5], row[5].astimezone(UTC), *row[6:]) for row in rows_of(star, sql)]
    assert found == [
        ("a_customer", None, None, None, False, beginning, True, True),
        ("k1", "普通", "形成", "广东", True, beginning, False, False),
        # April says nothing of tier and region: the last known state stands, and no version opens.
        ("k1", "主要", "稳定", "广东", True, APRIL, True, False),
        ("k2", "小", "考察", "广西", False, beginning, True, False),
        ("k3", None, None, None, False, beginning, True, True),
    ]


def test_events_have_the_version_of_their_moment(star: sa.Connection) -> None:
    sql = "select order_id, customer_tier from v_order_line where customer_id = 'k1' and line_number = 1 order by 1"
    assert rows_of(star, sql) == [("o1", "普通"), ("o2", "普通"), ("o8", "主要")]
    sql = "select transaction_id, tier from fact_loyalty_txn join dim_customer using (customer_key) order by 1"
    assert [tier for _, tier in rows_of(star, sql)] == ["普通"] * 4 + ["主要"]
    sql = """select month, tier from fact_customer_month m join dim_customer c using (customer_key)
        where m.customer_id = 'k1' order by 1"""
    sql = sql.replace("tier", "c.tier")
    assert rows_of(star, sql) == [
        (date(2026, 2, 1), "普通"),
        (date(2026, 3, 1), "主要"),
        (date(2026, 4, 1), "主要"),
    ]


def test_rows_without_a_customer_say_why(star: sa.Connection) -> None:
    # Totals of an agent have none; an anonymous answer and an unidentified visitor have one that nobody knows.
    assert rows_of(star, "select distinct customer_key from fact_contact where customer_id is null") == [(-2,)]
    for table in ("fact_survey_response", "fact_touchpoint"):
        assert rows_of(star, f"select distinct customer_key from {table} where customer_id is null") == [(-1,)]
    assert rows_of(star, "select customer_key from fact_customer_action where action_id = 'x2'") == [(-2,)]


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duck.engine_for(path, is_read_only=True).connect() as connection:
        names = [name for (name,) in rows_of(connection, "select table_name from duckdb_tables()")]
        kept = [
            name for name in names if name.startswith(("fact_c", "fact_o", "fact_l", "fact_r", "dim_customer", "br"))
        ]
        return {name: sorted(rows_of(connection, f"select * from {name}"), key=repr) for name in sorted(kept)}


def test_profiles_may_be_repeated_changed_and_taken_back(next_file: Path, tmp_path: Path) -> None:
    lake, before = Lake(tmp_path / "again"), tables(next_file)
    profiles = lake.profiles()
    load_profiles(next_file, profiles)
    assert tables(next_file) == before
    # A month more opens a version; taking it back closes it again, and the events follow both times.
    more = [*books.months(), {"customer_id": "k2", "month": date(2026, 4, 1), "tier": "主要"}]
    load_profiles(next_file, replace(profiles, customer_months=lake.write("more", pa.Table.from_pylist(more))))
    with duck.engine_for(next_file, is_read_only=True).connect() as connection:
        assert rows_of(connection, "select count(*) from dim_customer where customer_id = 'k2'") == [(2,)]
    load_profiles(next_file, replace(profiles, customer_months=()))
    with duck.engine_for(next_file, is_read_only=True).connect() as connection:
        sql = "select count(*), count(*) filter (is_inferred) from dim_customer where customer_key > 0"
        assert rows_of(connection, sql) == [(4, 4)]
        orphans = """select count(*) from fact_order_line o
            where not exists (select 1 from dim_customer c where c.customer_key = o.customer_key)"""
        assert rows_of(connection, orphans) == [(0,)]
    load_profiles(next_file, profiles)
    assert tables(next_file) == before


def test_a_withdrawn_link_stays_and_identifies_nobody(star: sa.Connection) -> None:
    sql = "select customer_id, author_id, is_active, valid_to from bridge_customer_author order by 1"
    kept, gone = rows_of(star, sql)
    assert (kept[:3], kept[3].year) == (("k1", "a1", True), 9999)
    assert gone[:3] == ("k2", "a2", False)
    assert gone[3] == at(9, month=4)


def test_the_ledger_of_points(star: sa.Connection) -> None:
    sql = """select kind, points, running_points, stated_balance, is_balanced, earned_points, redeemed_points,
        expired_points, adjusted_points from fact_loyalty_txn order by occurred_at"""
    assert [tuple(float(x) if isinstance(x, Decimal) else x for x in row) for row in rows_of(star, sql)] == [
        ("earn", 50, 50, 150, None, 50, 0, 0, 0),  # an opening balance of 100 lies before the file
        ("redeem", -30, 20, 120, True, 0, 30, 0, 0),
        ("expire", -20, 0, 100, True, 0, 0, 20, 0),
        ("adjust", 5, 5, 95, False, 0, 0, 0, 5),  # the source's own balance went the other way
        ("earn", 25, 30, None, None, 25, 0, 0, 0),
    ]


def test_the_last_decision_for_a_purpose_holds(star: sa.Connection) -> None:
    sql = "select purpose, is_granted from fact_consent where is_latest order by 1"
    assert rows_of(star, sql) == [("营销", False), ("账号关联", True)]


def test_a_referral_counts_once_however_often_it_was_seen(star: sa.Connection) -> None:
    sql = "select sum(referral_count), sum(joined_count), sum(reward_amount), min(joined_date_key) from fact_referral"
    assert rows_of(star, sql) == [(2, 1, Decimal("10.00"), -3)]


def test_answers_count_for_nps_and_csat_and_words_stay_in_the_lake(star: sa.Connection) -> None:
    sql = """select question, sum(promoter_count), sum(detractor_count), sum(scored_count), sum(satisfied_count)
        from fact_survey_response group by 1 order by 1"""
    assert rows_of(star, sql) == [
        ("csat", None, None, 2, 1),
        ("nps", 1, 1, 3, None),
        ("您还有什么建议", None, None, 0, None),
    ]
    assert "不进仓库的回答" not in str(rows_of(star, "select * from fact_survey_response"))


def test_costs_and_touchpoints_know_their_campaign(star: sa.Connection) -> None:
    sql = """select cost_id, brand_id, c.name, platform, author_id from fact_cost f join dim_brand using (brand_key)
        join dim_campaign c using (campaign_key) join dim_platform using (platform_key) order by 1"""
    assert rows_of(star, sql) == [
        ("c1", "moli", "春日上新", None, None),  # the campaign tells the brand
        ("c2", "songyan", "未知", "weibo", "a1"),
        ("c3", None, "不适用", None, None),
    ]
    sql = "select sum(touch_count), count(*) filter (campaign_key > 0) from fact_touchpoint"
    assert rows_of(star, sql) == [(4, 1)]


def test_satisfaction_tells_totals_from_parts(star: sa.Connection) -> None:
    sql = "select measure, product, aspect, channel, is_total from v_satisfaction order by 1"
    assert rows_of(star, sql) == [
        ("csat", "云朵蛋糕", "ecommerce.taste", "门店", False),
        ("nps", None, None, "all", True),
    ]


def test_a_silent_account_is_watched(star: sa.Connection) -> None:
    sql = """select author_id, is_silent, mention_count from fact_brand_author_watch
        join dim_author using (author_key)"""
    assert rows_of(star, sql) == [("a2", True, 0)]


def test_every_measure_of_loyalty_and_every_risk_has_a_column() -> None:
    assert {*LOYALTY_MEASURES, *RISKS} <= set(fact_customer_month.c.keys())
    assert len(LOYALTY_MEASURES) == len(RISKS) == 6


def test_results_may_be_missing_or_leave_columns_out(tmp_path: Path) -> None:
    lake, target = Lake(tmp_path / "lake"), tmp_path / "x.duckdb"
    load(target, Inputs(orders=lake.write("orders", table_of(Order, books.orders())), brands=BRANDS))
    some = lake.write("months", pa.Table.from_pylist([{"customer_id": "k1", "month": date(2026, 3, 1), "clv": 1.0}]))
    for files, count in (((), 0), (some, 1)):
        load_profiles(target, ProfileInputs(customer_months=files))
        with duck.engine_for(target, is_read_only=True).connect() as connection:
            assert rows_of(connection, "select count(*) from fact_customer_month") == [(count,)]
            assert rows_of(connection, "select count(*) from dim_customer where customer_key > 0") == [(3,)]
