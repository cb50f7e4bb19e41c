"""顾客价值评测, what drives customer value: how much each aspect moves the rating of a review.

Conjoint analysis asks people to choose; reviews were never asked. The coefficient of an aspect's polarity on the rating
is a stand-in for its part-worth, and is called a proxy.
"""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import shaped
from crm.satisfaction.regression import least_squares
from crm.satisfaction.reviewmatrix import review_matrix
from crm.value.evidence import NotEnoughEvidence

MIN_REVIEW_COUNT: Final = 20
"""Rated reviews that must judge an aspect; our own bound."""
DRIVER_DTYPES: Final = {
    "aspect": "string", "part_worth_proxy": "Float64", "value_low": "Float64", "value_high": "Float64",
    "importance_share": "Float64", "mention_count": "Int64", "review_count": "Int64", "r_squared": "Float64",
    "driver_rank": "Int64",
}  # fmt: skip


def value_drivers(reviews: pd.DataFrame, opinions: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """DRIVER_DTYPES, the largest first: points of rating from neutral to praised (and, as much, to blamed).

    Least squares of the rating on polarity (+1 praised, -1 blamed, 0 else) with HC3 intervals, other aspects held
    fixed; importance_share is |coefficient| over the sum of them all. Frames as in crm.satisfaction.reviewmatrix.
    Raises UsageError for missing columns.
    """
    matrix = review_matrix(reviews, opinions, min_count=MIN_REVIEW_COUNT)
    if isinstance(matrix, NotEnoughEvidence):
        return matrix
    polarity = matrix.praise - matrix.blame
    found = least_squares(polarity, matrix.rating, matrix.aspects, what="rated reviews")
    if isinstance(found, NotEnoughEvidence):
        return found
    told = [found.estimate(aspect) for aspect in matrix.aspects]
    size = np.abs([each.value for each in told])
    table = pd.DataFrame(
        {
            "aspect": matrix.aspects,
            "part_worth_proxy": [each.value for each in told],
            "value_low": [each.low for each in told],
            "value_high": [each.high for each in told],
            "importance_share": size / size.sum() if size.sum() else None,
            "mention_count": ((matrix.praise + matrix.blame) > 0).sum(axis=0),
        }
    )
    table = table.assign(size=size).sort_values(["size", "aspect"], ascending=[False, True], ignore_index=True)
    table["driver_rank"] = np.arange(1, len(table) + 1)
    return shaped(table.assign(review_count=matrix.review_count, r_squared=found.r_squared), DRIVER_DTYPES)
