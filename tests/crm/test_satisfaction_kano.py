"""Kano by survey and its stand-in from reviews; drivers of value; what to improve."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from crm.satisfaction.drivers import value_drivers
from crm.satisfaction.improvements import improvements
from crm.satisfaction.kano import ANSWERS, BetterWorse, better_worse, kano, kano_kind
from crm.satisfaction.kano_proxy import kano_proxy
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError


def test_the_table_of_twenty_five() -> None:
    published = {
        "like": "questionable attractive attractive attractive one_dimensional",
        "must_be": "reverse indifferent indifferent indifferent must_be",
        "neutral": "reverse indifferent indifferent indifferent must_be",
        "live_with": "reverse indifferent indifferent indifferent must_be",
        "dislike": "reverse reverse reverse reverse questionable",
    }
    for functional, row in published.items():
        assert [kano_kind(functional, other) for other in ANSWERS] == row.split()
    with pytest.raises(UsageError, match="none of Kano's; there are like, "):
        kano_kind("love", "like")


def test_better_and_worse_as_published() -> None:
    told = better_worse(20, 30, 40, 10)
    assert isinstance(told, BetterWorse)
    assert (told.better, told.worse, told.answer_count) == (0.5, -0.7, 100)
    assert isinstance(better_worse(0, 0, 0, 0), NotEnoughEvidence)


PAIRS = {"attractive": ("like", "neutral"), "one_dimensional": ("like", "dislike"), "must_be": ("neutral", "dislike"),
         "indifferent": ("neutral", "neutral"), "reverse": ("dislike", "like")}  # fmt: skip


def answers(aspect: str, **counts: int) -> pd.DataFrame:
    rows = [(aspect, *PAIRS[kind]) for kind, count in counts.items() for _ in range(count)]
    return pd.DataFrame(rows, columns=["aspect", "functional", "dysfunctional"])


def test_a_survey_by_aspect() -> None:
    book = answers("杯盖", attractive=20, one_dimensional=30, must_be=40, indifferent=10)
    tie = answers("吸管", must_be=5, one_dimensional=5, reverse=2)
    found = kano(pd.concat([book, tie, answers("赠品", reverse=3)]))
    assert isinstance(found, pd.DataFrame)
    table = found.set_index("aspect")
    assert table["kind"].to_dict() == {"杯盖": "must_be", "吸管": "must_be", "赠品": "reverse"}
    lid = table.loc["杯盖"]
    assert (lid["better"], lid["worse"], lid["must_be_count"], lid["answer_count"]) == (0.5, -0.7, 40, 100)
    assert lid["better_low"] < 0.5 < lid["better_high"]
    assert lid["worse_low"] < -0.7 < lid["worse_high"]
    assert not table.loc["吸管", "is_sure"]
    assert pd.isna(table.loc["赠品", "better"]), "nobody of the four kinds"
    assert kano(answers("杯盖", must_be=40)).loc[0, "is_sure"]
    assert isinstance(kano(book.head(0)), NotEnoughEvidence)


def reviews(
    effects: dict[str, tuple[float, float]], count: int = 2000, seed: int = 4
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ratings 3 + planted points for praise and blame + noise; every aspect is judged in half of the reviews."""
    rng = np.random.default_rng(seed)
    rating = 3 + rng.normal(0, 0.4, count)
    opinions = []
    for aspect, (reward, penalty) in effects.items():
        side = rng.choice(["positive", "negative", "neutral"], count, p=[0.25, 0.25, 0.5])
        rating += np.where(side == "positive", reward, 0) + np.where(side == "negative", penalty, 0)
        opinions += [(f"r{i}", aspect, each) for i, each in enumerate(side)]
    frame = pd.DataFrame({"review_id": [f"r{i}" for i in range(count)], "rating": rating})
    return frame, pd.DataFrame(opinions, columns=["review_id", "aspect", "sentiment"])


def test_planted_penalties_and_rewards_are_told_apart() -> None:
    effects = {"口味": (0.5, -0.5), "卫生": (0.0, -0.9), "赠品": (0.7, 0.0), "颜色": (0.0, 0.0), "甜度": (-0.6, 0.0)}
    found = kano_proxy(*reviews(effects))
    assert isinstance(found, pd.DataFrame)
    table = found.set_index("aspect")
    assert table["kind_proxy"].to_dict() == {
        "口味": "one_dimensional", "卫生": "must_be", "赠品": "attractive", "颜色": "indifferent", "甜度": "reverse",
    }  # fmt: skip
    for aspect, (reward, penalty) in effects.items():
        assert table.loc[aspect, "reward"] == pytest.approx(reward, abs=0.08)
        assert table.loc[aspect, "penalty"] == pytest.approx(penalty, abs=0.08)


def test_planted_coefficients_are_the_drivers() -> None:
    planted = {"口味": (0.8, -0.8), "包装": (0.3, -0.3), "颜色": (0.0, 0.0)}
    found = value_drivers(*reviews(planted))
    assert isinstance(found, pd.DataFrame)
    assert found["aspect"].tolist() == ["口味", "包装", "颜色"]
    assert found["driver_rank"].tolist() == [1, 2, 3]
    for row in found.itertuples():
        assert row.part_worth_proxy == pytest.approx(planted[row.aspect][0], abs=0.06)
        assert row.value_low < planted[row.aspect][0] < row.value_high
    assert found["importance_share"].sum() == pytest.approx(1)


def test_reviews_that_cannot_carry_a_regression() -> None:
    rated, said = reviews({"口味": (0.5, -0.5)}, count=200)
    for method, (ratings, opinions) in product(
        (kano_proxy, value_drivers),
        ((rated.head(0), said), (rated, said.head(0)), (rated.head(3), said), (rated.assign(rating=5), said)),
    ):
        found = method(ratings, opinions)
        assert isinstance(found, NotEnoughEvidence)
        assert found.reason.startswith("not enough evidence: n = ")
    one_sided = said[said["sentiment"] != "negative"]
    assert isinstance(kano_proxy(rated, one_sided), NotEnoughEvidence), "no penalty without blame"


def test_the_planted_aspect_is_the_first_to_improve() -> None:
    rng = np.random.default_rng(6)
    rating = rng.choice([4.0, 5.0], 400)
    is_leaking, is_slow, is_nice = rng.random(400) < 0.3, rng.random(400) < 0.02, rng.random(400) < 0.5
    rating = np.where(is_leaking, rating - 2, np.where(is_slow, 1, rating))
    frame = pd.DataFrame({"review_id": range(400), "rating": rating})
    blamed = {"漏水": is_leaking, "物流": is_slow}
    said = [(i, aspect, "negative") for aspect, flags in blamed.items() for i in np.flatnonzero(flags)]
    said += [(i, "手感", "positive") for i in np.flatnonzero(is_nice)]
    opinions = pd.DataFrame([*said, (0, "罕见", "negative")], columns=["review_id", "aspect", "sentiment"])
    found = improvements(frame, opinions)
    assert isinstance(found, pd.DataFrame)
    first = found.iloc[0]
    assert (first["aspect"], first["impact_rank"], first["is_sure"]) == ("漏水", 1, True)
    assert first["impact"] == pytest.approx(first["mention_share"] * first["rating_gap"])
    assert first["negative_count"] == is_leaking.sum()
    total = found["mention_share"].sum() + 1 / len(opinions)
    assert total == pytest.approx(1), "the shares are of all mentions, rare aspects included"
    assert "罕见" not in found["aspect"].tolist()
    nothing = improvements(frame, opinions.tail(1))
    assert isinstance(nothing, NotEnoughEvidence)
    assert nothing.n == 1
