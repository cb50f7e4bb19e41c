"""What to improve with part-worths and kinds beside it."""

import pandas as pd
import pytest

from crm.satisfaction.priorities import PRIORITY_DTYPES, priorities
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError


def heard(*aspects: tuple[str, str, float, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`count` reviews of each (aspect, sentiment, rating, count), one opinion each."""
    rows = [
        (aspect, tone, rating + number % 2 / 10) for aspect, tone, rating, count in aspects for number in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["aspect", "sentiment", "rating"]).reset_index(names="review_id")
    return frame[["review_id", "rating"]], frame[["review_id", "aspect", "sentiment"]]


NOW = heard(("包装", "negative", 2.0, 6), ("口味", "positive", 4.8, 14))
PAST = heard(
    ("包装", "negative", 2.0, 20), ("包装", "positive", 4.0, 20), ("口味", "positive", 4.8, 20),
    ("口味", "negative", 4.0, 20), ("外观", "neutral", 4.0, 40),
)  # fmt: skip


def test_the_month_ranks_and_the_past_explains() -> None:
    found = priorities(*NOW, past_reviews=PAST[0], past_opinions=PAST[1])
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns) == list(PRIORITY_DTYPES)
    worst, best = found.iloc[0], found.iloc[1]
    assert (worst["aspect"], worst["impact_rank"], worst["mention_count"], worst["all_mention_count"]) == (
        "包装", 1, 6, 20
    )  # fmt: skip
    assert worst["impact"] == pytest.approx(6 / 20 * worst["rating_gap"])
    # Blame of the packaging costs two points and praise adds nothing; praise of the taste adds .8 and blame costs none.
    assert (worst["kano_kind_proxy"], best["kano_kind_proxy"]) == ("must_be", "attractive")
    assert worst["penalty_proxy"] == pytest.approx(-2, abs=0.1)
    assert worst["part_worth_low"] < worst["part_worth_proxy"] < worst["part_worth_high"]


def test_a_thin_past_leaves_part_worths_and_kinds_unknown() -> None:
    found = priorities(*NOW, past_reviews=NOW[0], past_opinions=NOW[1])
    assert isinstance(found, pd.DataFrame)
    assert found[["part_worth_proxy", "kano_kind_proxy", "reward_proxy"]].isna().all(axis=None)


def test_no_reviews_are_no_evidence() -> None:
    nothing = NOW[0].iloc[:0], NOW[1].iloc[:0]
    found = priorities(*nothing, past_reviews=PAST[0], past_opinions=PAST[1])
    assert isinstance(found, NotEnoughEvidence)
    assert found.n == 0
    with pytest.raises(UsageError, match="the review frame lacks rating"):
        priorities(NOW[0].drop(columns="rating"), NOW[1], past_reviews=PAST[0], past_opinions=PAST[1])
