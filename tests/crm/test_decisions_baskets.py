"""Association rules and recommendations."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.decisions.hitrate import HitRate, hit_rate
from crm.decisions.recommend import ItemModel, fit_items, recommendations
from crm.decisions.rules import association_rules
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

BASKETS = (
    "Milk,Onion,Nutmeg,Kidney Beans,Eggs,Yogurt", "Dill,Onion,Nutmeg,Kidney Beans,Eggs,Yogurt",
    "Milk,Apple,Kidney Beans,Eggs", "Milk,Unicorn,Corn,Kidney Beans,Yogurt",
    "Corn,Onion,Onion,Kidney Beans,Ice cream,Eggs",
)  # fmt: skip
"""The five baskets of the published example."""


def baskets(*texts: str) -> pd.DataFrame:
    rows = [(number, item) for number, text in enumerate(texts) for item in text.split(",")]
    return pd.DataFrame(rows, columns=["basket_id", "item"])


def test_eggs_to_onion_as_published() -> None:
    told = association_rules(baskets(*BASKETS), min_support=0.6, min_confidence=0.7)
    assert isinstance(told, pd.DataFrame)
    rules = {(row["antecedent"], row["consequent"]): row for row in told.to_dict("records")}
    for antecedent in (("Eggs",), ("Eggs", "Kidney Beans")):
        row = rules[(antecedent, "Onion")]
        assert [row[name] for name in ("support", "confidence", "lift")] == pytest.approx([0.6, 0.75, 1.25])
    assert rules[(("Onion",), "Eggs")]["confidence"] == 1
    assert (told["lift"].iloc[0], told["lift"].is_monotonic_decreasing) == (1.25, True)
    assert not told["is_sure"].any(), "five baskets prove nothing"


def test_every_rule_counts_as_a_plain_count_does() -> None:
    rng = np.random.default_rng(2)
    sets = [set(rng.choice(list("茶杯壶勺糖"), rng.integers(1, 5), replace=False)) for _ in range(120)]
    told = association_rules(baskets(*(",".join(sorted(each)) for each in sets)), min_support=0.05)
    assert isinstance(told, pd.DataFrame)
    assert {len(each) for each in told["antecedent"]} == {1, 2}
    for row in told.itertuples():
        both = {*row.antecedent, row.consequent}
        assert row.antecedent_count == sum(set(row.antecedent) <= each for each in sets)
        assert row.rule_count == sum(both <= each for each in sets)
        assert row.confidence_low <= row.confidence <= row.confidence_high


def test_baskets_without_rules() -> None:
    few = association_rules(baskets(*BASKETS[:4]))
    assert isinstance(few, NotEnoughEvidence)
    assert few.reason == "not enough evidence: n = 4 baskets, 5 needed"
    alone = association_rules(baskets(*"茶杯壶勺糖"))
    assert isinstance(alone, pd.DataFrame)
    assert alone.empty
    with pytest.raises(UsageError, match="support"):
        association_rules(baskets(*BASKETS), min_support=0)


def planted(customers: int = 300, seed: int = 7) -> pd.DataFrame:
    """Buyers of one of three tastes, eight items each, with a bestseller that everybody may buy."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(customers):
        taste = number % 3
        items = [f"t{taste}_{item}" for item in rng.choice(8, 4, replace=False)]
        items.insert(int(rng.integers(0, 4)), "畅销") if rng.random() < 0.6 else None
        rows += [(f"c{number:03d}", item, date(2026, 1, 1 + day)) for day, item in enumerate(items)]
    return pd.DataFrame(rows, columns=["customer_id", "item", "day"])


def test_likeness_beats_popularity_where_tastes_differ() -> None:
    told = hit_rate(planted(), k=3)
    assert isinstance(told, HitRate)
    assert told.customer_count == 300
    assert told.similar.value > 0.4 > 0.25 > told.popular.value
    assert told.is_better
    assert told.similar.low < told.similar.value < told.similar.high


def test_likeness_does_not_beat_popularity_where_everybody_buys_at_random() -> None:
    rng = np.random.default_rng(1)
    rows = [(f"c{i}", f"i{item}", date(2026, 1, 1 + day)) for i in range(200)
            for day, item in enumerate(rng.choice(30, 3, replace=False))]  # fmt: skip
    told = hit_rate(pd.DataFrame(rows, columns=["customer_id", "item", "day"]), k=3)
    assert isinstance(told, HitRate)
    assert not told.is_better


def test_offers_need_consent_and_are_new() -> None:
    purchases = planted()
    model = fit_items(purchases)
    assert isinstance(model, ItemModel)
    consents = pd.DataFrame({"customer_id": ["c000", "c001", "c002"], "is_consented": [True, False, None]})
    told = recommendations(model, purchases, consents, count=6)
    assert isinstance(told, pd.DataFrame)
    assert told["customer_id"].unique().tolist() == ["c000"]
    assert not set(told["item"]) & set(purchases.loc[purchases["customer_id"] == "c000", "item"])
    assert told["item_rank"].tolist() == [1, 2, 3, 4, 5, 6]
    likeness = told[told["basis"] == "similar"]["score"]
    assert likeness.is_monotonic_decreasing
    assert set(told.iloc[:3]["item"].str[:2]) <= {"t0", "畅销"}
    refused = recommendations(model, purchases, consents.assign(is_consented=False))
    assert isinstance(refused, NotEnoughEvidence)
    assert refused.reason == "not enough evidence: n = 0 customers who agreed to personal offers, 1 needed"


def test_a_stranger_is_offered_what_is_popular() -> None:
    model = fit_items(planted())
    assert isinstance(model, ItemModel)
    stranger = pd.DataFrame({"customer_id": ["x"], "item": ["没人买过"]})
    told = recommendations(model, stranger, pd.DataFrame({"customer_id": ["x"], "is_consented": [True]}), count=2)
    assert isinstance(told, pd.DataFrame)
    assert told["basis"].tolist() == ["popular", "popular"]
    assert told["item"].iloc[0] == "畅销"
    assert told["score"].isna().all()


def test_one_item_each_teaches_nothing() -> None:
    single = planted().drop_duplicates("customer_id")
    for told in (fit_items(single), hit_rate(single), hit_rate(single.head(0))):
        assert isinstance(told, NotEnoughEvidence)
        assert told.n == 0
