"""Drift of models: published formula, silence without change, a voice with one."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm.drift import ABSTENTION, LABEL, SCORE, psi, psi_by_chance, verdict_drift, word_drift
from records.errors import UsageError

UNTIL = date(2026, 3, 31)
DAYS = [UNTIL - timedelta(days=n) for n in range(60)]


USUAL = (0.5, 0.3, 0.2)


def verdicts(seed: int, last_week: tuple[float, float, float] = USUAL, abstained: float = 0.1) -> pd.DataFrame:
    """Daily counts of one model, whose last week has its own shares of labels and abstentions."""
    random = np.random.default_rng(seed)
    rows = []
    for day in DAYS:
        is_last = (UNTIL - day).days < 7
        shares = last_week if is_last else USUAL
        unsure = abstained if is_last else 0.1
        for number, label in enumerate(("positive", "neutral", "negative")):
            for is_abstained, part in ((True, unsure), (False, 1 - unsure)):
                count = random.poisson(120 * shares[number] * part)
                score = 5 if is_abstained else 6 + number
                rows.append(("sentiment", "linear", "v1", day, label, score, is_abstained, count))
    columns = ["task", "engine", "version", "day", "label", "score_bin", "is_abstained", "count"]
    return pd.DataFrame(rows, columns=columns)


def latest(found: pd.DataFrame) -> dict[str, bool]:
    """Measure -> whether it alerts in the last week."""
    last = found[found["week_end"] == pd.Timestamp(UNTIL)]
    return dict(zip(last["measure"], last["is_alert"], strict=True))


def test_the_index_is_the_published_one() -> None:
    """By hand: .5/.5 against .4/.6 is .1 ln 1.25 + .1 ln 1.2 = .0405 (counts so large that halves do not show)."""
    found = psi(pd.Series({"a": 5e8, "b": 5e8}), pd.Series({"a": 4e8, "b": 6e8}))
    assert found == pytest.approx(0.1 * np.log(0.5 / 0.4) - 0.1 * np.log(0.5 / 0.6), abs=1e-7)


def test_chance_passes_its_bound_as_often_as_said() -> None:
    random = np.random.default_rng(3)
    shares, n, m = np.array([0.2, 0.3, 0.1, 0.4]), 500, 2000
    bound = psi_by_chance(4, n, m, 0.05)
    passed = sum(
        psi(pd.Series(random.multinomial(n, shares)), pd.Series(random.multinomial(m, shares))) > bound
        for _ in range(2000)
    )
    assert 0.03 < passed / 2000 < 0.07


def test_without_a_change_nothing_is_said() -> None:
    found = pd.concat([verdict_drift(verdicts(seed), until=UNTIL) for seed in range(20)])
    assert len(found) == 20 * 3 * 8
    assert not found["is_alert"].any()


def test_labels_that_shift_are_told_in_their_week_only() -> None:
    found = verdict_drift(verdicts(1, last_week=(0.15, 0.25, 0.6)), until=UNTIL)
    assert latest(found) == {SCORE: True, LABEL: True, ABSTENTION: False}
    assert not found.loc[found["week_end"] < pd.Timestamp(UNTIL), "is_alert"].any()


def test_a_model_that_no_longer_dares_is_told() -> None:
    assert latest(verdict_drift(verdicts(2, abstained=0.3), until=UNTIL))[ABSTENTION]


def test_rules_have_no_scores_and_few_verdicts_tell_nothing() -> None:
    rules = verdicts(4).assign(score_bin=pd.NA)
    assert set(verdict_drift(rules, until=UNTIL)["measure"]) == {LABEL, ABSTENTION}
    assert verdict_drift(verdicts(4).assign(count=1), until=UNTIL).empty


def test_words_nobody_had_said_are_told() -> None:
    random = np.random.default_rng(5)
    words = [f"词{n}" for n in range(300)]
    rows = [(day, word, int(random.poisson(3))) for day in DAYS for word in words]
    calm = pd.DataFrame(rows, columns=["day", "term", "mention_count"])
    assert not word_drift(calm, until=UNTIL)["is_alert"].any()
    is_last = pd.to_datetime(calm["day"]) > pd.Timestamp(UNTIL) - timedelta(days=7)
    is_new = is_last & (calm["term"].str.slice(1).astype(int) < 100)
    odd = calm.assign(term=calm["term"].where(~is_new, "新" + calm["term"]))
    last = word_drift(odd, until=UNTIL).iloc[-1]
    assert last["is_alert"]
    assert last["observed"] == pytest.approx(1 / 3, abs=0.03)


def test_missing_columns_are_named() -> None:
    with pytest.raises(UsageError, match="score_bin"):
        verdict_drift(verdicts(1).drop(columns="score_bin"), until=UNTIL)
