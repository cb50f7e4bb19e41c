"""Customer value of a million customers: distinct histories, fits of BG/NBD and Gamma-Gamma, scores.

Three populations. *Repeated*: a thousandth of the customers, a thousand times over, as in a shop whose customers are
told to the week. *Days*: day-exact histories drawn from the model, of which about half are distinct. *Distinct*: the
same with continuous times, no two alike, the worst case.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from benchmarks._measure import Clock, Measure
from crm.value.bg_nbd import fit_bg_nbd
from crm.value.clv import ValueSettings, lifetime_values
from crm.value.fit import Fit
from crm.value.gamma_gamma import GammaGamma, fit_gamma_gamma
from crm.value.histories import histories_of
from crm.value.influence import influence_values
from crm.value.mbg_nbd import fit_mbg_nbd
from crm.value.orders import net_orders, purchase_days, repeat_buying
from crm.value.pareto_nbd import fit_pareto_nbd
from crm.value.pyramid import value_tiers
from crm.value.rfm import rfm, rfm_scores

CLV_BOUND = 5.0
"""Processor seconds for fitting and scoring 1,000,000 customers."""
_END = pd.Timestamp(2026, 10, 31)


def measures(size: int) -> Iterator[Measure]:
    """Measures on `size` customers; bounds hold for 1,000,000 and are told for any number."""
    whole = _population(size, is_whole_days=True)
    few = pd.concat([whole.head(max(size // 1000, 1))] * min(size, 1000), ignore_index=True)
    populations = {"repeated": few, "days": whole, "distinct": _population(size, is_whole_days=False)}
    for name, table in populations.items():
        yield _clv(table, f"CLV, {name} histories", fit_bg_nbd)
    yield _clv(whole, "CLV by MBG/NBD, days", fit_mbg_nbd, bound=None)
    yield _clv(few, "CLV by Pareto/NBD, repeated histories", fit_pareto_nbd, bound=None)
    yield from _from_orders(whole)
    yield _influence(size)


def _clv(table: pd.DataFrame, name: str, fit_model: Any, *, bound: float | None = CLV_BOUND) -> Measure:
    clock = Clock()
    histories = histories_of(table)
    clock.step("histories")
    fit = fit_model(histories)
    clock.step("fit")
    money = fit_gamma_gamma(table)
    clock.step("money")
    if not isinstance(fit, Fit):
        raise SystemExit(f"{name}: {fit.reason}")
    if not isinstance(money, GammaGamma):
        raise SystemExit(f"{name}: {money.reason}")
    lifetime_values(table, histories, fit.model, money, ValueSettings())
    clock.step("score")
    detail = {"customers": len(table), "distinct": len(histories.x), **clock.steps}
    return Measure(name=name, cpu_seconds=clock.total, bound=bound, detail=detail)


def _from_orders(table: pd.DataFrame) -> Iterator[Measure]:
    """Order lines to repeat buying, RFM scores and tiers."""
    lines = _order_lines(table)
    clock = Clock()
    net = net_orders(lines, end=_END.date())
    clock.step("orders")
    repeat_buying(purchase_days(net), end=_END.date())
    clock.step("repeat_buying")
    activity = rfm(net, end=_END.date())
    rfm_scores(activity)
    clock.step("rfm")
    value_tiers(activity, by="monetary")
    clock.step("tiers")
    detail = {"lines": len(lines), "customers": len(activity), **clock.steps}
    yield Measure(name="order lines to RFM and tiers", cpu_seconds=clock.total, detail=detail)


def _influence(edge_count: int) -> Measure:
    rng = np.random.default_rng(5)
    node_count = max(edge_count // 5, 10)
    popularity = (node_count * rng.random(edge_count) ** 3).astype(np.int64)
    ids = np.array([f"c{number:07d}" for number in range(node_count)], dtype=object)
    followers = rng.integers(0, node_count, edge_count)
    edges = pd.DataFrame({"influencer_id": ids[popularity], "influenced_id": ids[followers], "weight": 1.0})
    worth = pd.DataFrame({"customer_id": ids, "clv": rng.gamma(0.5, 200, node_count)})
    clock = Clock()
    influence_values(edges, worth)
    clock.step("influence")
    return Measure(
        name="CIE and CIV (Hubbell)", cpu_seconds=clock.total, detail={"edges": edge_count, "customers": node_count}
    )


def _population(count: int, *, is_whole_days: bool) -> pd.DataFrame:
    """Customers by BG/NBD(.6, 6, .8, 2.4) over two years, weeks as unit; money by Gamma-Gamma(6.2, 3.7, 15.4)."""
    rng = np.random.default_rng(3)
    rate, chance, age = rng.gamma(0.6, 1 / 6, count), rng.beta(0.8, 2.4, count), rng.uniform(1, 104, count)
    time, x, t_x, is_alive = np.zeros(count), np.zeros(count), np.zeros(count), np.ones(count, dtype=bool)
    while is_alive.any():
        time[is_alive] += rng.exponential(1 / rate[is_alive])
        is_alive &= time < age
        x[is_alive] += 1
        t_x[is_alive] = time[is_alive]
        is_alive &= rng.random(count) >= chance
    if is_whole_days:
        age = np.ceil(age * 7) / 7
        t_x = np.minimum(np.ceil(t_x * 7) / 7, age)
    mean = rng.gamma(np.maximum(6.2 * x, 1)) * 15.4 / rng.gamma(3.7, 1, count) / np.maximum(x, 1)
    ids = pd.Series(np.arange(count)).map("c{:07d}".format)
    return pd.DataFrame(
        {"customer_id": ids, "x": x, "t_x": t_x, "age": age, "mean_amount": np.where(x > 0, mean, np.nan)}
    )


def _order_lines(table: pd.DataFrame) -> pd.DataFrame:
    """One line per purchase, spread evenly from the first to the last."""
    count = table["x"].to_numpy().astype(np.int64) + 1
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    share = place / np.maximum(np.repeat(count - 1, count), 1)
    days = np.repeat(-table["age"].to_numpy(), count) * 7 + share * np.repeat(table["t_x"].to_numpy(), count) * 7
    return pd.DataFrame(
        {
            "customer_id": np.repeat(table["customer_id"].to_numpy(), count),
            "order_id": np.arange(len(days)),
            "day": (_END + pd.to_timedelta(np.round(days), unit="D")).normalize(),
            "amount": 30.0,
        }
    )
