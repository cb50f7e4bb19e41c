"""From satisfaction to loyalty, as rows of fact_satisfaction."""

from datetime import date

import numpy as np
import pandas as pd

from crm.satisfaction.loyalty import satisfaction_to_loyalty
from crm.value.evidence import NotEnoughEvidence


def people(count: int, *, slope: float, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    score = rng.integers(1, 6, size=count)
    is_loyal = rng.random(count) < 1 / (1 + np.exp(-slope * (score - 3)))
    months = [date(2026, 3, 10) if number % 2 else date(2026, 6, 12) for number in range(count)]
    return pd.DataFrame({"brand_id": "tea", "month": months, "satisfaction": score, "is_loyal": is_loyal})


def test_the_planted_slope_is_a_row_of_the_last_month_with_its_interval() -> None:
    found = satisfaction_to_loyalty(people(1500, slope=0.8))
    assert isinstance(found, pd.DataFrame)
    rows = found.set_index("measure")
    slope = rows.loc["satisfaction_loyalty_slope"]
    assert slope["value_low"] < 0.8 < slope["value_high"]
    assert slope["numerator"] / slope["denominator"] > 0.6
    assert rows["month"].eq(date(2026, 6, 1)).all()
    assert rows["evidence_count"].eq(1500).all()
    bend = rows.loc["satisfaction_loyalty_bend"]
    assert bend["value_low"] < 0 < bend["value_high"]


def test_few_who_left_are_not_enough() -> None:
    found = satisfaction_to_loyalty(people(60, slope=0.8).assign(is_loyal=True))
    assert isinstance(found, NotEnoughEvidence)
    assert found.n == 0
    assert isinstance(satisfaction_to_loyalty(people(0, slope=1)), NotEnoughEvidence)
