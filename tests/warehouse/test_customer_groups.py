"""What views reckon of all customers together is what crm reckons; groups and cohorts come as they were told."""

from datetime import date

import pandas as pd
import pytest
import sqlalchemy as sa

from crm.loyalty.migration import tier_migration
from crm.stage.register import risk_register
from tests.warehouse.conftest import rows_of
from warehouse.tables.customermonths import RISKS


def months(star: sa.Connection) -> pd.DataFrame:
    names = ["customer_id", "month", "tier", "clv", *RISKS]
    return pd.DataFrame(rows_of(star, f"select {', '.join(names)} from fact_customer_month"), columns=names)


def test_the_register_is_that_of_crm(star: sa.Connection) -> None:
    sql = """select month, risk, risk_name, customer_count, known_count, high_count, valued_count,
        risk_sum / nullif(known_count, 0), value_at_risk from v_risk_register order by 1, 2"""
    found = rows_of(star, sql)
    expected = risk_register(months(star)).sort_values(["month", "risk"])
    counts = ["month", "risk", "zh", "customer_count", "known_count", "high_count", "valued_count"]
    assert [row[:7] for row in found] == list(expected[counts].itertuples(index=False, name=None))
    assert {row[1] for row in found} == set(RISKS), "the unknown ones too"
    for place, name in ((7, "mean_risk"), (8, "value_at_risk")):
        told = expected[name].astype("float64").to_numpy()
        assert [row[place] for row in found] == [None if pd.isna(x) else pytest.approx(x) for x in told]


def test_tiers_move_as_crm_says_and_the_shares_of_a_tier_sum_to_one(star: sa.Connection) -> None:
    sql = "select month, tier_from, tier_to, customer_count, tier_from_count from v_tier_migration order by 1, 2, 3"
    found = rows_of(star, sql)
    expected = tier_migration(months(star))
    assert isinstance(expected, pd.DataFrame)
    assert [row[:4] for row in found] == list(expected.iloc[:, :4].itertuples(index=False, name=None))
    assert found[0] == (date(2026, 3, 1), "普通", "主要", 1, 1)
    sums = "select sum(customer_count) = max(tier_from_count) from v_tier_migration group by month, tier_from"
    assert set(rows_of(star, sums)) == {(True,)}


def test_a_persona_stands_beside_the_one_it_was(star: sa.Connection) -> None:
    sql = "select persona, before_persona, state, common_count, jaccard from v_persona_drift order by state"
    assert rows_of(star, sql) == [(None, "尝鲜者", "gone", None, None), ("尝鲜者", "比较者", "kept", 12, 0.75)]
    assert rows_of(star, "select persona_key from fact_persona_drift where state = 'gone'") == [(-2,)]
    sql = "select persona_id, card from v_persona order by 1"
    assert all('"topic"' in card for _, card in rows_of(star, sql))


def test_a_cohort_is_as_it_was_told(star: sa.Connection) -> None:
    sql = "select cohort, ending, age_months, at_risk_count, ending_count, survival from v_cohort"
    assert rows_of(star, sql) == [(date(2026, 2, 1), "lost", 1, 2, 1, 0.5)]
