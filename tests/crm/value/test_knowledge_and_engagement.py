from datetime import date

import pandas as pd
import pytest

from crm.value.engagement_value import base_value, engagement_values
from crm.value.knowledge import CONTRIBUTION_COLUMNS, contribution_values, knowledge_index


def contributions(*rows: tuple[str, str, str, int, float | None, bool | None]) -> pd.DataFrame:
    told = [(m, c, product, date(2026, 3, day), votes, taken) for m, c, product, day, votes, taken in rows]
    return pd.DataFrame(told, columns=list(CONTRIBUTION_COLUMNS))


def terms(**words: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(mention, word) for mention, said in words.items() for word in said.split()], columns=["mention_id", "term"]
    )


def test_the_three_factors() -> None:
    told = contribution_values(
        contributions(
            ("m1", "a", "青茶", 1, 0, True), ("m2", "b", "青茶", 2, 10, None), ("m3", "b", "白茶", 3, None, False),
            ("m4", "c", "青茶", 4, 0, False),
        ),
        terms(m1="瓶盖 漏水", m2="漏水 瓶盖", m3="瓶盖 漏水"),
    ).set_index("mention_id")  # fmt: skip
    # Said before about that product: nothing new; about another product it is.
    assert told["novelty"].tolist() == [1, 0, 1, 0]
    assert told["specificity"].tolist() == pytest.approx([2 / 12, 2 / 12, 2 / 12, 0])
    assert told["adoption"].tolist() == [1, 0.25, 0, 0]


def test_rare_words_are_the_newer_ones() -> None:
    told = contribution_values(
        contributions(
            ("m1", "a", "青茶", 1, 0, True), ("m2", "b", "青茶", 2, 0, True), ("m3", "c", "青茶", 3, 0, True)
        ),
        terms(m1="好喝 瓶盖", m2="好喝 拉环", m3="好喝 瓶盖"),
    )
    assert told["novelty"][0] == 1
    assert 0.5 < told["novelty"][1] < 1
    assert told["novelty"][2] == 0


def test_the_index_grows_with_every_adopted_idea_and_stays_below_100() -> None:
    many = contributions(*((f"m{i:03d}", "a" if i < 40 else "b", "青茶", 1, 0, True) for i in range(41)))
    told = knowledge_index(many, terms(**{f"m{i:03d}": f"词{i}" for i in range(41)})).set_index("customer_id")
    assert told["contribution_count"].tolist() == told["adopted_count"].tolist() == [40, 1]
    assert 0 < told.loc["b", "ckv_index"] < told.loc["a", "ckv_index"] < 100
    assert told.loc["b", "ckv_index"] == pytest.approx(100 * (1 - 2.718281828 ** (-1 / 11)))


def test_without_contributions_there_are_no_rows() -> None:
    assert knowledge_index(contributions(), terms()).empty
    untaken = knowledge_index(contributions(("m1", "a", "青茶", 1, None, None)), terms(m1="瓶盖"))
    assert untaken["ckv_index"].tolist() == [0]


def test_money_is_summed_and_the_index_stands_beside() -> None:
    columns = ["customer_id", "clv", "crv", "civ", "ckv_index"]
    parts = pd.DataFrame([("a", 100.0, 20.0, 5.0, 90.0), ("b", 50.0, None, 0.0, 10.0)], columns=columns)
    told = engagement_values(parts)
    assert told["cev"][0] == 125
    assert pd.isna(told["cev"][1])
    pd.testing.assert_series_equal(engagement_values(parts.assign(ckv_index=0.0))["cev"], told["cev"])


def test_the_base_is_not_the_sum_of_everybodys_engagement() -> None:
    # a brought b (margin 80, saving 10): b's margin is in both CEVs, but the firm has it once.
    parts = pd.DataFrame({"customer_id": ["a", "b"], "clv": [100.0, 80.0], "crv": [90.0, 0.0], "civ": [0.0, 0.0]})
    told = engagement_values(parts.assign(ckv_index=0.0))
    assert told["cev"].sum() == 270
    assert base_value(told, referral_saving=10.0) == 190
