import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from crm.diversity import is_diverse
from crm.personas.cards import card_json, persona_cards
from crm.personas.drift import Drift, persona_drift
from crm.personas.factors import Factors, factor_personas
from crm.personas.matrix import engagement_matrix
from crm.personas.segments import Segments, segments
from crm.personas.stability import StabilitySettings
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, UsageError

QUICK = StabilitySettings(counts=(2, 3, 4, 5), screen_count=3, bootstrap_count=4)
PERIOD = {"period_start": date(2026, 5, 1), "period_end": date(2026, 5, 31)}


def engagements(size: int, *, groups: int = 4, purity: float = 0.6, seed: int = 1) -> pd.DataFrame:
    """Authors of planted groups (a_<group>_<n>) who engage with their own eight contents, else with any of 60."""
    rng = np.random.default_rng(seed)
    rows = []
    for g in range(groups):
        for i in range(size):
            for _ in range(int(rng.integers(6, 16))):
                content = f"term:主题{g}词{rng.integers(8)}" if rng.random() < purity else f"term:杂{rng.integers(60)}"
                rows.append(("weibo", f"a_{g}_{i}", content, int(rng.poisson(3))))
    return pd.DataFrame(rows, columns=["platform", "author_id", "content", "engagement_count"])


def test_planted_engagement_is_recovered_and_named() -> None:
    matrix = engagement_matrix(engagements(80), min_unit_count=10)
    found = factor_personas(matrix, settings=QUICK, floor=10)
    assert isinstance(found, Factors)
    truth = [int(author.split("_")[1]) for author in matrix.units.get_level_values("author_id")]
    assert adjusted_rand_score(truth, found.groups.labels) >= 0.8
    assert found.groups.count == 4
    assert found.groups.stability >= 0.8
    assert 0 < found.error < 1
    assert found.factors["name"].str.contains("主题").all()
    assert all(item.lift >= 1.2 and item.n >= 10 for items in found.factors["evidence"] for item in items)
    sums = found.weights.groupby(["platform", "author_id"])["weight"].sum()
    assert (sums <= 1 + 1e-9).all()
    assert found.weights["is_primary"].sum() == found.factors["unit_count"].sum()


def test_engagement_by_chance_makes_no_personas() -> None:
    found = factor_personas(engagement_matrix(engagements(80, purity=0.0), min_unit_count=10), settings=QUICK, floor=10)
    assert isinstance(found, NotEnoughEvidence)
    assert "do not come back" in found.reason


def test_few_units_or_contents_are_told_as_such() -> None:
    few = factor_personas(engagement_matrix(engagements(8), min_unit_count=2), settings=QUICK, floor=10)
    assert isinstance(few, NotEnoughEvidence)
    assert few.reason == "not enough evidence: n = 32 units, 50 needed"
    none = factor_personas(engagement_matrix(engagements(0), min_unit_count=2), settings=QUICK, floor=10)
    assert isinstance(none, NotEnoughEvidence)
    assert none.n == 0
    with pytest.raises(UsageError, match="lacks content"):
        engagement_matrix(pd.DataFrame(columns=["platform", "author_id"]), min_unit_count=2)
    for wrong in ({"counts": ()}, {"screen_count": 1}, {"min_unit_count": 3}, {"max_units": 9}):
        with pytest.raises(ConfigError, match="groups"):
            StabilitySettings(**wrong)  # type: ignore[arg-type]


def customers(size: int, *, seed: int = 2) -> pd.DataFrame:
    """Three planted segments of customers (c_<segment>_<n>) that differ in channel, category and money."""
    rng = np.random.default_rng(seed)
    channels, goods = ("tmall", "douyin", "store"), ("tea", "coffee", "juice")
    rows = [
        (
            f"c_{g}_{i:03d}",
            channels[g] if rng.random() < 0.85 else str(rng.choice(channels)),
            goods[g] if rng.random() < 0.85 else str(rng.choice(goods)),
            ("often", "seldom", "once")[g] if rng.random() < 0.85 else "often",
            float(rng.normal(4 * g, 1)),
            float(rng.normal(-3 * (g == 1), 1)),
        )
        for g in range(3)
        for i in range(size)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "channel", "category", "rhythm", "spend_log", "pause_log"])


@pytest.mark.parametrize("model", ["one_hot_k_means", "gaussian", "latent"])
def test_planted_segments_are_recovered(model: str) -> None:
    table = customers(100)
    categories, numbers = ["channel", "category", "rhythm"], ["spend_log", "pause_log"]
    found = segments(table, model=model, categories=categories, numbers=numbers, settings=QUICK)
    assert isinstance(found, Segments)
    truth = found.members["customer_id"].str.split("_").str[1]
    assert adjusted_rand_score(truth.tolist(), found.members["segment"].tolist()) >= 0.8
    assert (found.count, found.members["segment"].nunique()) == (3, 3)
    assert found.stability >= 0.8


def test_segments_of_sensitive_minor_or_equal_customers() -> None:
    table = customers(40)
    for name in ("gender", "年龄段", "Religion"):
        with pytest.raises(UsageError, match="sensitive"):
            segments(table.assign(**{name: "x"}), model="latent", categories=["channel", name])
    with pytest.raises(UsageError, match="unknown segment model"):
        segments(table, model="oracle", categories=["channel"])
    young = segments(table.assign(is_minor=True), model="latent", categories=["channel"])
    assert isinstance(young, NotEnoughEvidence)
    assert young.n == 0
    alike = segments(table.assign(channel="tmall"), model="one_hot_k_means", categories=["channel"])
    assert isinstance(alike, NotEnoughEvidence)
    assert "all alike" in alike.reason


def members(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["persona_id", "author_id"])
    return table.assign(platform="weibo", **PERIOD)


def test_a_card_is_typical_and_keeps_the_floor() -> None:
    people = members(*[("p_a", f"a{i}") for i in range(20)], *[("p_b", f"b{i}") for i in range(20)])
    people = pd.concat([people, members(*[("p_ungrouped", f"u{i}") for i in range(12)])])
    rows = [
        (a, 21 if a[0] == "a" else 9, "物流" if a[0] == "a" else "口味", a[0] == "a" and a != "a19")
        for a in people["author_id"]
    ]
    rows += [(f"a{i}", 21, "糖尿病", False) for i in range(20)] + [("a0", None, "罕见", True)]
    mentions = pd.DataFrame(rows, columns=["author_id", "hour", "topic", "is_complaint"]).assign(platform="weibo")
    aspects = pd.DataFrame({"author_id": [f"b{i}" for i in range(15)], "aspect": "包装", "sentiment": "positive"})
    values = pd.DataFrame({"author_id": [f"a{i}" for i in range(10)] + [f"b{i}" for i in range(10)]})
    values = values.assign(platform="weibo", value=[90.0] * 10 + [30.0] * 10)
    cards = persona_cards(people, mentions, aspects=aspects.assign(platform="weibo"), values=values)
    told = {name: json.loads(text) for name, text in card_json(cards).items()}
    assert set(told) == {"p_a", "p_b"}
    first = told["p_a"]
    assert first["need"] == [{"item": "物流", "share": 0.95, "lift": 2.6, "n": 19}]
    assert [item["item"] for item in first["topic"]] == ["物流"]
    assert first["hour"][0]["item"] == "晚间"
    assert first["complaint"][0]["lift"] == 2.6
    assert first["value"] == [{"item": "CLV", "share": 0.75, "lift": 1.5, "n": 10}]
    assert told["p_b"]["aspect_liked"] == [{"item": "包装", "share": 0.75, "lift": 2.6, "n": 15}]
    assert "complaint" not in told["p_b"]
    assert persona_cards(people.iloc[:0], mentions).empty


def test_a_card_does_not_say_what_all_members_complained_of_or_liked() -> None:
    people = members(*[("p_a", f"a{i}") for i in range(12)], *[("p_b", f"b{i}") for i in range(12)])
    mentions = pd.DataFrame({"author_id": people["author_id"], "platform": "weibo", "hour": 21, "topic": "物流"})
    mentions["is_complaint"] = mentions["author_id"].str.startswith("a") | (mentions["author_id"] < "b5")
    liked = mentions[["author_id", "platform"]].assign(aspect="包装", sentiment="positive")
    cards = persona_cards(people, mentions, aspects=liked[liked["author_id"] != "b0"], floor=5)
    told = {(row.persona_id, row.section): row.n for row in cards.itertuples()}
    assert not {("p_a", name) for name in ("need", "complaint", "aspect_liked")} & set(told)
    assert [told["p_b", name] for name in ("need", "complaint", "aspect_liked")] == [7, 7, 11]
    assert told["p_a", "topic"] == 12, "what all wrote of in public is no secret"


@pytest.mark.parametrize(("having", "size", "is_told"), [(5, 5, False), (4, 5, True), (0, 6, False), (200, 200, False)])
def test_a_trait_of_all_or_of_nobody_is_not_diverse(having: int, size: int, is_told: bool) -> None:
    assert is_diverse(pd.Series([having, None]), pd.Series([size, size])).tolist() == [is_told, False]


def test_personas_are_matched_by_their_members() -> None:
    before = members(*[(f"p_{i % 3}", f"a{i}") for i in range(60)])
    after = members(
        *[("q_x" if i % 3 == 0 else "q_y" if i % 3 == 1 and i > 10 else f"q_{i}", f"a{i}") for i in range(50)]
    )
    found = persona_drift(before, after)
    assert isinstance(found, Drift)
    kept = found.matches[found.matches["status"] == "kept"].set_index("persona_id_before")["persona_id"]
    assert kept.to_dict() == {"p_0": "q_x", "p_1": "q_y"}
    assert found.common_count == 50
    assert found.drift == pytest.approx(1 - (17 + 13) / 50)
    assert (found.matches["status"] == "gone").sum() == 1
    moved = found.matches[found.matches["status"] == "moved"]
    assert moved.empty, "fewer than ten each"
    half = before.assign(persona_id=["p_0" if i < 40 else p for i, p in enumerate(before["persona_id"])])
    went = persona_drift(before, half)
    assert isinstance(went, Drift)
    told = went.matches[went.matches["status"] == "moved"]
    assert dict(zip(told["persona_id_before"], told["common_count"], strict=True)) == {"p_1": 13, "p_2": 13}
    still = persona_drift(before, before)
    assert isinstance(still, Drift)
    assert still.drift == 0.0
    few = persona_drift(before.head(5), before)
    assert isinstance(few, NotEnoughEvidence)
    assert few.n == 5
