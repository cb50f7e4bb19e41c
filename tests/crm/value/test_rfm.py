from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.value.evidence import NotEnoughEvidence
from crm.value.orders import net_orders
from crm.value.rfm import RFM_DTYPES, ntile, rfm, rfm_scores

END = date(2026, 3, 31)


def test_recency_frequency_and_money(orders: Callable[..., pd.DataFrame]) -> None:
    lines = orders(
        ("b", "1", "2026-03-30", 10.0), ("a", "2", "2026-03-01", 40.0), ("a", "3", "2026-03-01", 2.0),
        ("a", "4", "2026-03-21", 8.0), ("a", "5", "2026-03-25", -6.0), ("c", "6", "2026-03-25", -6.0),
    )  # fmt: skip
    told = rfm(net_orders(lines, end=END), end=END)
    assert told.to_numpy().tolist() == [["a", 10, 2, 44.0], ["b", 1, 1, 10.0]]
    lack = rfm_scores(told)
    assert isinstance(lack, NotEnoughEvidence)
    assert lack.reason == "not enough evidence: n = 2 customers with a purchase, 5 needed"


def test_the_best_have_five_and_equals_follow_their_id() -> None:
    rows = [(f"c{i}", recency, 1, 9.0) for i, recency in enumerate([50, 10, 40, 20, 30, 60])]
    table = pd.DataFrame(rows, columns=list(RFM_DTYPES)).sample(frac=1, random_state=1)
    told = rfm_scores(table)
    assert isinstance(told, pd.DataFrame)
    assert told["customer_id"].tolist() == [f"c{i}" for i in range(6)]
    assert told["r_score"].tolist() == [1, 5, 2, 4, 3, 1]
    assert told["f_score"].tolist() == told["m_score"].tolist() == [1, 1, 2, 3, 4, 5]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=200))
def test_parts_differ_by_one_at_most_and_follow_the_value(values: list[float]) -> None:
    scores = ntile(pd.Series(values))
    sizes = scores.value_counts().reindex(range(1, 6), fill_value=0)
    assert sizes.max() - sizes.min() <= 1
    by_value = pd.DataFrame({"value": values, "score": scores}).sort_values(["value", "score"])
    assert by_value["score"].is_monotonic_increasing


def test_nobody_has_no_activity(orders: Callable[..., pd.DataFrame]) -> None:
    told = rfm(net_orders(orders(), end=END), end=END)
    assert told.empty
    assert told.dtypes.astype(str).to_dict() == RFM_DTYPES


def test_the_published_sample_in_fifths(cdnow_orders: pd.DataFrame) -> None:
    end = date(1997, 9, 30)
    told = rfm_scores(rfm(net_orders(cdnow_orders, end=end, zero_is_purchase=True), end=end))
    assert isinstance(told, pd.DataFrame)
    for score in ("r_score", "f_score", "m_score"):
        assert told[score].value_counts().sort_index().tolist() == [472, 472, 471, 471, 471]


@pytest.mark.parametrize("count", [1, 4])
def test_a_score_needs_five_customers(count: int) -> None:
    rows = [(f"c{i}", 1, 1, 1.0) for i in range(count)]
    assert isinstance(rfm_scores(pd.DataFrame(rows, columns=list(RFM_DTYPES))), NotEnoughEvidence)
