"""Prospects at a cut, and the examples that a lead score is learnt from."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crm.value.prospects import FEATURES, INTEREST_DAYS, SIGN_COLUMNS, examples, prospects_at
from records.errors import UsageError

CUT = date(2026, 3, 31)


def signs(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(SIGN_COLUMNS))


def buyers(**days: date) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(days), "day": list(days.values())})


def look(who: str, day: date, kind: str = "view", channel: str | None = "app") -> tuple[Any, ...]:
    return (who, day, kind, channel, kind == "contact")


def test_a_prospect_is_told_by_what_was_seen_until_the_cut() -> None:
    told = prospects_at(
        signs(
            look("a", date(2026, 3, 21)), look("a", date(2026, 3, 21), "cart"), look("a", date(2026, 3, 26), "contact"),
            look("a", CUT + timedelta(days=1), "cart"), look("bought", CUT), look("later", CUT, channel=None),
            look("old", CUT - timedelta(days=INTEREST_DAYS)),
        ),
        buyers(bought=CUT, later=CUT + timedelta(days=1)),
        cut=CUT,
    ).set_index("customer_id")  # fmt: skip
    assert list(told.index) == ["a", "later"], "neither who has bought nor whose interest is over"
    expected = {
        "sign_log": np.log1p(3), "day_log": np.log1p(2), "kind_count": 3, "channel_count": 1, "contact_count": 1,
        "recency_log": np.log1p(5), "age_log": np.log1p(10),
    }  # fmt: skip
    assert told.loc["a"].to_dict() == pytest.approx(expected)
    assert list(expected) == list(FEATURES)
    assert told.loc["later", "channel_count"] == 0


def test_everybody_is_one_example_and_open_outcomes_are_none() -> None:
    cuts = [date(2026, month, 1) for month in range(1, 7)]
    shown = signs(*(look(f"p{n:02d}", date(2026, 1, 1) + timedelta(days=30 * k)) for n in range(40) for k in range(3)))
    bought = buyers(p00=date(2026, 4, 20), p01=date(2026, 1, 1))
    table = examples(shown, bought, cuts=cuts, last_day=date(2026, 6, 15))
    assert table["customer_id"].is_unique
    assert set(table["customer_id"]) == {f"p{n:02d}" for n in range(40)} - {"p01"}, "p01 had bought before every cut"
    assert table["age_log"].nunique() > 1, "people stand for different cuts"
    assert not table[table["customer_id"] != "p00"]["became_customer"].any()
    early = examples(shown, bought, cuts=[date(2026, 3, 1)], last_day=date(2026, 6, 15)).set_index("customer_id")
    assert early.loc["p00", "became_customer"]
    assert examples(shown, bought, cuts=cuts, last_day=date(2026, 1, 31)).empty
    pd.testing.assert_frame_equal(table, examples(shown, bought, cuts=cuts[::-1], last_day=date(2026, 6, 15)))


def test_missing_columns_are_told() -> None:
    with pytest.raises(UsageError, match="is_contact"):
        prospects_at(signs().drop(columns="is_contact"), buyers(), cut=CUT)
