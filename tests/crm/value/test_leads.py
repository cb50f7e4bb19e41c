import numpy as np
import pandas as pd
import pytest

from crm.value.evidence import NotEnoughEvidence
from crm.value.leads import LeadModel, calibration_error, fit_leads, score_leads, top_decile_lift

FEATURES = ("mention_count", "positive_share", "noise")


@pytest.fixture(scope="module")
def prospects() -> pd.DataFrame:
    """4,000 prospects; the log odds of joining are -3 + .5 mentions + 2 positive share."""
    rng = np.random.default_rng(9)
    count, positive = rng.poisson(2, 4000).astype(float), rng.random(4000)
    chance = 1 / (1 + np.exp(3 - 0.5 * count - 2 * positive))
    joined = rng.random(4000) < chance
    table = pd.DataFrame({"customer_id": [f"p{i:04d}" for i in range(4000)], "mention_count": count})
    return table.assign(
        positive_share=np.where(rng.random(4000) < 0.1, np.nan, positive),
        noise=rng.normal(size=4000),
        became_customer=joined,
        chance=chance,
    )


@pytest.fixture(scope="module")
def model(prospects: pd.DataFrame) -> LeadModel:
    found = fit_leads(prospects, FEATURES)
    assert isinstance(found, LeadModel)
    return found


def test_scores_are_calibrated_and_lift(model: LeadModel) -> None:
    assert model.brier < model.base_rate * (1 - model.base_rate)
    assert model.calibration_error < 0.05
    assert model.auc > 0.65
    assert model.top_decile_lift > 1.8


def test_scores_follow_the_planted_chances(model: LeadModel, prospects: pd.DataFrame) -> None:
    told = score_leads(model, prospects).merge(prospects, on="customer_id")
    assert told["lead_rank"].tolist() == list(range(1, 4001))
    assert told["lead_score"].is_monotonic_decreasing
    known = told[told["positive_share"].notna()]
    assert known["lead_score"].astype("float64").corr(known["chance"], method="spearman") > 0.95
    assert (known["lead_score"].astype("float64") - known["chance"]).abs().mean() < 0.05


def test_the_order_of_prospects_changes_nothing(model: LeadModel, prospects: pd.DataFrame) -> None:
    again = fit_leads(prospects.sample(frac=1, random_state=2), FEATURES)
    assert isinstance(again, LeadModel)
    assert again.brier == model.brier
    pd.testing.assert_frame_equal(score_leads(again, prospects.head(50)), score_leads(model, prospects.head(50)))


@pytest.mark.parametrize("joined", [0, 29, 4000])
def test_one_outcome_alone_teaches_nothing(prospects: pd.DataFrame, joined: int) -> None:
    found = fit_leads(prospects.assign(became_customer=[i < joined for i in range(4000)]), FEATURES)
    assert isinstance(found, NotEnoughEvidence)
    n = min(joined, 4000 - joined)
    assert found.reason == f"not enough evidence: n = {n} prospects of the rarer outcome, 30 needed"


def test_unknown_outcomes_and_empty_features_are_borne(prospects: pd.DataFrame) -> None:
    table = prospects.head(800).assign(noise=None)
    table["became_customer"] = table["became_customer"].astype("boolean")
    table.loc[:99, "became_customer"] = pd.NA
    found = fit_leads(table, FEATURES)
    assert isinstance(found, LeadModel)
    assert found.prospect_count == 700
    assert score_leads(found, table)["lead_score"].between(0, 1).all()
    assert score_leads(found, table.iloc[:0]).empty


def test_the_measures_by_hand() -> None:
    outcome = np.array([True] * 4 + [False] * 16)
    told = np.array([0.9] * 4 + [0.1] * 16)
    assert top_decile_lift(told, outcome) == pytest.approx(5)
    assert calibration_error(told, outcome) == pytest.approx(0.1)
