from datetime import date

import pandas as pd
import pytest

from crm.stage.cohorts import COHORT_DTYPES, cohort_churn
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
