"""A stand-in for Kano's kinds from reviews, where nobody was asked: penalties and rewards (Brandt 1987).

The rating is regressed on praise and blame of every aspect. What only lowers it when blamed behaves like a must-be,
what only lifts it when praised like an attractive feature. Reviewers choose what they speak of, so this is a proxy.
"""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import shaped
from crm.satisfaction.regression import Estimate, Regression, least_squares
from crm.satisfaction.reviewmatrix import review_matrix
from crm.value.evidence import NotEnoughEvidence

MIN_SIDE_COUNT: Final = 10
"""Reviews that praise, and as many that blame, an aspect; our own bound."""
KANO_PROXY_DTYPES: Final = {
    "aspect": "string", "praise_count": "Int64", "blame_count": "Int64", "reward": "Float64", "reward_low": "Float64",
    "reward_high": "Float64", "penalty": "Float64", "penalty_low": "Float64", "penalty_high": "Float64",
    "kind_proxy": "string", "review_count": "Int64",
}  # fmt: skip


def kano_proxy(reviews: pd.DataFrame, opinions: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """KANO_PROXY_DTYPES, one row per aspect praised and blamed often enough, sorted by name.

    reward and penalty are points of rating against a review that does not judge the aspect, other aspects held fixed,
    with HC3 intervals. kind_proxy: indifferent where neither is sure; attractive or must_be where only the reward or
    only the penalty is, or it is surely the larger; else one_dimensional; reverse where praise lowers or blame lifts.
    Frames as in crm.satisfaction.reviewmatrix. Raises UsageError for missing columns.
    """
    matrix = review_matrix(reviews, opinions, min_count=2 * MIN_SIDE_COUNT)
    if isinstance(matrix, NotEnoughEvidence):
        return matrix
    praised, blamed = (np.rint((side > 0).sum(axis=0)).astype(int) for side in (matrix.praise, matrix.blame))
    kept = np.flatnonzero((praised >= MIN_SIDE_COUNT) & (blamed >= MIN_SIDE_COUNT))
    if not len(kept):
        most = int(np.minimum(praised, blamed).max())
        return NotEnoughEvidence(what="reviews of the rarer side of an aspect", n=most, needed=MIN_SIDE_COUNT)
    names = [matrix.aspects[place] for place in kept]
    x = np.hstack([matrix.praise[:, kept], matrix.blame[:, kept]])
    columns = [f"+{name}" for name in names] + [f"-{name}" for name in names]
    found = least_squares(x, matrix.rating, columns, what="rated reviews")
    if isinstance(found, NotEnoughEvidence):
        return found
    rows = [_row(found, name) for name in names]
    table = pd.DataFrame(rows).assign(praise_count=praised[kept], blame_count=blamed[kept])
    return shaped(table.assign(review_count=matrix.review_count), KANO_PROXY_DTYPES)


def _row(found: Regression, aspect: str) -> dict[str, object]:
    reward, penalty = found.estimate(f"+{aspect}"), found.estimate(f"-{aspect}")
    kind = _kind(reward, penalty, found.estimate(f"+{aspect}", f"-{aspect}"))
    return {
        "aspect": aspect, "reward": reward.value, "reward_low": reward.low, "reward_high": reward.high,
        "penalty": penalty.value, "penalty_low": penalty.low, "penalty_high": penalty.high, "kind_proxy": kind,
    }  # fmt: skip


def _kind(reward: Estimate, penalty: Estimate, both: Estimate) -> str:
    """`both` is reward + penalty: above 0 where the reward is the larger."""
    if reward.high < 0 or penalty.low > 0:
        return "reverse"
    if not reward.is_sure and not penalty.is_sure:
        return "indifferent"
    if reward.is_sure and (not penalty.is_sure or both.low > 0):
        return "attractive"
    return "must_be" if not reward.is_sure or both.high < 0 else "one_dimensional"
