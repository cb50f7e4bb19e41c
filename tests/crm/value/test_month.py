from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.value.mbg_nbd import fit_mbg_nbd
from crm.value.month import MONTH_DTYPES, OtherParts, customer_month

MONTH = date(2026, 3, 9)


@pytest.fixture(scope="module")
def shop_orders(bg_shop: pd.DataFrame) -> pd.DataFrame:
    """Order lines of 400 of the planted customers, first to last purchase evenly spaced, until March 2026."""
    rng = np.random.default_rng(4)
    lines = []
    for row in bg_shop.head(400).itertuples():
        first = pd.Timestamp(2026, 3, 31) - pd.Timedelta(days=round(row.age * 7))
        days = np.unique(np.linspace(0, round(row.t_x * 7), int(row.x) + 1).round())
        for number, day in enumerate(days):
            amount = round(float(rng.gamma(6, 5)), 2)
            lines.append((row.customer_id, f"{row.customer_id}.{number}", first + pd.Timedelta(days=day), amount))
    return pd.DataFrame(lines, columns=["customer_id", "order_id", "day", "amount"])


def test_a_month_has_every_customer_and_every_column(shop_orders: pd.DataFrame) -> None:
    told = customer_month(shop_orders, month=MONTH)
    assert told.frame.dtypes.astype(str).to_dict() == MONTH_DTYPES
    assert told.frame["customer_id"].tolist() == sorted(shop_orders["customer_id"].unique())
    assert set(told.frame["month"]) == {date(2026, 3, 1)}
    month = shop_orders[shop_orders["day"] >= "2026-03-01"]
    assert told.frame["order_count"].sum() == len(month)
    assert told.frame["net_amount"].sum() == pytest.approx(month["amount"].sum())
    full = ["order_count", "recency_days", "r_score", "p_alive", "expected_order_count", "clv", "tier", "value_rank"]
    assert told.frame[full].notna().all().all()
    assert not np.isnan(told.frame["clv"].to_numpy("float64")).any()
    # No referral, influence, knowledge or cost feed: unknown, not 0.
    assert told.frame[["crv", "civ", "ckv_index", "cev", "profit", "value_cell"]].isna().all().all()
    assert list(told.lacks) == ["value_cell"]


def test_other_feeds_fill_their_columns(shop_orders: pd.DataFrame) -> None:
    everybody = shop_orders["customer_id"].unique()
    someone = everybody[0]
    known = [*everybody[:20], "stranger"]
    parts = OtherParts(
        referral=pd.DataFrame({"customer_id": [someone], "crv": [500.0]}),
        influence=pd.DataFrame({"customer_id": known, "civ": [20.0, *[0.0] * 19, 9.0]}),
        profit=pd.DataFrame({"customer_id": [someone], "profit": [-3.0]}),
    )
    told = customer_month(shop_orders, month=MONTH, parts=parts, tier_by="cev").frame.set_index("customer_id")
    assert told.loc[someone, "cev"] == pytest.approx(told.loc[someone, "clv"] + 520)
    assert told["cev"].count() == told["value_rank"].count() == 20  # whose accounts are unknown has no such value
    assert told["value_rank"].astype("float64").idxmin() == someone
    assert told["crv"].sum() == 500
    assert told["civ"].sum() == 20
    assert told["profit"].count() == 1
    assert told["value_cell"].notna().all()
    assert "stranger" not in told.index


def test_a_month_without_orders_ages_everybody(shop_orders: pd.DataFrame) -> None:
    now, later = (customer_month(shop_orders, month=month) for month in (MONTH, date(2026, 7, 1)))
    assert len(now.frame) == len(later.frame)
    assert (later.frame["recency_days"] - now.frame["recency_days"] == 122).all()
    assert later.frame["p_alive"].mean() < now.frame["p_alive"].mean()


def test_an_earlier_month_knows_nothing_of_later_orders(shop_orders: pd.DataFrame) -> None:
    cut = shop_orders[shop_orders["day"] <= "2025-12-31"]
    whole, known = (customer_month(orders, month=date(2025, 12, 1)).frame for orders in (shop_orders, cut))
    pd.testing.assert_frame_equal(whole, known)


def test_another_model_and_another_order_of_rows(shop_orders: pd.DataFrame) -> None:
    first = customer_month(shop_orders, month=MONTH, fit_model=fit_mbg_nbd)
    again = customer_month(shop_orders.sample(frac=1, random_state=1), month=MONTH, fit_model=fit_mbg_nbd)
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert first.fit is not None
    assert set(first.frame["model_version"].str.split("-").str[0]) == {"MbgNbd"}
    assert set(first.fit.model.parameters) == {"r", "alpha", "a", "b"}


@pytest.mark.parametrize(
    ("rows", "customer_count", "lacks"),
    [
        ([], 0, {"repeat_buying", "money", "rfm", "value_cell", "tier"}),
        ([("a", "1", "2026-02-01", 10.0)], 1, {"repeat_buying", "money", "rfm", "value_cell", "tier"}),
        ([("a", "1", "2026-02-01", -10.0), ("b", "2", "2026-02-01", 0.0)], 0,
         {"repeat_buying", "money", "rfm", "value_cell", "tier"}),
        ([(f"c{i:02d}", f"{i}", "2026-02-01", 10.0) for i in range(50)], 50,
         {"repeat_buying", "money", "value_cell", "tier"}),
        ([("a", "1", "2026-04-01", 10.0)], 0, {"repeat_buying", "money", "rfm", "value_cell", "tier"}),
    ],
    ids=["no orders", "one customer", "refunds and gifts only", "one order each", "orders later"],
)  # fmt: skip
def test_bad_input_has_a_defined_result(
    rows: list[tuple[str, str, str, float]], customer_count: int, lacks: set[str]
) -> None:
    told = customer_month(pd.DataFrame(rows, columns=["customer_id", "order_id", "day", "amount"]), month=MONTH)
    assert len(told.frame) == customer_count
    assert list(told.frame.columns) == list(MONTH_DTYPES)
    assert set(told.lacks) == lacks
    assert all(lack.reason.startswith("not enough evidence: n = ") for lack in told.lacks.values())
    assert told.frame["recency_days"].notna().all()
    assert told.frame["clv"].isna().all()


def test_the_published_sample_as_a_month(cdnow_orders: pd.DataFrame) -> None:
    told = customer_month(cdnow_orders, month=date(1997, 9, 1))
    # 8 of the 2,357 customers only ever paid 0 dollars.
    assert len(told.frame) == 2349
    assert told.frame["tier"].value_counts().to_dict() == {"small": 1174, "ordinary": 705, "major": 447, "key": 23}
    assert told.frame["clv"].notna().all()
