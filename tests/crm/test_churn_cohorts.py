from datetime import date

import pandas as pd
import pytest

from crm.stage.cohorts import COHORT_DTYPES, CURVE_DTYPES, cohort_churn, cohort_curves
from records.errors import UsageError


def test_cohorts_lose_whom_silence_outlasts() -> None:
    days = {
        "a": ["2025-01-05"],
        "b": ["2025-01-09", "2025-03-20"],
        "c": ["2025-01-20", "2025-12-01"],
        "d": ["2025-12-20"],
    }
    rows = [(customer, pd.Timestamp(day)) for customer, found in days.items() for day in found]
    purchases = pd.DataFrame(rows, columns=["customer_id", "day"])
    table = cohort_churn(purchases, end=date(2025, 12, 31), patience_days=90)
    january = table[table["cohort"] == date(2025, 1, 1)]
    assert january["survival"].tolist()[:4] == pytest.approx([2 / 3, 2 / 3, 2 / 3, 1 / 3])
    assert january["churn_rate"].iloc[-1] == pytest.approx(2 / 3)
    assert january[["customer_count", "lost_count"]].drop_duplicates().to_numpy().tolist() == [[3, 2]]
    december = table[table["cohort"] == date(2025, 12, 1)]
    assert december[["month_number", "survival", "lost_count"]].to_numpy().tolist() == [[0, 1.0, 0]]
    assert table["survival"].notna().all()


def test_no_purchases_have_no_cohorts() -> None:
    nothing = pd.DataFrame({"customer_id": pd.Series(dtype=str), "day": pd.Series(dtype="datetime64[ns]")})
    empty = cohort_churn(nothing, end=date(2025, 12, 31), patience_days=90)
    assert empty.empty
    assert empty.dtypes.astype(str).to_dict() == COHORT_DTYPES
    with pytest.raises(UsageError, match="patience"):
        cohort_churn(nothing, end=date(2025, 12, 31), patience_days=0)


def test_curves_of_cohorts_count_who_is_open_and_who_ended() -> None:
    days = {
        "a": ["2026-01-05", "2026-02-10", "2026-06-20"],  # back after 36 days; still here
        "b": ["2026-01-20"],  # lost on the first day
        "c": ["2026-01-10", "2026-01-10", "2026-03-25"],  # back after 74 days; lost after that
        "d": ["2026-05-01"],  # open in both
    }
    rows = [(name, pd.Timestamp(day)) for name, each in days.items() for day in each]
    found = cohort_curves(pd.DataFrame(rows, columns=["customer_id", "day"]), end=date(2026, 6, 30), patience_days=90)
    assert found.dtypes.astype(str).to_dict() == CURVE_DTYPES
    january = found[found["cohort"] == date(2026, 1, 1)]
    again = january[january["ending"] == "second_purchase"].set_index("age_months")
    assert again["at_risk_count"].tolist() == [3, 3, 3, 2, 1, 1]
    assert again["ending_count"].tolist() == [0, 0, 1, 1, 0, 0]
    assert again["survival"].tolist() == pytest.approx([1, 1, 2 / 3, 1 / 3, 1 / 3, 1 / 3])
    assert again["survival_low"].isna().tolist() == [True, True, False, False, False, False]
    lost = january[january["ending"] == "lost"].set_index("age_months")
    assert lost["ending_count"].sum() == 2
    assert lost.loc[0, "survival"] == pytest.approx(2 / 3)
    may = found[found["cohort"] == date(2026, 5, 1)]
    assert may["ending_count"].sum() == 0
    assert set(may["survival"]) == {1.0}
    nobody = pd.DataFrame({"customer_id": [], "day": pd.to_datetime([])})
    assert cohort_curves(nobody, end=date(2026, 6, 30), patience_days=90).empty
