from datetime import UTC, date, datetime
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from crm.decisions.attribution import MODELS, attribution
from crm.decisions.markov import markov_credits
from crm.decisions.paths import NO_TOUCH, Path, paths_of
from crm.decisions.shapley import shapley_credits
from crm.value.evidence import NotEnoughEvidence


def path(text: str, won: int = 1, lost: int = 0) -> Path:
    return Path(channels=tuple(text.split(">")), conversion_count=won, lost_count=lost)


def test_removal_effects_of_the_example_with_three_paths() -> None:
    """C1 > C2 > C3 leads to an order, C1 alone and C2 > C3 to none: effects .5, 1, 1 of a chance of 1/3."""
    told = markov_credits([path("c1>c2>c3"), path("c1", 0, 1), path("c2>c3", 0, 1)])
    assert told == pytest.approx({"c1": 0.2, "c2": 0.4, "c3": 0.4})


def test_shapley_is_the_mean_over_all_orders_of_joining() -> None:
    paths = [
        path("搜索>短视频", 3),
        path("短视频", 2),
        path("直播>搜索>直播", 5),
        path("直播>搜索>短视频", 1),
        path("搜索", 0, 9),
    ]
    channels = ("搜索", "短视频", "直播")

    def worth(team: set[str]) -> int:
        return sum(each.conversion_count for each in paths if set(each.channels) <= team)

    brute = dict.fromkeys(channels, 0.0)
    for order in permutations(channels):
        for place, name in enumerate(order):
            brute[name] += (worth({*order[: place + 1]}) - worth({*order[:place]})) / 6
    assert shapley_credits(paths) == pytest.approx(brute)


def test_simple_rules_by_hand() -> None:
    paths = [path("a>b>a>c", 4), path("c", 1, 3)]
    told = {name: MODELS[name](paths) for name in ("first", "last", "linear")}
    assert told == {"first": {"a": 4, "c": 1}, "last": {"c": 5}, "linear": {"a": 2, "b": 1, "c": 2}}


@pytest.mark.parametrize("seed", range(5))
def test_credits_of_every_model_sum_to_the_conversions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    paths = [
        Path(channels=tuple(rng.choice(list("abcde"), rng.integers(1, 6))), conversion_count=int(rng.integers(0, 9)),
             lost_count=int(rng.integers(0, 9)))
        for _ in range(40)
    ]  # fmt: skip
    told = attribution(paths)
    assert isinstance(told, pd.DataFrame)
    total = sum(each.conversion_count for each in paths)
    assert told.groupby("model")["credit"].sum().tolist() == pytest.approx([total] * 5)
    assert told.groupby("model")["credit_share"].sum().tolist() == pytest.approx([1] * 5)
    assert (told["credit"] >= 0).all()
    assert len(told) == 5 * told["channel"].nunique()


def test_without_lost_paths_every_model_still_divides_all() -> None:
    told = attribution([path("a", 2), path("b", 2)])
    assert isinstance(told, pd.DataFrame)
    assert told["credit"].tolist() == pytest.approx([2] * 10)


def test_no_conversions_no_credit() -> None:
    for paths in ([], [path("a", 0, 5)]):
        told = attribution(paths)
        assert isinstance(told, NotEnoughEvidence)
        assert told.reason == "not enough evidence: n = 0 conversions, 1 needed"
    assert markov_credits([path("a", 0, 5)]) == {}


def test_paths_end_with_an_order_or_with_the_window() -> None:
    touches = pd.DataFrame(
        [("a", "2026-01-01", "搜索"), ("a", "2026-01-03", "直播"), ("a", "2026-01-12", "搜索"),
         ("b", "2025-11-01", "短视频"), ("b", "2026-01-02", "直播"), ("c", "2026-01-05", "搜索"),
         ("d", "2026-02-20", "搜索"), (None, "2026-01-05", "搜索")],
        columns=["customer_id", "touched_at", "channel"],
    )  # fmt: skip
    orders = pd.DataFrame(
        [("a", "2026-01-03", "1"), ("a", "2026-01-20", "2"), ("a", "2026-02-25", "3"), ("b", "2026-01-09", "4"),
         (None, "2026-01-09", "5"), ("a", "2026-03-09", "6")],
        columns=["customer_id", "ordered_at", "order_id"],
    )  # fmt: skip
    told = {each.channels: (each.conversion_count, each.lost_count)
            for each in paths_of(touches, orders, end=date(2026, 2, 28))}  # fmt: skip
    assert told == {
        ("搜索", "直播"): (1, 0), ("搜索",): (1, 1), ("直播",): (1, 0), ("短视频",): (0, 1), (NO_TOUCH,): (2, 0),
    }  # fmt: skip


def test_instants_are_compared_to_the_minute() -> None:
    hours = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (1, 2, 3)]
    touches = pd.DataFrame({"customer_id": "a", "channel": ["早", "晚"], "touched_at": [hours[0], hours[2]]})
    orders = pd.DataFrame({"customer_id": ["a"], "order_id": ["1"], "ordered_at": [hours[1]]})
    assert paths_of(touches, orders, end=date(2026, 1, 2)) == (path("早"),)


def test_nothing_touched_and_nothing_sold() -> None:
    touches = pd.DataFrame(columns=["customer_id", "touched_at", "channel"])
    orders = pd.DataFrame(columns=["customer_id", "ordered_at", "order_id"])
    assert paths_of(touches, orders, end=date(2026, 1, 1)) == ()
    one = pd.DataFrame([("a", "2026-01-01", "1")], columns=orders.columns)
    assert paths_of(touches, one, end=date(2026, 1, 1)) == (path(NO_TOUCH),)
