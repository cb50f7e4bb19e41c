"""The part of what winning a customer cost that is still open."""

import pandas as pd
import pytest

from crm.value.clv import ValueSettings
from pipeline.findings.customers.acquisition import with_acquisition_risk
from pipeline.findings.customers.terms import ValueTerms

MONTH = pd.DataFrame({"customer_id": ["new", "paid", "visitor"], "monetary": [10.0, 100.0, None]}).astype(
    {"customer_id": "string"}
)


def test_what_the_margin_has_not_earned_back_is_at_risk() -> None:
    terms = ValueTerms(settings=ValueSettings(margin_share=0.5), acquisition_cost=20.0)
    lacks: dict[str, str] = {}
    found = with_acquisition_risk(MONTH, terms, lacks).set_index("customer_id")["acquisition_risk"]
    assert found["new"] == pytest.approx(1 - 10 * 0.5 / 20)
    assert found["paid"] == 0.0
    assert pd.isna(found["visitor"])
    assert lacks == {}


def test_without_a_cost_it_stays_unknown_and_says_so() -> None:
    lacks: dict[str, str] = {}
    assert "acquisition_risk" not in with_acquisition_risk(MONTH, ValueTerms(), lacks)
    assert "acquisition_cost" in lacks["acquisition_risk"]
