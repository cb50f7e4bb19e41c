"""Credits of channels, books of points, rules and offers from the user's books; measures from talk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from pipeline.findings.books import Books
from pipeline.findings.credits import attribution
from pipeline.findings.offers import associations, recommendations
from pipeline.findings.programme import loyalty_months
from pipeline.findings.talked import talked
from pipeline.findings.voices import Voices
from pipeline.settings.loyalty import LoyaltySection

COLUMNS = {
    "orders": "customer_id brand_id order_id day amount product",
    "sales": "brand_id product_id day order_count",
    "answers": "customer_id brand_id day question score scale",
    "contacts": "customer_id day contact_count satisfaction satisfaction_scale reason direction is_answered action_kind"
    " contacted_at",
    "referrals": "referrer_id referred_id day would_join_anyway reward",
    "points": "customer_id day program earned_points redeemed_points expired_points adjusted_points",
    "touches": "customer_id day channel kind order_id brand_id",
    "consents": "customer_id day is_granted purpose expires_on",
}
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def books_of(**rows: list[tuple[Any, ...]]) -> Books:
    frames = {name: pd.DataFrame(rows.get(name, []), columns=text.split()) for name, text in COLUMNS.items()}
    return Books(**frames, foreign_count=0)


def order(customer: str, day: date, product: str = "奶茶", number: int = 0, amount: float = 20.0) -> tuple[Any, ...]:
    return (customer, "tea", f"{customer}-{day}-{number}", day, amount, product)


def touch(customer: str, day: date, channel: str, brand: str | None = "tea") -> tuple[Any, ...]:
    return (customer, day, channel, "点击", None, brand)


def test_credits_of_a_month_sum_to_its_orders_and_used_touches_count_once() -> None:
    books = books_of(
        orders=[
            order("a", date(2026, 3, 20)), order("a", date(2026, 4, 10)), order("b", date(2026, 4, 30)),
            order("c", date(2026, 4, 30), amount=0.0),
        ],
        touches=[
            touch("a", date(2026, 3, 18), "短信"), touch("a", date(2026, 4, 9), "广告"),
            touch("b", date(2026, 4, 29), "广告", None), touch("b", date(2026, 4, 29), "传单", "milk"),
        ],
    )  # fmt: skip
    found = attribution(books).tables["all"].to_pandas()
    sums = found.groupby(["month", "model"])["credit_count"].sum()
    assert {month: set(part.round(9)) for month, part in sums.groupby("month")} == {MARCH: {1.0}, APRIL: {2.0}}
    last = found[(found["month"] == APRIL) & (found["model"] == "first")].set_index("channel")["credit_count"]
    assert last.to_dict() == {"广告": 2.0}, "the message of March led to the order of March"


def test_without_touchpoints_there_is_nothing_to_divide() -> None:
    found = attribution(books_of(orders=[order("a", date(2026, 3, 30))]))
    assert (found.row_count, found.reason) == (0, "no touchpoints")


def test_the_books_of_points_balance_and_owe_what_a_point_is_worth() -> None:
    books = books_of(
        points=[
            ("a", date(2026, 3, 2), None, 100.0, 0.0, 0.0, 0.0), ("a", date(2026, 4, 2), None, 0.0, 30.0, 10.0, -5.0),
            ("b", date(2026, 4, 3), "金卡", 50.0, 0.0, 0.0, 0.0),
        ]
    )  # fmt: skip
    table = loyalty_months(books, LoyaltySection(point_value=0.1, expected_breakage=0.2)).tables["all"].to_pandas()
    moved = table["earned_points"] - table["redeemed_points"] - table["expired_points"] + table["adjusted_points"]
    assert (table["opening_points"] + moved - table["closing_points"]).eq(0).all()
    april = table[table["month"] == APRIL].set_index("program")
    assert april["closing_points"].to_dict() == {"all": 55.0, "金卡": 50.0}
    assert april.loc["all", "liability_amount"] == pytest.approx(55 * 0.1 * 0.8)


def test_without_the_value_of_a_point_the_liability_is_unknown() -> None:
    books = books_of(points=[("a", date(2026, 3, 2), None, 100.0, 0.0, 0.0, 0.0)])
    found = loyalty_months(books, LoyaltySection())
    assert found.tables["all"].to_pandas()["liability_amount"].isna().all()
    assert found.reason == "liability: loyalty.point_value is not configured"
    assert loyalty_months(books_of(), LoyaltySection()).row_count == 0


def tastes(count: int) -> list[tuple[Any, ...]]:
    """Two kinds of people, who buy a, b and c or d, e and f, in any order; every tenth has not bought the third."""
    lines = []
    for number in range(count):
        taste = "abc" if number % 2 else "def"
        turn = number // 2 % 3
        for place, product in enumerate(taste[turn:] + taste[:turn]):
            if number % 10 or place < 2:
                lines.append(order(f"k{number:03d}", date(2026, 2, 3 + 10 * place + number % 5), product, place))
    return sorted(lines, key=lambda line: line[3])


AGREED = [(f"k{number:03d}", date(2026, 2, 1), True, purpose, None) for number in range(20)
          for purpose in ("营销短信", "个性化推荐")]  # fmt: skip


def test_what_customers_buy_together_is_told_with_its_counts() -> None:
    found = associations(books_of(orders=tastes(60))).tables["all"].to_pandas()
    rule = found[(found["basis"] == "customer") & (found["antecedent"] == "a") & (found["consequent"] == "b")].iloc[0]
    assert (rule["basket_count"], rule["antecedent_count"], rule["rule_count"]) == (60, 30, 30)
    assert (rule["lift"], bool(rule["is_sure"])) == (2.0, True)
    assert {"month", "brand_id"} <= set(found.columns)


def test_offers_go_to_who_agreed_and_only_where_they_beat_the_popular() -> None:
    found = recommendations(books_of(orders=tastes(120), consents=AGREED))
    assert found.reason is not None
    assert "by popularity (n = 120" in found.reason
    told = found.tables["all"].to_pandas()
    assert set(told["customer_id"]) <= {row[0] for row in AGREED}
    assert set(told["item_rank"]) == {1}
    thin = told.set_index("customer_id").loc["k010"]
    assert (thin["product_name"] in "def", thin["basis"]) == (True, "similar"), "what people of that taste buy"
    alike = [order(f"k{number:03d}", date(2026, 2, 25 + place), f"p{place}", place) for number in range(60)
             for place in range(3)]  # fmt: skip
    same = recommendations(books_of(orders=alike, consents=AGREED))
    assert same.row_count == 0, "everybody buys the same, so popularity serves as well"


def test_nobody_is_offered_anything_without_a_register_of_consents() -> None:
    found = recommendations(books_of(orders=tastes(120)))
    assert (found.row_count, found.reason) == (0, "tea: no register of consents")
    assert recommendations(books_of()).reason == "no month with orders is over"


def voices_of(talk: list[tuple[Any, ...]], opinions: Sequence[tuple[Any, ...]] = ()) -> Voices:
    names = "mention_id brand_id product_id day content_class intent is_complaint reply_count"
    said = "review_id brand_id product_id day aspect sentiment is_abstained is_own"
    messages = [("tea", "m3", 1, date(2026, 3, 1), "customer"), ("tea", "m3", 2, date(2026, 3, 3), "brand")]
    return Voices(
        reviews=pd.DataFrame(columns=["review_id", "brand_id", "product_id", "day", "rating"]),
        opinions=pd.DataFrame(opinions, columns=said.split()),
        talk=pd.DataFrame(talk, columns=names.split()),
        messages=pd.DataFrame(messages, columns=["brand_id", "thread_id", "position", "day", "sender"]),
    )


def test_talk_is_told_by_measure() -> None:
    day = date(2026, 3, 5)
    voices = voices_of(
        [
            ("m1", "tea", None, day, "UGC", "recommend,identify", False, None),
            ("m2", None, None, day, "UGC", "ask", False, None),
            ("m3", "tea", "cold", day, "UGC", "complain,recommend", True, 1),
            ("m4", "tea", None, day, "BGC", None, False, None),
            ("m5", "tea", None, day, "UGC", "ask,defend", False, None),
            ("m6", "tea", "cold", day, "UGC", None, True, None),
        ],
        [("m1", "tea", "cold", day, "a.price", "positive", False, True),
         ("m9", "tea", "cold", day, "a.price", "negative", False, False)],
    )  # fmt: skip
    books = books_of(sales=[("tea", "cold", day, 500), ("tea", "cold", date(2026, 1, 5), 900)])
    rows = pd.concat([part for part in talked(books, voices) if isinstance(part, pd.DataFrame)])
    told = rows.groupby("measure")[["numerator", "denominator"]].first().apply(tuple, axis="columns").to_dict()
    assert told == {
        "advocacy_share_proxy": (1, 4), "complaint_rate": (2, 0.5), "defence_share_proxy": (1, 4),
        "earned_voice_share": (4, 5), "identification_proxy": (2, 4), "self_brand_share_proxy": (1, 4),
        "naming_share_proxy": (1, 2), "net_reputation_proxy": (1, 1), "price_mention_share_proxy": (1, 5),
        "reply_share": (1, 1), "reputation_share_proxy": (1, 1), "request_response_share": (1, 1),
        "two_way_share": (0, 1),
    }  # fmt: skip


def test_no_talk_is_no_measure() -> None:
    nothing = voices_of([])
    nothing = replace(nothing, messages=nothing.messages.iloc[:0])
    assert not [part for part in talked(books_of(), nothing) if isinstance(part, pd.DataFrame)]
