"""Risks that the book of contacts tells: keeping fails, words stay unanswered."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from pipeline.findings.books import Books
from pipeline.findings.customers import parts
from pipeline.findings.customers.contacting import attempts, with_contact_risks
from tests.pipeline.test_customers import books_of, sale

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
END = date(2026, 6, 30)
CALLED = date(2026, 4, 10)


def call(customer: str, day: date, kind: str | None = "retention") -> tuple[Any, ...]:
    return (customer, day, 1, None, None, "回访", "outbound", True, kind)


def asked(customer: str, *, is_answered: bool | None) -> tuple[Any, ...]:
    return (customer, date(2026, 5, 3), 1, None, None, "退款", "inbound", is_answered)


def tiers(**by_customer: str) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(by_customer), "tier": list(by_customer.values()), "clv": 100.0})


@pytest.fixture(scope="module")
def books() -> Books:
    """Fifteen good customers who buy again, fifteen small ones who do not; every second one is not answered."""
    good, small = ([f"{kind}{number:02d}" for number in range(15)] for kind in ("g", "s"))
    orders = [sale(name, 1, date(2026, 3, 1)) for name in [*good, *small]]
    orders += [sale(name, 2, CALLED + timedelta(days=5)) for name in good]
    contacts = [call(name, CALLED) for name in [*good, *small]]
    contacts += [asked(name, is_answered=number % 2 == 0) for number, name in enumerate([*good, *small])]
    return books_of(orders=orders, contacts=contacts, consents=[
        ("g00", date(2026, 1, 1), True, "营销短信", None), ("g00", date(2026, 5, 1), False, "营销短信", None),
        ("g02", date(2026, 1, 1), False, "营销短信", None),
    ])  # fmt: skip


def frames() -> dict[date, pd.DataFrame]:
    before = tiers(**{f"g{n:02d}": "key" for n in range(15)}, **{f"s{n:02d}": "small" for n in range(15)})
    return {date(2026, 3, 1): before, JUNE: before.assign(tier=before["tier"].replace("key", "major"))}


def test_keeping_fails_where_it_failed_for_the_tier_of_the_time(books: Books) -> None:
    now = tiers(a="key", b="small", c="ordinary")
    lacks: dict[str, str] = {}
    risk = with_contact_risks(now, books, frames(), JUNE, lacks).set_index("customer_id")["retention_risk"]
    assert risk["a"] == pytest.approx((0 + 10 * 0.5) / (15 + 10))
    assert risk["b"] == pytest.approx((15 + 10 * 0.5) / (15 + 10))
    assert pd.isna(risk["c"]), "nobody of that tier was called"
    assert lacks == {}


def test_an_attempt_is_open_until_its_time_is_over() -> None:
    late = END - timedelta(days=10)
    books = books_of(
        orders=[sale("a", 1, CALLED), sale("a", 2, late), sale("b", 1, CALLED), sale("c", 1, CALLED)]
        + [sale("c", 2, END)],
        contacts=[
            call("a", CALLED), call("a", late - timedelta(days=1)), call("b", late), call("b", CALLED),
            call("c", late, "winback"), call("c", late, "care"), call("c", late, None),
        ],
    )  # fmt: skip
    told = attempts(books, {MAY: tiers(a="key", b="small", c="small")}, END)
    assert [None if pd.isna(kept) else bool(kept) for kept in told["is_kept"]] == [False, False, True, None, True]
    assert told["cell"].fillna("").tolist() == ["", "", "key", "small", "small"], "tiers of the month before the call"


def test_who_was_not_answered_and_who_opted_out_are_at_risk(books: Books) -> None:
    found = with_contact_risks(frames()[JUNE], books, frames(), JUNE, {}).set_index("customer_id")
    risk = found["communication_risk"]
    assert risk["g00"] == 1.0
    assert risk["g01"] > risk["g02"]
    assert parts.opted_out(books, date(2026, 4, 30)).empty


def test_a_book_that_tells_neither_says_so() -> None:
    silent = books_of(orders=[sale("a", 1, MAY)], contacts=[("a", MAY, 1, 5.0, 5.0, "积分")])
    lacks: dict[str, str] = {}
    told = with_contact_risks(tiers(a="key"), silent, frames(), JUNE, lacks)
    assert {"retention_risk", "communication_risk"}.isdisjoint(told.columns)
    assert lacks["retention_risk"] == "not enough evidence: n = 0 retention attempts, 20 needed"
    assert "n = 0" in lacks["communication_risk"]


def test_calls_of_the_firm_are_no_contacts_of_the_customer(books: Books) -> None:
    assert parts.contacts(books, date(2026, 4, 1), ["退款"]).empty
    may = parts.contacts(books, MAY, ["退款"]).set_index("customer_id")
    assert may["contact_count"].eq(1).all()
