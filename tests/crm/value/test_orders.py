from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from crm.value.histories import histories_of
from crm.value.orders import net_orders, purchase_days, repeat_buying
from records.errors import UsageError

END = date(2026, 3, 31)
Orders = Callable[..., pd.DataFrame]


def test_an_order_is_netted_and_a_day_is_one_purchase(orders: Orders) -> None:
    lines = orders(
        ("a", "1", "2026-01-05", 30.0), ("a", "1", "2026-01-05", 12.0), ("a", "2", "2026-01-05", 8.0),
        ("a", "3", "2026-02-02", 20.0), ("a", "4", "2026-03-02", 10.0), ("b", "5", "2026-03-10", 9.0),
    )  # fmt: skip
    table = repeat_buying(purchase_days(net_orders(lines, end=END)), end=END)
    assert table.to_dict("records")[0] == {
        "customer_id": "a", "x": 2.0, "t_x": 8.0, "age": pytest.approx(85 / 7), "mean_amount": 15.0,
        "first_day": pd.Timestamp("2026-01-05"), "last_day": pd.Timestamp("2026-03-02"),
    }  # fmt: skip
    assert table.loc[1, ["x", "t_x", "age"]].tolist() == [0, 0, 3]
    assert pd.isna(table.loc[1, "mean_amount"])


def test_refunds_gifts_and_strangers(orders: Orders) -> None:
    lines = orders(
        ("a", "1", "2026-01-05", 0.1), ("a", "1", "2026-01-09", 0.2), ("a", "1", "2026-01-20", -0.3),  # refunded
        ("a", "2", "2026-02-05", 50.0), ("a", "2", "2026-02-09", -20.0),  # in part
        ("a", "3", "2026-02-20", -5.0),  # a refund under its own number
        ("a", "4", "2026-02-21", 0.0),  # a gift
        ("a", "5", "2026-04-01", 70.0),  # after the end
        (None, "6", "2026-02-01", 9.0), ("b", "7", "no day", 9.0), ("b", "8", "2026-02-01", None),
    )  # fmt: skip
    net = net_orders(lines, end=END)
    assert net[["order_id", "amount", "is_purchase"]].to_numpy().tolist() == [
        ["1", 0.0, False], ["2", 30.0, True], ["3", -5.0, False], ["4", 0.0, False],
    ]  # fmt: skip
    assert net["day"].dt.date.tolist()[1] == date(2026, 2, 5)
    as_published = net_orders(lines, end=END, zero_is_purchase=True)
    assert as_published["is_purchase"].tolist() == [False, True, False, True]


@pytest.mark.parametrize("amounts", [(), (-5.0, -7.0), (0.0, 0.0)], ids=["no orders", "refunds only", "gifts only"])
def test_without_a_purchase_nobody_has_a_history(orders: Orders, amounts: tuple[float, ...]) -> None:
    lines = orders(*((f"c{i}", f"o{i}", "2026-01-05", amount) for i, amount in enumerate(amounts)))
    table = repeat_buying(purchase_days(net_orders(lines, end=END)), end=END)
    assert table.empty
    assert list(table.columns) == ["customer_id", "x", "t_x", "age", "mean_amount", "first_day", "last_day"]
    assert histories_of(table).customer_count == 0


def test_what_cannot_be_is_refused(orders: Orders) -> None:
    lines = orders(("a", "1", "2026-01-05", 3.0))
    with pytest.raises(UsageError, match="lacks amount"):
        net_orders(lines.drop(columns="amount"), end=END)
    with pytest.raises(UsageError, match="CNY, USD"):
        net_orders(pd.concat([lines.assign(currency="CNY"), lines.assign(currency="USD")]), end=END)
    with pytest.raises(UsageError, match="after the end"):
        repeat_buying(purchase_days(net_orders(lines, end=END)), end=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("x", "t_x", "age"), [(1, 0, 5), (0, 2, 5), (1, 6, 5), (-1, 1, 5), (1.5, 1, 5), (1, 1, float("nan"))]
)
def test_impossible_histories_are_refused(x: float, t_x: float, age: float) -> None:
    good = {"x": 1, "t_x": 2.0, "age": 5.0}
    with pytest.raises(UsageError, match="1 purchase histories are impossible"):
        histories_of(pd.DataFrame([good, {"x": x, "t_x": t_x, "age": age}]))


def test_equal_histories_are_one_row() -> None:
    table = pd.DataFrame({"x": [2, 0, 2, 1], "t_x": [3.0, 0.0, 3.0, 3.0], "age": [9.0, 4.0, 9.0, 9.0]})
    found = histories_of(table)
    assert found.x.tolist() == [0, 1, 2]
    assert found.weight.tolist() == [1, 1, 2]
    assert found.row.tolist() == [2, 0, 2, 1]
    assert found.repeat_buyer_count == 3


def test_the_published_sample_has_its_counts(cdnow: pd.DataFrame) -> None:
    assert len(cdnow) == 2357
    assert (cdnow["x"] > 0).sum() == 946
    assert len(histories_of(cdnow).x) == 1016
