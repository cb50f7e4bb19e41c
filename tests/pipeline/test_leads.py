"""The lead score of those who showed interest and have not bought."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest

from pipeline.findings.books import Books
from pipeline.findings.customers.leads import with_leads
from tests.pipeline.test_customers import books_of, sale

MONTH = date(2026, 6, 1)


def visits(customer: str, last: date, count: int) -> list[tuple[Any, ...]]:
    return [(customer, last - timedelta(days=2 * number), "小程序", "浏览", None) for number in range(count)]


@pytest.fixture(scope="module")
def books() -> Books:
    """Who looks often buys after the month's end; the last month has one of either kind, and one who only asked."""
    rng, touches, orders = Random(3), [], []
    for number in range(160):
        name, is_keen = f"p{number:03d}", number % 2 == 0
        seen = date(2026, 1, 10) + timedelta(days=rng.randrange(80))
        touches += visits(name, seen, rng.randint(4, 8) if is_keen else rng.randint(1, 3))
        if is_keen and rng.random() < 0.9:
            orders.append(sale(name, 1, seen + timedelta(days=rng.randint(25, 45))))
    touches += visits("often", date(2026, 6, 25), 7) + visits("once", date(2026, 6, 25), 1)
    asked = [("asked", date(2026, 6, 20), 1, None, None, "咨询", "inbound", True)]
    asked += [("called", date(2026, 6, 20), 1, None, None, "回访", "outbound", True, "care")]
    orders = sorted([*orders, sale("buyer", 1, date(2026, 6, 29))], key=lambda line: line[3])
    return books_of(orders=orders, touches=touches, contacts=asked)


def test_who_looks_often_scores_higher_and_only_prospects_score(books: Books) -> None:
    frame = pd.DataFrame({"customer_id": ["often", "once", "asked", "called", "buyer"]}).astype("string")
    lacks: dict[str, str] = {}
    score = with_leads(frame, books, MONTH, lacks).set_index("customer_id")["lead_score"]
    assert score["often"] > 0.5 > score["once"]
    assert 0 < score["asked"] < 1
    assert score[["called", "buyer"]].isna().all(), "whom the firm called, and who bought, are no leads"
    assert lacks["lead_score"].startswith("learnt from n = 1"), "the step says how well"


def test_without_prospects_of_either_outcome_the_reason_is_said(books: Books) -> None:
    thin = books_of(orders=[sale("a", 1, date(2026, 6, 2))], touches=visits("b", date(2026, 3, 1), 2))
    lacks: dict[str, str] = {}
    frame = pd.DataFrame({"customer_id": ["b"]}).astype("string")
    assert "lead_score" not in with_leads(frame, thin, MONTH, lacks)
    assert lacks["lead_score"] == "not enough evidence: n = 0 prospects of the rarer outcome, 30 needed"
