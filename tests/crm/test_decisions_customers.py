"""4R in both senses, parity of treatment, journeys and touchpoints."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.decisions.four_r import DIGITAL_4R, THEORY_4R, digital_4r, theory_4r
from crm.decisions.journey import journey_stages, touchpoint_priorities
from crm.decisions.parity import price_parity, share_parity
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError


def test_the_digital_rates() -> None:
    counts = pd.DataFrame(
        [("tea", date(2026, 3, 5), 30, 100, 40, 80, 15, 900.0, 300.0)],
        columns=["brand_id", "month", "identified_count", "person_count", "reached_count", "target_count",
                 "interacting_count", "attributed_revenue", "cost_amount"],
    )  # fmt: skip
    told = digital_4r(counts)
    assert isinstance(told, pd.DataFrame)
    values = (told["numerator"] / told["denominator"]).tolist()
    assert dict(zip(told["measure"], values, strict=True)) == pytest.approx(
        {"digital_4r_recognize": 0.3, "digital_4r_reach": 0.5, "digital_4r_relationship": 0.5, "digital_4r_return": 3}
    )
    money = told.set_index("measure").loc["digital_4r_return"]
    assert pd.isna(money["value_low"])
    assert money["evidence_count"] == 1
    assert told["value_low"].notna().sum() == 3


def test_the_two_senses_share_no_measure() -> None:
    names = [{measure.name for measure in group} for group in (DIGITAL_4R, THEORY_4R)]
    assert not names[0] & names[1]
    base = pd.DataFrame({"brand_id": ["tea"], "month": [date(2026, 3, 1)], "customer_count": [10]})
    counts = base.assign(repeat_customer_count=4, profit_amount=-5.0, revenue_amount=50.0)
    told = theory_4r(counts)
    assert isinstance(told, pd.DataFrame)
    assert told["measure"].tolist() == ["theory_4r_relationship", "theory_4r_reward"]
    assert told["numerator"].tolist() == [4, -5], "a loss is a reward below 0"


def test_4r_without_counts_or_with_impossible_ones() -> None:
    base = pd.DataFrame({"brand_id": ["tea"], "month": [date(2026, 3, 1)]})
    with pytest.raises(UsageError, match="identified_count and person_count"):
        digital_4r(base)
    with pytest.raises(UsageError, match="more identified_count than person_count"):
        digital_4r(base.assign(identified_count=3, person_count=2))
    assert isinstance(digital_4r(base.assign(identified_count=0, person_count=0)), NotEnoughEvidence)
    assert isinstance(digital_4r(base.assign(identified_count=None, person_count=2)), NotEnoughEvidence)


def cases(**groups: tuple[int, int]) -> pd.DataFrame:
    rows = [(name, place < granted) for name, (granted, count) in groups.items() for place in range(count)]
    return pd.DataFrame(rows, columns=["group", "is_granted"])


def test_a_planted_gap_in_treatment_is_found_and_a_chance_one_is_not() -> None:
    told = share_parity(cases(重要=(90, 100), 普通=(84, 100), 小=(30, 100), 新=(1, 5)))
    assert isinstance(told, pd.DataFrame)
    table = told.set_index("group")
    assert table.index.tolist() == ["重要", "普通", "小"], "five cases are not compared"
    assert table["needs_review"].to_dict() == {"重要": False, "普通": False, "小": True}
    assert table.loc["小", "ratio_to_best"] == pytest.approx(1 / 3)
    assert table.loc["小", "gap_low"] < -0.6 < table.loc["小", "gap_high"] < 0
    assert table.loc["重要", "gap"] == 0
    assert pd.isna(table.loc["重要", "gap_low"])


def test_newcombes_published_difference() -> None:
    """56/70 against 48/80: .0524 to .3339 (Newcombe 1998, method 10)."""
    told = share_parity(cases(甲=(56, 70), 乙=(48, 80)))
    assert isinstance(told, pd.DataFrame)
    assert told.loc[1, ["gap_low", "gap_high"]].tolist() == pytest.approx([-0.3339, -0.0524], abs=5e-5)


def test_too_few_groups_to_compare() -> None:
    told = share_parity(cases(重要=(90, 100), 小=(3, 29)))
    assert isinstance(told, NotEnoughEvidence)
    assert told.reason == "not enough evidence: n = 1 groups of 30 cases or more, 2 needed"
    nobody = share_parity(cases(重要=(0, 40), 小=(0, 40)))
    assert isinstance(nobody, pd.DataFrame)
    assert not nobody["needs_review"].any()


def prices(surcharge: float, seed: int = 8) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(60):
        for product, base in (("杯", 20.0), ("壶", 80.0)):
            for group, factor in (("新客", 1.0), ("老客", 1 + surcharge)):
                rows.append((group, product, date(2026, 1, 1) + pd.Timedelta(days=day),
                             base * factor * np.exp(rng.normal(0, 0.02))))  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "product_id", "day", "unit_price"])


def test_old_customers_who_pay_more_are_found() -> None:
    told = price_parity(prices(0.05), reference="新客")
    assert isinstance(told, pd.DataFrame)
    row = told.iloc[0]
    assert (row["group"], row["line_count"], row["needs_review"]) == ("老客", 120, True)
    assert row["price_gap"] == pytest.approx(0.05, abs=0.01)
    fair = price_parity(prices(0.0), reference="新客")
    assert isinstance(fair, pd.DataFrame)
    assert fair.loc[0, "gap_low"] < 0 < fair.loc[0, "gap_high"]
    assert not fair["needs_review"].any()


def test_prices_that_cannot_be_compared() -> None:
    lines = prices(0.05)
    assert isinstance(price_parity(lines, reference="会员"), NotEnoughEvidence)
    assert isinstance(price_parity(lines.head(20), reference="新客"), NotEnoughEvidence)
    apart = lines[(lines["group"] == "老客") == (lines["product_id"] == "杯")]
    assert isinstance(price_parity(apart, reference="新客"), NotEnoughEvidence), "nothing bought by both"
    same = price_parity(lines.assign(unit_price=9.9), reference="新客")
    assert isinstance(same, pd.DataFrame)
    assert same.loc[0, ["price_gap", "gap_low", "gap_high"]].tolist() == [0, 0, 0]


def test_stages_are_reached_in_order() -> None:
    rows = [("a", "看见", 1), ("a", "加购", 2), ("a", "下单", 3), ("b", "看见", 1), ("b", "下单", 2), ("c", "加购", 1),
            ("c", "看见", 2), ("d", "看见", 1), ("d", "加购", 1)]  # fmt: skip
    events = pd.DataFrame([(who, stage, date(2026, 1, day)) for who, stage, day in rows],
                          columns=["customer_id", "stage", "day"])  # fmt: skip
    told = journey_stages(events, ["看见", "加购", "下单"])
    assert isinstance(told, pd.DataFrame)
    assert told["customer_count"].tolist() == [4, 2, 1]
    assert told["drop_count"].iloc[1:].tolist() == [2, 1]
    assert told["pass_share"].iloc[1:].tolist() == [0.5, 0.5]
    assert told.iloc[0][["before_count", "pass_share", "drop_count"]].isna().all()
    lost = journey_stages(events, ["看见", "退货", "下单"])
    assert isinstance(lost, pd.DataFrame)
    assert pd.isna(lost.loc[2, "pass_share"])
    assert isinstance(journey_stages(events, ["搜索", "下单"]), NotEnoughEvidence)
    with pytest.raises(UsageError, match="each named once"):
        journey_stages(events, ["看见", "看见"])


def test_the_planted_touchpoint_is_the_first_to_mend() -> None:
    rng = np.random.default_rng(11)
    planted = {"客服": (0.6, 2.2), "物流": (0.1, 2.0), "门店": (0.5, 4.6)}
    scores = {name: np.clip(rng.normal(level, 0.8, 300), 1, 5) for name, (_, level) in planted.items()}
    overall = sum(weight * scores[name] for name, (weight, _) in planted.items()) + rng.normal(0, 0.3, 300)
    rows = [(i, name, scores[name][i], overall[i]) for name in planted for i in range(300)]
    answers = pd.DataFrame(rows, columns=["respondent_id", "touchpoint", "score", "overall"])
    told = touchpoint_priorities(answers)
    assert isinstance(told, pd.DataFrame)
    assert told["touchpoint"].iloc[0] == "客服"
    for row in told.itertuples():
        assert row.importance_low < planted[row.touchpoint][0] < row.importance_high
        assert row.satisfaction_low < row.satisfaction < row.satisfaction_high
    assert isinstance(touchpoint_priorities(answers[answers["respondent_id"] < 5]), NotEnoughEvidence)
    assert isinstance(touchpoint_priorities(answers.head(0)), NotEnoughEvidence)
    assert isinstance(touchpoint_priorities(answers.assign(overall=4.0)), NotEnoughEvidence)
