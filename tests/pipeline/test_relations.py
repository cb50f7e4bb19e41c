"""4R in both senses and the slope of loyalty, from hand-made books."""

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from pipeline.findings.books import Books
from pipeline.findings.relations import with_relations
from pipeline.findings.result import Result
from pipeline.findings.servicing import ServiceInputs
from tests.pipeline.test_customers import books_of, sale

JULY = date(2026, 7, 1)
COMPLAINTS = ["brand_id", "day", "reply_due_on", "first_replied_at"]


def shop() -> Books:
    """Three buyers of July (c1 of June as well); two agreed to be addressed, one of whom was."""
    agreed = [(name, date(2026, 6, 1), True, purpose, None) for name in ("c1", "c2") for purpose in ("营销", "画像")]
    return books_of(
        orders=[
            sale("c1", 1, date(2026, 6, 3)), sale("c2", 1, date(2026, 7, 2)), sale("c3", 1, date(2026, 7, 30)),
        ],
        contacts=[("c1", date(2026, 7, 20), 1, 5.0, 5.0, "积分")],
        touches=[("c1", date(2026, 7, 9), "小程序", "推送", None), ("c3", date(2026, 7, 9), "小程序", "推送", None)],
        consents=agreed,
    )  # fmt: skip


def mentions(*authors: str) -> pd.DataFrame:
    rows = [("tea", author, date(2026, 7, 5)) for author in authors]
    return pd.DataFrame(rows, columns=["brand_id", "author_id", "day"])


NO_DESK = pd.DataFrame()
"""These measures ask nothing of contacts by the hour."""


def told(books: Books, *, said: tuple[str, ...] = (), service: ServiceInputs | None = None,
         **results: pa.Table) -> tuple[dict[tuple[str, date], tuple[float, float]], str | None]:  # fmt: skip
    nothing = ServiceInputs(complaints=pd.DataFrame(columns=COMPLAINTS), seen_until=None, desk=NO_DESK)
    others = {name: Result(name, {"all": results[name]} if name in results else {})
              for name in ("customer_months", "programme_months")}  # fmt: skip
    links = pd.DataFrame({"author_id": ["a1"]})
    found = with_relations(
        Result("satisfaction"), books, mentions(*said), links, service or nothing, others, margin_share=0.5
    )
    rows = found.tables["all"].to_pylist() if found.tables else []
    return {(row["measure"], row["month"]): (row["numerator"], row["denominator"]) for row in rows}, found.reason


def test_the_digital_rates_of_a_month() -> None:
    figures, _ = told(shop(), said=("a1", "a2", "a3", "a3"))
    assert figures["digital_4r_recognize", JULY] == (3, 5), "a1 is a customer's account; two others spoke"
    assert figures["digital_4r_relationship", JULY] == (3, 3), "c1 asked the service"
    assert figures["digital_4r_reach", JULY] == (1, 2)


def test_what_is_not_known_of_a_month_has_no_figure() -> None:
    figures, reason = told(shop())
    assert ("digital_4r_recognize", JULY) not in figures, "no mentions are known of that month"
    assert ("digital_4r_reach", date(2026, 6, 1)) not in figures, "nor touchpoints of June"
    assert reason is not None
    assert "customers who answered and could buy again" in reason


def test_returns_are_revenue_for_cost_and_rewards_profit_for_revenue() -> None:
    paid: dict[str, list[Any]] = {"brand_id": ["tea", "tea"], "month": [JULY, JULY], "kind": ["channel", "referral"],
                                  "benefit_amount": [30.0, 99.0], "spent_amount": [20.0, 1.0]}  # fmt: skip
    earned = {"month": [JULY, JULY], "profit": [6.0, -1.0], "net_amount": [20.0, 5.0]}
    figures, _ = told(shop(), programme_months=pa.table(paid), customer_months=pa.table(earned))
    assert figures["digital_4r_return", JULY] == (60, 20), "half of revenue was margin"
    assert figures["theory_4r_reward", JULY] == (5, 25)


def test_relevance_counts_who_bought_several_categories_in_the_year_up_to_the_month() -> None:
    lines = [
        ("c1", date(2025, 5, 2), "奶茶"), ("c1", date(2026, 7, 1), "果茶"), ("c2", date(2026, 6, 1), "奶茶"),
        ("c2", date(2026, 7, 30), "果茶"), ("c3", date(2026, 7, 2), None), ("c4", date(2026, 7, 2), "奶茶"),
    ]  # fmt: skip
    orders = [(*sale(who, number, day), 1.0, "小程序", category) for number, (who, day, category) in enumerate(lines)]
    figures, _ = told(books_of(orders=orders))
    assert figures["theory_4r_relevance", JULY] == (1, 3), "c1's first category is too long ago, c3's is unknown"
    assert figures["theory_4r_relevance", date(2026, 6, 1)] == (0, 1)
    unnamed = told(books_of(orders=[sale("c1", 1, JULY), sale("c1", 2, date(2026, 7, 30))]))
    assert ("theory_4r_relevance", JULY) not in unnamed[0]


def test_complaints_count_once_their_term_is_over_or_they_were_answered() -> None:
    replied = datetime(2026, 7, 3, 4, tzinfo=UTC)
    late = datetime(2026, 7, 9, 20, tzinfo=UTC)
    rows = [
        ("tea", date(2026, 7, 1), date(2026, 7, 8), replied),
        ("tea", date(2026, 7, 1), date(2026, 7, 8), late),
        ("tea", date(2026, 7, 1), date(2026, 7, 8), None),
        ("tea", date(2026, 7, 30), date(2026, 8, 6), None),
        ("tea", date(2026, 7, 30), None, None),
    ]
    complaints = pd.DataFrame(rows, columns=COMPLAINTS)
    service = ServiceInputs(complaints=complaints, seen_until=datetime(2026, 8, 1, tzinfo=UTC), desk=NO_DESK)
    figures, _ = told(shop(), service=service)
    assert figures["theory_4r_reaction", JULY] == (1, 3)


def test_without_books_nothing_is_told_and_the_reason_is_kept() -> None:
    figures, reason = told(books_of())
    assert figures == {}
    assert reason == (
        "not enough evidence: n = 0 buyers of products with a category, 1 needed; "
        "not enough evidence: n = 0 customers who answered and could buy again, 1 needed"
    )


@pytest.mark.parametrize(("later", "n"), [(date(2026, 6, 20), 0), (date(2026, 12, 1), 1)])
def test_an_answer_counts_once_there_was_time_to_buy_again(later: date, n: int) -> None:
    books = books_of(
        orders=[sale("c1", 1, date(2026, 6, 1)), sale("c2", 1, later)],
        answers=[("c1", "tea", date(2026, 6, 10), "csat", 5.0, 5.0)],
    )
    _, reason = told(books)
    assert reason is not None
    assert ("customers of the rarer outcome" in reason) is bool(n)
