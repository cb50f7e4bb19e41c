"""Whether recommendations are worth having: hit@k against popularity on purchases they did not see."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from crm.decisions.recommend import fit_items, ranked
from crm.frames import days_of, require
from crm.satisfaction.intervals import wilson
from crm.satisfaction.regression import Estimate
from crm.value.evidence import NotEnoughEvidence

MIN_TEST_COUNT: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRate:
    """Share of customers whose last new item was among the k offered."""

    k: int
    customer_count: int
    similar: Estimate
    popular: Estimate
    similar_only_count: int
    """Customers whom likeness served and popularity did not."""
    popular_only_count: int
    p_value: float
    """Exact McNemar test that both serve equally well."""

    @property
    def is_better(self) -> bool:
        """Whether likeness beats popularity by more than chance (5%); otherwise offer what is popular."""
        return self.similar.value > self.popular.value and self.p_value < 0.05


def hit_rate(purchases: pd.DataFrame, *, k: int = 5) -> HitRate | NotEnoughEvidence:
    """Leaves out the last new item of every customer with two or more, fits on the rest, and looks for it.

    `purchases`: customer_id, item, day. An item's day is the customer's first purchase of it; items of one day go by
    name. Raises UsageError for missing columns.
    """
    frame = require(purchases, ["customer_id", "item", "day"], name="purchase")[["customer_id", "item", "day"]]
    frame = frame.assign(day=days_of(frame["day"])).dropna()
    frame = frame.sort_values(["customer_id", "day", "item"]).drop_duplicates(["customer_id", "item"])
    place = frame.groupby("customer_id").cumcount()
    is_last = (frame.groupby("customer_id").cumcount(ascending=False) == 0) & (place > 0)
    seen, hidden = frame[~is_last], frame[is_last].set_index("customer_id")["item"]
    if len(hidden) < MIN_TEST_COUNT:
        return NotEnoughEvidence(what="customers with two items or more", n=len(hidden), needed=MIN_TEST_COUNT)
    model = fit_items(seen)
    if isinstance(model, NotEnoughEvidence):
        return model
    known = seen[seen["customer_id"].isin(hidden.index)]
    similar, popular = (_hits(ranked(model, known, count=k, popular_only=is_fame), hidden) for is_fame in (False, True))
    return _told(similar, popular, k)


def _hits(offers: pd.DataFrame, hidden: pd.Series) -> pd.Series:
    """By customer, in the order of `hidden`."""
    is_hit = offers["item"] == offers["customer_id"].map(hidden)
    return is_hit.groupby(offers["customer_id"]).any().reindex(hidden.index, fill_value=False)


def _told(similar: pd.Series, popular: pd.Series, k: int) -> HitRate:
    gained, lost = int((similar & ~popular).sum()), int((popular & ~similar).sum())
    p_value = float(stats.binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
    return HitRate(
        k=k, customer_count=len(similar), similar=_share(similar), popular=_share(popular), similar_only_count=gained,
        popular_only_count=lost, p_value=p_value,
    )  # fmt: skip


def _share(hits: pd.Series) -> Estimate:
    low, high = wilson(np.array([hits.sum()]), np.array([len(hits)]))
    return Estimate(value=float(hits.mean()), low=float(low[0]), high=float(high[0]))
