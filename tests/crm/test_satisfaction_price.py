from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.satisfaction.price import discount_shares, price_elasticity, price_talk
from crm.value.evidence import NotEnoughEvidence


def planted(elasticity: float, *, noise: float, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    price = np.exp(rng.normal(3, 0.2, 200))
    promotion = rng.random(200) < 0.3
    price = np.where(promotion, 0.8 * price, price)
    quantity = np.exp(9 + elasticity * np.log(price) + 0.5 * promotion + rng.normal(0, noise, 200))
    frame = pd.DataFrame({"product_id": "杯", "unit_price": price, "quantity": quantity})
    return frame.assign(control_promotion=promotion.astype(int))


def test_the_planted_elasticity_is_found() -> None:
    found = price_elasticity(planted(-1.5, noise=0.2), product_id="杯")
    assert not isinstance(found, NotEnoughEvidence)
    assert found.elasticity.value == pytest.approx(-1.5, abs=0.15)
    assert found.elasticity.low < -1.5 < found.elasticity.high
    assert found.period_count == 200
    exact = price_elasticity(planted(-1.5, noise=0), product_id="杯")
    assert not isinstance(exact, NotEnoughEvidence)
    assert exact.elasticity.value == pytest.approx(-1.5, abs=1e-9)


def test_a_promotion_left_out_is_in_the_elasticity() -> None:
    found = price_elasticity(planted(-1.5, noise=0.01).drop(columns="control_promotion"), product_id="杯")
    assert not isinstance(found, NotEnoughEvidence)
    assert found.elasticity.value < -1.7


def test_prices_that_never_moved_show_no_elasticity() -> None:
    still = planted(-1.5, noise=0.2).assign(unit_price=19.9)
    found = price_elasticity(still, product_id="杯")
    assert isinstance(found, NotEnoughEvidence)
    assert "does not vary by itself" in found.reason
    few = price_elasticity(planted(-1.5, noise=0.2).head(4), product_id="杯")
    assert isinstance(few, NotEnoughEvidence)
    assert few.n == 4
    none = price_elasticity(planted(-1.5, noise=0.2).assign(quantity=0), product_id="杯")
    assert isinstance(none, NotEnoughEvidence)
    assert none.n == 0


def test_discounts_are_of_the_list_price() -> None:
    rows = [(80.0, 20.0), (50.0, None), (100.0, 0.0)]
    lines = pd.DataFrame(rows, columns=["gross_amount", "discount_amount"]).assign(
        brand_id="tea", month=date(2026, 3, 1)
    )
    found = discount_shares(lines)
    assert isinstance(found, pd.DataFrame)
    row = found.iloc[0]
    assert (row["numerator"], row["denominator"], row["evidence_count"]) == (20, 200, 2)
    assert pd.isna(row["value_low"])
    assert isinstance(discount_shares(lines.iloc[[1]]), NotEnoughEvidence)


def test_talk_of_the_price() -> None:
    mentions = pd.DataFrame(
        {"brand_id": "tea", "month": date(2026, 3, 1), "is_about_price": [True, False, None, False]}
    )
    found = price_talk(mentions)
    assert isinstance(found, pd.DataFrame)
    assert found[["numerator", "denominator"]].to_numpy().tolist() == [[1, 4]]
    assert found["is_proxy"].all()
