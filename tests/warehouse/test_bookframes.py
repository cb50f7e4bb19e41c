"""The user's own books as frames for crm."""

from datetime import date

import pytest
import sqlalchemy as sa

from warehouse import bookframes


def rows(table: object) -> list[dict[str, object]]:
    return table.to_pylist()  # type: ignore[attr-defined,no-any-return]


def test_order_lines_say_what_was_booked_and_what_went_back(star: sa.Connection) -> None:
    lines = rows(bookframes.order_frame(star))
    assert len(lines) == 10
    money = {each["order_id"]: [] for each in lines}
    for each in lines:
        assert each["amount"] == pytest.approx(each["gross_amount"] - each["back_amount"])  # type: ignore[operator]
        money[each["order_id"]].append(each["amount"])
    # Ids carry their source; a refund booked as a row takes its order back to nothing, a word does so by itself.
    assert sum(money["orders:o4"]) == 0
    assert money["orders:o3"] == [0.0]
    first = next(each for each in lines if each["order_id"] == "orders:o1")
    assert (first["customer_id"], first["day"], first["region"]) == ("k1", date(2026, 2, 5), "广东")
    assert {each["currency"] for each in lines} == {"CNY", "USD"}


def test_other_books_give_one_row_an_event(star: sa.Connection) -> None:
    answers = rows(bookframes.answer_frame(star))
    assert [(each["customer_id"], each["score"]) for each in answers if each["question"] == "nps"] == [
        ("k1", 9.0), ("k2", 6.0), (None, 8.0)
    ]  # fmt: skip
    assert [
        (each["referrer_id"], each["referred_id"], each["would_join_anyway"], each["reward"])
        for each in rows(bookframes.referral_frame(star))
    ] == [("k1", "k2", False, 10.0)]
    points = rows(bookframes.point_frame(star))
    assert [(each["kind"], each["points"]) for each in points][:2] == [("earn", 50.0), ("redeem", -30.0)]
    # A visitor nobody knows is in no customer's frame.
    assert {each["customer_id"] for each in rows(bookframes.touch_frame(star))} == {"k1"}
    assert {each["purpose"] for each in rows(bookframes.consent_frame(star))}
    assert all(each["customer_id"] for each in rows(bookframes.contact_frame(star)))
