"""What the loader makes of first-party figures: communities by day, contacts and totals of contacts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from records import CommunityDay, Contact
from records.arrow import table_of
from tests.warehouse.conftest import rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import BRANDS, contacts
from warehouse import duck
from warehouse.checks import gate_checks, run
from warehouse.load import Inputs, load


def test_a_communitys_day_has_the_value_observed_last_of_each_figure(star: sa.Connection) -> None:
    sql = """select platform, community_id, date_key, group_count, member_count, new_member_count, message_count
        from fact_community_day join dim_platform using (platform_key) order by 1, 2, 3"""
    assert rows_of(star, sql) == [
        ("gongzhonghao", "a_account", 20260302, None, 9000, 30, None),
        ("wecom", "a_owner", 20260302, 12, 480, None, 90),
        ("wecom", "a_owner", 20260303, 12, 485, None, 70),
    ]


def test_contacts_add_up_whether_they_came_singly_or_as_totals(star: sa.Connection) -> None:
    # 20 (seen again with more) + 5 + the one call
    assert rows_of(star, "select sum(contact_count), count(*) from fact_contact") == [(26, 3)]
    sql = """select source, date_key, contact_count, reply_share, customer_id is null, satisfaction / satisfaction_scale
        from fact_contact order by 1, 2"""
    assert rows_of(star, sql) == [
        ("contacts", 20260302, 1, None, False, 0.8),
        ("wecom", 20260302, 20, 0.5, True, None),
        ("wecom", 20260303, 5, None, True, None),
    ]


def test_what_was_said_stays_in_the_lake(built: Path) -> None:
    with duck.engine_for(built, is_read_only=True).connect() as connection:
        names = {row[0] for row in rows_of(connection, "select column_name from duckdb_columns()")}
        assert "reason" in names
        assert "不进仓库的原话" not in str(rows_of(connection, "select * from fact_contact"))


def test_days_outside_the_usual_calendar_are_in_it(tmp_path: Path) -> None:
    old = replace(contacts()[-1], contacted_at=datetime(1999, 5, 1, 4, tzinfo=UTC))
    group = CommunityDay(
        source="wecom", platform="wecom", community_id="a", day=date(2031, 1, 1), observed_at=old.observed_at
    )
    lake, target = Lake(tmp_path), tmp_path / "x.duckdb"
    inputs = Inputs(
        contacts=lake.write("contacts", table_of(Contact, [old])),
        communities=lake.write("communities", table_of(CommunityDay, [group])),
        brands=BRANDS,
    )
    load(target, inputs)
    with duck.engine_for(target, is_read_only=True).connect() as connection:
        assert rows_of(connection, "select date_key from fact_contact") == [(19990501,)]
        assert rows_of(connection, "select date_key from fact_community_day") == [(20310101,)]
        assert [r for r in run(connection, gate_checks()) if not r.is_passed] == []
