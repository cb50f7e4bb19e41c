"""NPS, CSAT, CES, ACSI and the expectation gap."""

from datetime import date

import pandas as pd
import pytest

from crm.satisfaction.acsi import acsi_score, acsi_scores
from crm.satisfaction.gap import expectation_gaps
from crm.satisfaction.surveys import survey_measures
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

MARCH = date(2026, 3, 1)


def answers(question: str, scale: float | None, *scores: float | None) -> pd.DataFrame:
    rows = {"brand_id": "tea", "month": MARCH, "question": question, "score": list(scores), "scale": scale}
    return pd.DataFrame(rows)


def row_of(found: pd.DataFrame | NotEnoughEvidence, measure: str) -> pd.Series:
    assert isinstance(found, pd.DataFrame)
    return found.set_index("measure").loc[measure]


def test_fifty_thirty_twenty_is_thirty() -> None:
    nps = row_of(survey_measures(answers("nps", 10, *[9] * 25, *[10] * 25, *[7] * 15, *[8] * 15, *[6] * 20)), "nps")
    assert 100 * nps["numerator"] / nps["denominator"] == 30
    assert nps["evidence_count"] == 100
    assert not nps["is_proxy"]
    assert nps["value_low"] < 0.3 < nps["value_high"]


def test_csat_and_effort_on_their_scales() -> None:
    frame = pd.concat([answers("csat", 5, 5, 4, 3, 1), answers("csat", 10, 8), answers("ces", 7, 7, 5, 0.5)])
    found = survey_measures(frame)
    csat, ces = row_of(found, "csat"), row_of(found, "ces")
    assert (csat["numerator"], csat["denominator"]) == (3, 5)
    assert (ces["numerator"], ces["denominator"]) == (12, 2)


def test_answers_off_their_scale_count_for_nothing() -> None:
    found = survey_measures(pd.concat([answers("nps", 5, 5, 4), answers("nps", 10, 11, None), answers("nps", None, 9)]))
    assert isinstance(found, NotEnoughEvidence)
    assert found.reason == "not enough evidence: n = 0 answers to the question of recommendation, 1 needed"


def test_all_alike_still_have_an_interval() -> None:
    nps = row_of(survey_measures(answers("nps", 10, 10, 10, 10)), "nps")
    assert nps["numerator"] / nps["denominator"] == 1
    assert nps["value_low"] < 0.9


def test_the_index_of_satisfaction() -> None:
    assert acsi_score([8, 7, 7], [0.3885, 0.3190, 0.2925]) == pytest.approx(70.98, abs=0.005)
    assert acsi_score([8, 7, 7]) == pytest.approx(70.37, abs=0.005)
    assert (acsi_score([1, 1, 1]), acsi_score([10, 10, 10])) == (0, 100)


@pytest.mark.parametrize(("given", "weights"), [([0, 5, 5], None), ([5, 5], [1, 1, 1]), ([5, 5], [0, 0]), ([5], [-1])])
def test_impossible_answers_and_weights_are_refused(given: list[float], weights: list[float] | None) -> None:
    with pytest.raises(UsageError):
        acsi_score(given, weights)


def test_the_index_of_many_is_the_mean_of_theirs() -> None:
    rows = [(8, 7, 7), (10, 10, 10), (1, 1, None), (1, 1, 11)]
    frame = pd.DataFrame(rows, columns=["overall", "expectancy", "ideal"]).assign(brand_id="tea", month=MARCH)
    found = row_of(acsi_scores(frame), "acsi")
    assert found["numerator"] / found["denominator"] == pytest.approx((acsi_score([8, 7, 7]) + 100) / 2)
    assert found["evidence_count"] == 2
    assert row_of(acsi_scores(frame, is_proxy=True), "acsi_proxy")["is_proxy"]
    assert isinstance(acsi_scores(frame.tail(2)), NotEnoughEvidence)


def test_the_gap_is_of_pairs() -> None:
    rows = [("口味", 4, 3), ("口味", 5, 3), ("口味", 3, None), ("包装", 2, 4)]
    frame = pd.DataFrame(rows, columns=["aspect", "expectation", "perception"]).assign(brand_id="tea", month=MARCH)
    found = expectation_gaps(frame)
    assert isinstance(found, pd.DataFrame)
    assert found.set_index("aspect")["numerator"].to_dict() == {"包装": 2, "口味": -3}
    assert found.set_index("aspect")["denominator"].to_dict() == {"包装": 1, "口味": 2}
    proxy = expectation_gaps(frame, is_proxy=True)
    assert isinstance(proxy, pd.DataFrame)
    assert proxy["measure"].unique().tolist() == ["expectation_gap_proxy"]
    assert isinstance(expectation_gaps(frame.iloc[[2]]), NotEnoughEvidence)
