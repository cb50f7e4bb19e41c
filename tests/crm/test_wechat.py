"""The months of a WeChat account: its index by the published formula, or the part that is missing."""

from datetime import date
from math import log
from typing import Any

import pandas as pd
import pytest

from crm.influence.wechat import COUNTERS, DTYPES, wechat_months
from crm.value.evidence import NotEnoughEvidence

MARCH = date(2026, 3, 1)


def articles(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["native_id", *COUNTERS]).assign(account="own", day=date(2026, 3, 9))


def level(reads: float, wows: float, likes: float, shares: float) -> float:
    return 0.70 * log(reads + 1) + 0.09 * log(10 * wows + 1) + 0.06 * log(10 * likes + 1) + 0.15 * log(10 * shares + 1)


def test_a_month_has_the_index_of_its_days_articles_headlines_and_maximum() -> None:
    told = wechat_months(articles(("7_1", 3000, 30, 60, 90), ("7_2", 900, 6, 12, 9), ("8_1", 2100, 9, 18, 21)))
    assert isinstance(told, pd.DataFrame)
    assert {name: str(dtype) for name, dtype in told.dtypes.items()} == DTYPES
    (row,) = told.to_dict("records")
    parts = (
        0.6 * level(6000 / 30, 45 / 30, 90 / 30, 120 / 30),
        0.2 * level(2000, 15, 30, 40),
        0.1 * level(5100 / 30, 39 / 30, 78 / 30, 111 / 30),
        0.1 * level(3000, 30, 60, 90),
    )
    assert row["wci"] == pytest.approx(sum(parts) ** 2 * 1.2 * 10, rel=1e-12)
    assert (row["account"], row["month"], row["article_count"], row["headline_count"]) == ("own", MARCH, 3, 2)
    assert (row["view_count"], row["headline_view_count"], row["most_view_count"]) == (6000, 5100, 3000)
    assert pd.isna(row["lacking"])


@pytest.mark.parametrize(
    ("article", "lacking"),
    [
        (("7_1", 100, None, 5, 5), "在看"),
        (("7_1", 100, None, 5, None), "在看、分享"),
        (("7_2", 100, 5, 5, 5), "头条"),
        (("h:abc", 100, 5, 5, 5), "头条"),
    ],
)
def test_a_month_without_a_part_has_no_index_and_says_which(article: tuple[Any, ...], lacking: str) -> None:
    told = wechat_months(articles(article))
    assert isinstance(told, pd.DataFrame)
    assert (pd.isna(told.loc[0, "wci"]), told.loc[0, "lacking"]) == (True, lacking)
    assert told.loc[0, "view_count"] == 100


def test_no_article_is_not_enough_evidence() -> None:
    nothing = wechat_months(articles())
    assert isinstance(nothing, NotEnoughEvidence)
    assert nothing.reason == "not enough evidence: n = 0 articles of WeChat accounts, 1 needed"
