"""Planted shops with known parameters, and the published sample where it is at hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crm.value.orders import net_orders, purchase_days, repeat_buying

CALIBRATION_END = date(1997, 9, 30)
"""Fader, Hardie & Lee (2005): the first 39 of 78 weeks."""


def simulated(count: int, rates: np.ndarray, chances: np.ndarray, *, lead: int = 0, seed: int = 1) -> pd.DataFrame:
    """Repeat-buying table of customers with Poisson rates who drop out at a purchase with a chance; all day-exact.

    `lead` 1 lets them drop out at the first purchase, too.
    """
    rng = np.random.default_rng(seed)
    age = rng.integers(60, 500, count) / 7
    is_alive = (rng.random(count) >= chances) | (lead == 0)
    time, x, t_x = np.zeros(count), np.zeros(count), np.zeros(count)
    while is_alive.any():
        time[is_alive] += rng.exponential(1 / rates[is_alive])
        is_alive &= time < age
        x[is_alive] += 1
        t_x[is_alive] = time[is_alive]
        is_alive &= rng.random(count) >= chances
    t_x = np.minimum(np.ceil(t_x * 7) / 7, age)
    ids = [f"c_{number:06d}" for number in range(count)]
    return pd.DataFrame({"customer_id": ids, "x": x, "t_x": t_x, "age": age, "mean_amount": np.nan})


def with_money(table: pd.DataFrame, *, p: float, q: float, gamma: float, seed: int = 2) -> pd.DataFrame:
    """Mean amounts of repeat purchases under the Gamma-Gamma model."""
    rng = np.random.default_rng(seed)
    scale = gamma / rng.gamma(q, 1, len(table)) if q else np.full(len(table), gamma)
    x = table["x"].to_numpy()
    mean = rng.gamma(np.maximum(p * x, 1)) * scale / np.maximum(x, 1)
    return table.assign(mean_amount=np.where(x > 0, mean, np.nan))


@pytest.fixture(scope="session")
def bg_shop() -> pd.DataFrame:
    """40,000 customers buying by BG/NBD(.6, 6, .8, 2.4), money by Gamma-Gamma(6, 4, 15)."""
    rng = np.random.default_rng(7)
    table = simulated(40_000, rng.gamma(0.6, 1 / 6, 40_000), rng.beta(0.8, 2.4, 40_000))
    return with_money(table, p=6, q=4, gamma=15)


@pytest.fixture(scope="session")
def mbg_shop() -> pd.DataFrame:
    """40,000 customers buying by MBG/NBD(.8, 5, .9, 1.6)."""
    rng = np.random.default_rng(8)
    return simulated(40_000, rng.gamma(0.8, 1 / 5, 40_000), rng.beta(0.9, 1.6, 40_000), lead=1)


@pytest.fixture
def orders() -> Callable[..., pd.DataFrame]:
    """Order lines from (customer, order, day, amount) tuples."""

    def made(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
        return pd.DataFrame(rows, columns=["customer_id", "order_id", "day", "amount"])

    return made


@pytest.fixture(scope="session")
def cdnow_orders(shared_data: Path) -> pd.DataFrame:
    """The 1/10 sample: 2,357 customers of a shop for records, first quarter of 1997 to June 1998."""
    names = ["master", "customer_id", "day", "quantity", "amount"]
    file = shared_data / "crm" / "cdnow_sample.txt"
    rows = pd.read_csv(file, sep=r"\s+", header=None, names=names, dtype={"customer_id": str, "day": str})
    rows["day"] = pd.to_datetime(rows["day"])
    return rows.assign(order_id=rows["customer_id"] + rows["day"].astype(str))


@pytest.fixture(scope="session")
def cdnow(cdnow_orders: pd.DataFrame) -> pd.DataFrame:
    """Its repeat buying within the calibration weeks; as published, orders of 0 dollars count."""
    net = net_orders(cdnow_orders, end=CALIBRATION_END, zero_is_purchase=True)
    return repeat_buying(purchase_days(net), end=CALIBRATION_END)
