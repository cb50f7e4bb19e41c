"""Weights from the figures themselves: what varies more says more (the entropy method; Zeleny 1982)."""

from typing import Final

import numpy as np
import pandas as pd

from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

MIN_ROW_COUNT: Final = 3


def entropy_weights(scores: pd.DataFrame) -> dict[str, float] | NotEnoughEvidence:
    """Indicator -> weight, summing to 1; `scores` has one row a period (or brand), one column an indicator, 0 or more.

    p = score / column sum, e = -sum of p ln p / ln n, weight proportional to 1 - e. An indicator that never moves has
    weight 0; where none moves there is nothing to tell. Rows with an unknown are left out. It measures variation, not
    importance: put AHP beside it. Raises UsageError for negative scores.
    """
    table = scores.apply(pd.to_numeric).astype("float64").dropna()
    if (table < 0).any(axis=None):
        raise UsageError("entropy weights need scores of 0 or more; put indicators on a scale first")
    if len(table) < MIN_ROW_COUNT:
        return NotEnoughEvidence(what="complete periods", n=len(table), needed=MIN_ROW_COUNT)
    total = table.sum()
    share = (table / total.where(total > 0)).fillna(1 / len(table)).to_numpy()
    entropy = -(share * np.log(np.where(share > 0, share, 1))).sum(axis=0) / np.log(len(table))
    spread = np.where(1 - entropy > 1e-12, 1 - entropy, 0.0)
    if spread.sum() == 0:
        because = "no indicator moves"
        return NotEnoughEvidence(what="complete periods", n=len(table), needed=MIN_ROW_COUNT, because=because)
    return dict(zip(map(str, table.columns), (spread / spread.sum()).tolist(), strict=True))
