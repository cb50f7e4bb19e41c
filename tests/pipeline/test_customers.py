"""What crm says of customers from their books: whole books, thin books, no books."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest

from pipeline.findings.books import Books
from pipeline.findings.customers.months import Months, customer_months
from pipeline.findings.customers.parts import consents
from pipeline.findings.customers.results import customer_results
from pipeline.findings.customers.segments import habits_of
from pipeline.settings.customers import CustomersSection
from warehouse.tables import fact_customer_month

COLUMNS = {
    "orders": "customer_id brand_id order_id day gross_amount back_amount amount discount_amount currency region"
    " product quantity channel category",
    "sales": "brand_id product_id day order_count",
    "answers": "customer_id brand_id day question score scale",
    "contacts": "customer_id day contact_count satisfaction satisfaction_scale reason direction is_answered action_kind"
    " contacted_at is_resolved channel",
    "referrals": "referrer_id referred_id day would_join_anyway reward",
    "points": "customer_id day kind points value",
    "touches": "customer_id day channel kind order_id",
    "consents": "customer_id day is_granted purpose expires_on",
}
NO_MENTIONS = pd.DataFrame(columns=["brand_id", "day", "sentiment", "is_abstained", "is_inherited", "is_water_army"])


def frame(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Columns that a row leaves off at its end are unknown."""
    names = COLUMNS[name].split()
    return pd.DataFrame([(*row, *[None] * (len(names) - len(row))) for row in rows], columns=names)


def books_of(**rows: list[tuple[Any, ...]]) -> Books:
    return Books(**{name: frame(name, rows.get(name, [])) for name in COLUMNS}, foreign_count=0)


def sale(customer: str, number: int, day: date, amount: float = 20.0, back: float = 0.0) -> tuple[Any, ...]:
    return (customer, "tea", f"o:{customer}-{number}", day, amount, back, amount - back, 0.0, "CNY", "浙江", "绿茶")


def shop(customer_count: int = 40, day_count: int = 180, seed: int = 5) -> list[tuple[Any, ...]]:
    """Weekly buyers, every third of whom is lost after some order."""
    rng, lines = Random(seed), []
    for number in range(customer_count):
        day, last = date(2026, 1, 1) + timedelta(days=rng.randrange(60)), date(2026, 1, 1) + timedelta(days=day_count)
        stop = rng.randint(2, 9) if number % 3 == 0 else 10_000
        for order in range(stop):
            if day > last:
                break
            lines.append(sale(f"c{number:02d}", order, day, rng.choice((12.0, 18.0, 30.0))))
            day += timedelta(days=1 + int(rng.expovariate(1 / 9)))
    return sorted(lines, key=lambda line: line[3])


@pytest.fixture(scope="module")
def whole() -> Books:
    lines = shop()
    return books_of(
        orders=lines,
        contacts=[
            ("c00", date(2026, 2, 3), 1, 1.0, 5.0, "投诉口味"),
            ("c01", date(2026, 6, 3), 1, 5.0, 5.0, "投诉配送"),
            ("c01", date(2026, 6, 4), 2, 5.0, 5.0, "积分"),
        ],
        answers=[
            ("c01", "tea", date(2026, 5, 1), "nps", 9.0, 10.0),
            ("c02", "tea", date(2026, 5, 1), "nps", 3.0, 10.0),
        ],
        referrals=[("c01", "c04", date(2026, 3, 1), False, 10.0)],
        consents=[("c01", date(2026, 3, 1), True, "营销短信", None), ("c01", date(2026, 3, 1), True, "画像", None)],
        touches=[("visitor", date(2026, 6, 20), "小程序", "浏览", None)],
    )


@pytest.fixture(scope="module")
def found(whole: Books) -> Months:
    return customer_months(whole)


def test_months_that_are_over_have_a_row_of_everybody_known(whole: Books, found: Months) -> None:
    assert list(found.frames) == [date(2026, month, 1) for month in range(1, 7)]
    for month, table in found.frames.items():
        assert table["customer_id"].is_unique
        assert set(table["month"]) == {month}
        assert set(table.columns) <= {column.name for column in fact_customer_month.columns} | {"region"}
    assert sum(table["order_count"].sum() for table in found.frames.values()) == len(whole.orders)


def test_the_latest_month_tells_value_stage_and_loyalty(found: Months) -> None:
    last = found.frames[date(2026, 6, 1)].set_index("customer_id")
    assert set(last["tier"].dropna()) == {"major", "ordinary", "small"}  # the first per cent of forty is nobody
    assert last.loc["c01", "crv"] > 0 == last.loc["c02", "crv"]
    assert list(last.loc[["c00", "c01", "c02"], "contact_count"]) == [0, 3, 0]
    assert list(last.loc[["c00", "c01", "c02"], "complaint_count"]) == [0, 1, 0]
    assert last.loc["c01", "is_consented"]
    assert pd.isna(last.loc["c02", "is_consented"])
    assert (last.loc["c00", "customer_class"], last.loc["c00", "churn_type"]) == ("lost", "fault")
    assert last.loc["visitor", "customer_class"] == "potential"
    assert pd.isna(last.loc["visitor", "order_count"])
    # What no book tells stays unknown.
    assert last[["civ", "ckv_index", "profit"]].isna().all(axis=None)


def test_profit_is_margin_less_what_serving_costs_and_follows_no_money_rank(whole: Books) -> None:
    costs = {"contact": 5, "return": 4, "complaint": 40}
    given = {"margin_share": 0.5, "costs": costs, "acquisition_cost": 20, "tier_by": "profit"}
    told = customer_months(whole, CustomersSection.model_validate(given).to_terms())
    last = told.frames[date(2026, 6, 1)].set_index("customer_id")
    quiet = last.drop(index=["c01", "visitor"])
    pd.testing.assert_series_equal(quiet["profit"], 0.5 * quiet["net_amount"], check_names=False)
    # Two plain contacts, and one complaint in place of a contact.
    assert last.loc["c01", "profit"] == 0.5 * last.loc["c01", "net_amount"] - 2 * 5 - 40
    assert last["value_rank"].dropna().sort_values().tolist() == list(range(1, 41))
    assert last.sort_values("value_rank")["profit"].dropna().is_monotonic_decreasing
    # What winning c04 would have cost is saved, and the margin halves what c04 is worth; the reward was 10.
    assert last.loc["c01", "crv"] == pytest.approx(last.loc["c04", "clv"] + 20 - 10)


def test_the_lost_are_less_alive_than_those_who_stay(found: Months) -> None:
    last = found.frames[date(2026, 6, 1)].set_index("customer_id")["p_alive"].dropna()
    is_lost = last.index.map(lambda name: int(name[1:]) % 3 == 0)
    assert last[is_lost].median() < 0.2 < 0.8 < last[~is_lost].median()


def test_the_same_books_give_the_same_months(whole: Books, found: Months) -> None:
    again = customer_months(whole)
    assert all(table.equals(again.frames[month]) for month, table in found.frames.items())


def test_later_orders_leave_the_money_of_earlier_months_alone(whole: Books, found: Months) -> None:
    early = replace(whole, orders=whole.orders[whole.orders["day"] <= date(2026, 4, 30)])
    columns = ["customer_id", "order_count", "net_amount", "monetary", "frequency", "r_score", "clv", "tier"]
    tables = (each.frames[date(2026, 4, 1)] for each in (customer_months(early), found))
    before, after = (table.dropna(subset=["order_count"])[columns].reset_index(drop=True) for table in tables)
    pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize(
    "lines",
    [
        [sale("a", 1, date(2026, 1, 31))],
        [sale("a", 1, date(2026, 1, 31), back=20.0)],
        [sale("a", 1, date(2026, 1, 31), amount=0.0)],
        [sale(name, 1, date(2026, 1, 30)) for name in "abcdef"],
    ],
    ids=["one order", "refunds only", "a gift", "one order each"],
)
def test_thin_books_have_rows_and_say_what_is_missing(lines: list[tuple[Any, ...]]) -> None:
    found = customer_results(books_of(orders=lines), NO_MENTIONS)["customer_months"]
    table = found.tables["2026-01"].to_pandas()
    assert sorted(table["customer_id"]) == sorted({line[0] for line in lines})
    assert table["clv"].isna().all()
    assert found.reason is not None
    assert "not enough evidence: n = 0 repeat buyers" in found.reason


def test_without_books_there_is_a_reason_and_no_row() -> None:
    found = customer_results(books_of(), NO_MENTIONS)
    assert set(found) >= {"customer_months", "customer_actions", "satisfaction"}
    assert not sum(result.row_count for result in found.values())
    assert found["customer_months"].reason == "no orders"
    foreign = replace(books_of(), foreign_count=3)
    assert customer_results(foreign, NO_MENTIONS)["customer_months"].reason == "3 order lines not in CNY left out"


def test_satisfaction_tells_surveys_and_repute(whole: Books) -> None:
    mentions = pd.DataFrame(
        [
            ("tea", date(2026, 8, 3), "positive", False, False, False),
            ("tea", date(2026, 8, 3), "negative", False, False, False),
            ("tea", date(2026, 8, 3), "positive", False, False, True),
        ],
        columns=NO_MENTIONS.columns,
    )
    table = customer_results(whole, mentions)["satisfaction"].tables["all"].to_pandas()
    values = {
        row.measure: row.numerator / row.denominator for row in table.itertuples() if row.month >= date(2026, 5, 1)
    }
    assert values["nps"] == 0.0
    assert values["reputation_share_proxy"] == 0.5
    assert set(table["brand_id"]) == {"tea"}


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([(True, "营销短信"), (True, "个性化推荐")], True),
        ([(True, "营销短信"), (False, "用户画像")], False),
        ([(True, "营销短信")], False),
        ([(True, None)], True),
        ([(True, None), (False, "营销电话")], False),
    ],
)
def test_marketing_and_profiling_must_both_be_agreed_to(
    decisions: list[tuple[bool, str | None]], expected: bool
) -> None:
    rows = [("a", date(2026, 1, 2), is_granted, purpose, None) for is_granted, purpose in decisions]
    told = consents(books_of(consents=rows), date(2026, 1, 31))
    assert told.to_dict("records") == [{"customer_id": "a", "is_consented": expected}]


def test_few_buyers_make_no_segments_and_the_note_says_so(found: Months) -> None:
    assert "segment" not in found.frames[date(2026, 6, 1)]
    assert found.lacks["segment"] == "not enough evidence: n = 40 customers, 50 needed"


def test_habits_are_of_all_orders_so_far_that_were_kept() -> None:
    june, july = date(2026, 6, 9), date(2026, 7, 9)
    lines = [
        ("c1", "tea", "o1", june, 20.0, 0.0, 20.0, 5.0, "CNY", None, "绿茶"),
        ("c1", "tea", "o1", june, 40.0, 0.0, 40.0, 15.0, "CNY", None, "奶茶"),
        ("c1", "tea", "o2", june, 30.0, 0.0, 30.0, 0.0, "CNY", None, "奶茶"),
        ("c2", "tea", "o3", june, 9.0, 9.0, 0.0, 0.0, "CNY", None, "绿茶"),
        ("c3", "tea", "o4", july, 9.0, 0.0, 9.0, 0.0, "CNY", None, "绿茶"),
    ]
    table = habits_of(books_of(orders=lines), date(2026, 6, 1)).set_index("customer_id")
    assert list(table.index) == ["c1"]
    assert table.loc["c1", "product"] == "奶茶"
    assert table.loc["c1", "discount_share"] == pytest.approx(20 / 110)
    assert table.loc["c1", "order_amount"] == pytest.approx(45)
