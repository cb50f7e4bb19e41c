"""What is proposed for customers: only within the configuration, only to who agreed, and the same again."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from pipeline.findings.books import Books
from pipeline.findings.customers.actions import NO_PLAN, customer_actions
from pipeline.findings.customers.care import occasions
from pipeline.settings.actions import ActionsSection
from tests.pipeline.test_customers import books_of, sale

END = date(2026, 6, 30)
MONTH = END.replace(day=1)
PLAN = ActionsSection.model_validate({
    "winback": [
        {"action": "券", "channel": "短信", "cost": 10, "chance": 0.2},
        {"churn_type": "fault", "action": "致电", "channel": "电话", "cost": 15, "chance": 0.5},
    ],
    "retention": {"action": "小券", "channel": "短信", "cost": 5, "chance": 0.3},
    "care": [
        {"trigger": "first_order", "action": "问候", "channel": "微信", "priority": 2, "pause_days": 365},
        {"trigger": "silence", "after_days": 20, "action": "新品", "channel": "短信"},
        {"trigger": "low_rating", "action": "回访", "channel": "电话", "priority": 3},
    ],
    "caps": {"per_customer": 2, "window_days": 30, "per_day": 5},
})  # fmt: skip
STATES = pd.DataFrame(
    [
        # id, class, recency, p_alive, clv, type, churn probability
        ("yes", "lost", 100.0, 0.1, 8.0, "fault", None),
        ("no", "lost", 100.0, 0.1, 8.0, "fault", None),
        ("poor", "lost", 90.0, 0.5, 1.0, None, None),
        ("gone", "lost", 90.0, 1e-12, 1e-9, "unknown", None),
        ("risky", "actual", 20.0, 0.6, 90.0, None, 0.5),
        ("safe", "actual", 1.0, 0.99, 90.0, None, 0.01),
        ("quiet", "actual", 20.0, 0.6, 90.0, None, 0.5),
    ],
    columns=["customer_id", "customer_class", "recency_days", "p_alive", "clv", "churn_type", "churn_probability"],
)


def granted(*customers: str, on: date = date(2026, 1, 2)) -> list[tuple[Any, ...]]:
    return [(name, on, True, purpose, None) for name in customers for purpose in ("营销短信", "画像")]


@pytest.fixture
def books() -> Books:
    lines = [
        sale(name, 1, date(2026, 6, 29) - timedelta(days=20 * place))
        for place, name in enumerate(STATES["customer_id"])
    ]
    return books_of(
        orders=sorted(lines, key=lambda line: line[3]),
        consents=[*granted("yes", "risky", "safe", "new"), ("no", date(2026, 1, 2), False, None, None)],
    )


def actions(books: Books, plan: ActionsSection | None = PLAN) -> pd.DataFrame:
    return customer_actions(books, {MONTH: STATES}, plan).tables["all"].to_pandas()


def of_kind(table: pd.DataFrame, kind: str) -> dict[str, Any]:
    return table[table["kind"] == kind].set_index("customer_id").to_dict("index")


def test_who_is_lost_is_won_back_where_it_gains_and_is_allowed(books: Books) -> None:
    table = actions(books)
    won = of_kind(table, "winback")
    assert list(won) == ["yes"]
    assert won["yes"]["expected_gain"] == pytest.approx(0.5 * 8 / 0.1 - 15)  # the value of who is back: clv / P(alive)
    assert json.loads(won["yes"]["reason"])["chance_basis"] == "assumed"
    assert (won["yes"]["action"], won["yes"]["brand_id"]) == ("致电", "tea")
    abandoned = of_kind(table, "abandon")
    assert list(abandoned) == ["poor"], "who may be gone for certain has no value to reckon with"
    assert json.loads(abandoned["poor"]["reason"])["churn_type"] == "unknown"


def test_who_may_leave_is_kept_where_it_gains_and_is_allowed(books: Books) -> None:
    kept = of_kind(actions(books), "retention")
    assert {name: row["expected_gain"] for name, row in kept.items()} == {"risky": pytest.approx(0.3 * 0.5 * 90 - 5)}
    untold = STATES.drop(columns="churn_probability")
    found = customer_actions(books, {MONTH: untold}, PLAN).tables["all"].to_pandas()
    assert "retention" not in set(found["kind"])


def test_again_the_same_rows_and_later_the_same_ids(books: Books) -> None:
    first = actions(books)
    pd.testing.assert_frame_equal(actions(books), first)
    later = STATES.assign(recency_days=STATES["recency_days"] + 31)
    found = customer_actions(books, {date(2026, 7, 1): later}, PLAN).tables["all"].to_pandas()
    same = ["winback", "abandon"]
    assert set(found[found["kind"].isin(same)]["action_id"]) == set(first[first["kind"].isin(same)]["action_id"])


def test_care_follows_occasions_within_consent_caps_and_pauses() -> None:
    lines = [
        sale("new", 1, date(2026, 6, 1)),
        sale("other", 1, date(2026, 6, 1)),
        sale("new", 2, date(2026, 6, 28)),  # after a silence of 20 days
        sale("late", 1, date(2026, 6, 27)),
    ]
    contacts = [(name, date(2026, 6, 29), 1, 1.0, 5.0, "退款") for name in ("new", "late")]
    books = books_of(orders=lines, contacts=contacts, consents=[*granted("new"), *granted("late", on=END)])
    found = actions(books, PLAN.model_copy(update={"winback": [], "retention": None}))
    told = sorted(
        (row.customer_id, json.loads(row.reason)["trigger"], str(row.proposed_at.tz_convert("Asia/Shanghai").date()))
        for row in found.itertuples()
    )
    assert told == [("new", "first_order", "2026-06-01"), ("new", "silence", "2026-06-21")], "two in thirty days"
    assert set(found["brand_id"]) == {"tea"}


def test_occasions_are_told_by_the_books() -> None:
    lines = [sale("a", 1, date(2025, 5, 1)), sale("a", 2, date(2025, 5, 15)), sale("b", 1, date(2026, 6, 1), back=20.0)]
    rules = ActionsSection.model_validate({"care": [
        {"trigger": "anniversary", "action": "x", "channel": "y"},
        {"trigger": "silence", "after_days": 20, "action": "x", "channel": "y"},
    ]}).care  # fmt: skip
    found = occasions(books_of(orders=lines), rules, end=END)
    assert [(row.customer_id, row.trigger, row.day.date()) for row in found.itertuples()] == [
        ("a", "anniversary", date(2026, 5, 1)),
        ("a", "silence", date(2025, 6, 4)),
    ]


def test_without_offers_months_or_consents_the_reason_is_said(books: Books) -> None:
    assert customer_actions(books, {MONTH: STATES}, None).reason == NO_PLAN
    assert customer_actions(books_of(), {}, PLAN).reason == "no month with orders is over"
    silent = customer_actions(replace(books, consents=books.consents[:0]), {MONTH: STATES}, PLAN)
    assert set(silent.tables["all"].to_pandas()["kind"]) == {"abandon"}
    assert silent.reason == "no consents on record, so nobody may be addressed"
    assert customer_actions(books, {MONTH: STATES}, ActionsSection()).row_count == 0


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"winback": [{"action": "x", "channel": "y", "cost": -1, "chance": 0.5}]}, "greater than or equal to 0"),
        ({"winback": [{"action": "x", "channel": "y", "cost": 1, "chance": 2}]}, "less than or equal to 1"),
        ({"winback": [{"action": "x", "channel": "y", "cost": 1, "chance": 0.5}] * 2}, "given twice"),
        ({"care": [{"trigger": "silence", "action": "x", "channel": "y"}]}, "how long a silence is"),
        ({"care": [{"trigger": "birthday", "action": "x", "channel": "y"}]}, "first_order"),
        ({"retention": {"action": " ", "channel": "y", "cost": 1, "chance": 0.5}}, "is empty"),
        ({"caps": {"per_day": 0}}, "greater than or equal to 1"),
    ],
)
def test_what_makes_no_sense_is_said(section: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ActionsSection.model_validate(section)
