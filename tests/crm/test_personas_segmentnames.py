"""What segments are called."""

import numpy as np
import pandas as pd
import pytest

from crm.personas.segmentnames import segment_names
from records.errors import UsageError

LABELS = {"habit:discount:high": "折扣多"}


def shop() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forty bargain hunters who take green tea, forty others who take anything."""
    names = [f"c{number:02d}" for number in range(80)]
    members = pd.DataFrame({"customer_id": names, "segment": ["s_0"] * 40 + ["s_1"] * 40})
    is_hunter = np.arange(80) < 40
    green = is_hunter | (np.arange(80) % 4 == 0)
    marks = pd.DataFrame(
        {"customer_id": names, "habit:discount:high": is_hunter.astype(float), "product:绿茶": green.astype(float)}
    )
    return members, marks


def test_a_name_is_what_members_show_more_often_with_lift_and_n() -> None:
    found = segment_names(*shop(), LABELS).set_index("segment")
    assert found.loc["s_0", "segment_name"] == "折扣多×2.0(n=40)·绿茶×1.6(n=40)"
    assert pd.isna(found.loc["s_1", "segment_name"]), "nothing is more common among the others"
    assert found["customer_count"].tolist() == [40, 40]


def test_marks_of_fewer_than_the_floor_and_members_without_a_segment_name_nobody() -> None:
    members, marks = shop()
    members.loc[members.index[5:40], "segment"] = None
    found = segment_names(members, marks, LABELS).set_index("segment")
    assert pd.isna(found.loc["s_0", "segment_name"])
    assert found.loc["s_0", "customer_count"] == 5


def test_columns_are_needed() -> None:
    members, marks = shop()
    with pytest.raises(UsageError, match="segment"):
        segment_names(members[["customer_id"]], marks, LABELS)
