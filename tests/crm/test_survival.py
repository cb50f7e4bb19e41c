"""Kaplan-Meier, log-rank and Cox against the leukaemia trial of Freireich et al. (1963), whose figures are in print."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from crm.stage.hazards import Hazards, HazardsNotFound, fit_hazards
from crm.stage.survival import LogRank, Survival, concordance, kaplan_meier, log_rank
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

TREATED = (6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35)
"""Weeks of remission under 6-MP; negative: still in remission."""
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


def cases(*groups: Sequence[int]) -> pd.DataFrame:
    rows = [(abs(weeks), weeks > 0, float(g)) for g, group in enumerate(groups) for weeks in group]
    return pd.DataFrame(rows, columns=["duration", "is_event", "group"])


def curve_of(frame: pd.DataFrame) -> Survival:
    found = kaplan_meier(frame["duration"], frame["is_event"])
    assert isinstance(found, Survival)
    return found


def test_the_published_curve() -> None:
    found = curve_of(cases(TREATED))
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {t: round(found.at(t) or 0, 3) for t in published} == published
    assert (found.case_count, found.event_count, found.median) == (21, 9, 23.0)
    assert found.at(0) == 1.0
    assert found.at(36) is None
    assert found.curve["at_risk_count"].tolist()[:4] == [21, 17, 16, 15]
    first = found.curve.iloc[0]
    assert (first["survival_low"], first["survival_high"]) == pytest.approx((0.6197, 0.9516), abs=1e-4)


def test_the_published_log_rank() -> None:
    frame = cases(TREATED, PLACEBO)
    found = log_rank(frame["duration"], frame["is_event"], frame["group"])
    assert isinstance(found, LogRank)
    assert (round(found.statistic, 3), found.degrees) == (16.793, 1)
    assert found.p_value < 1e-4
    three = log_rank(frame["duration"], frame["is_event"], pd.Series(np.arange(42) % 3))
    assert isinstance(three, LogRank)
    assert three.degrees == 2
    assert three.p_value > 0.05


def test_the_published_hazard() -> None:
    found = fit_hazards(cases(TREATED, PLACEBO), ["group"], ties="breslow")
    assert isinstance(found, Hazards)
    row = found.table.iloc[0]
    assert round(row["coefficient"], 3) == 1.509
    assert row["hazard_ratio"] == pytest.approx(np.exp(row["coefficient"]))
    assert row["hazard_low"] < row["hazard_ratio"] < row["hazard_high"]
    assert (found.case_count, found.event_count) == (42, 30)


def test_defined_without_evidence() -> None:
    nothing = pd.Series(dtype="float64")
    assert isinstance(kaplan_meier(nothing, nothing), NotEnoughEvidence)
    frame = cases(TREATED)
    alone = log_rank(frame["duration"], frame["is_event"], frame["group"])
    assert isinstance(alone, NotEnoughEvidence)
    assert alone.reason == "not enough evidence: n = 1 groups to compare, 2 needed"
    same = fit_hazards(cases(PLACEBO), ["group"])
    assert isinstance(same, NotEnoughEvidence)
    assert "all with the same group" in same.reason
    few = fit_hazards(cases(TREATED), ["group"])
    assert isinstance(few, NotEnoughEvidence)
    with pytest.raises(UsageError, match="negative"):
        kaplan_meier(pd.Series([-1.0]), pd.Series([True]))
    with pytest.raises(UsageError, match="2 durations"):
        kaplan_meier(pd.Series([1.0, 2.0]), pd.Series([True]))


def test_nobody_left_or_everybody_at_once() -> None:
    stays = curve_of(pd.DataFrame({"duration": [3.0, 3.0, None], "is_event": [False, False, True]}))
    assert (stays.at(3), stays.median, stays.case_count) == (1.0, None, 2)
    assert stays.curve["survival_low"].isna().all()
    gone = curve_of(pd.DataFrame({"duration": [0.0, 0.0], "is_event": [True, True]}))
    assert (gone.at(0), gone.median) == (0.0, 0.0)


def test_a_separating_feature_is_refused() -> None:
    frame = pd.DataFrame({"duration": [*range(1, 21), *[50.0] * 20], "is_event": [True] * 20 + [False] * 20})
    frame["group"] = frame["is_event"].astype(float)
    with pytest.raises(HazardsNotFound, match="group"):
        fit_hazards(frame, ["group"])


def test_concordance_counts_known_pairs_only() -> None:
    rng = np.random.default_rng(1)
    time, event, risk = rng.integers(1, 9, 60).astype(float), rng.random(60) < 0.6, rng.integers(0, 5, 60).astype(float)
    right = pairs = 0.0
    for i in range(60):
        for j in range(60):
            if event[i] and (time[j] > time[i] or (time[j] == time[i] and not event[j])):
                pairs += 1
                right += 1.0 if risk[i] > risk[j] else 0.5 * (risk[i] == risk[j])
    assert concordance(time, event.astype(float), risk) == pytest.approx(right / pairs)
    assert concordance(time, np.zeros(60), risk) is None
    assert concordance(np.array([1.0, 2.0, 3.0]), np.ones(3), np.array([3.0, 2.0, 1.0])) == 1.0
