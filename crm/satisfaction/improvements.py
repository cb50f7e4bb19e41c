"""What to improve in the product: aspects ranked by how often they are spoken of times what they cost in rating.

impact = mention share x rating gap, where the gap is the mean rating of all reviews less that of the reviews that
mention the aspect; our own definition (catalogue row 39). The sum of the shares is 1.
"""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import judged, numbers_of, require, shaped
from crm.satisfaction.intervals import Floats, mean
from crm.satisfaction.reviewmatrix import OPINION_COLUMNS, REVIEW_COLUMNS
from crm.value.evidence import NotEnoughEvidence

MIN_REVIEW_COUNT: Final = 5
"""Reviews of an aspect below which its gap is chance; our own bound."""
IMPROVEMENT_DTYPES: Final = {
    "aspect": "string", "mention_count": "Int64", "negative_count": "Int64", "mention_share": "Float64",
    "mean_rating": "Float64", "rating_gap": "Float64", "gap_low": "Float64", "gap_high": "Float64",
    "impact": "Float64", "is_sure": "boolean", "impact_rank": "Int64", "review_count": "Int64",
}  # fmt: skip


def improvements(reviews: pd.DataFrame, opinions: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """IMPROVEMENT_DTYPES, the most worth improving first; an aspect of praise has an impact below 0 and comes last.

    mention_share is the aspect's part of all mentions of aspects (a review counts once for each). gap_low..gap_high is
    Student's interval of the mean rating taken off the overall mean; is_sure: it lies above 0. Aspects in fewer than
    five rated reviews count in the shares and have no row. Frames as in crm.satisfaction.reviewmatrix. Raises
    UsageError for missing columns.
    """
    rated = require(reviews, REVIEW_COLUMNS, name="review").drop_duplicates("review_id")
    rated = rated.assign(rating=numbers_of(rated, "rating")).dropna(subset=["review_id", "rating"])
    said = require(opinions, OPINION_COLUMNS, name="opinion").dropna(subset=["aspect"])
    said = said.assign(is_negative=judged(said).eq("negative").astype("int64"))
    said = said.groupby(["review_id", "aspect"], as_index=False).agg(is_negative=("is_negative", "max"))
    joined = said.merge(rated[["review_id", "rating"]], on="review_id")
    joined["squares"] = joined["rating"] ** 2
    table = joined.groupby("aspect").agg(
        mention_count=("rating", "size"), negative_count=("is_negative", "sum"), total=("rating", "sum"),
        squares=("squares", "sum"),
    )  # fmt: skip
    table["mention_share"] = table["mention_count"] / table["mention_count"].sum()
    table = table[table["mention_count"] >= MIN_REVIEW_COUNT]
    if table.empty:
        most = int(joined.groupby("aspect").size().max()) if len(joined) else 0
        return NotEnoughEvidence(what="rated reviews of the aspect with the most", n=most, needed=MIN_REVIEW_COUNT)
    return shaped(_ranked(table, float(rated["rating"].mean()), len(rated)), IMPROVEMENT_DTYPES)


def _ranked(table: pd.DataFrame, overall: float, review_count: int) -> pd.DataFrame:
    low, high = _interval(table)
    own = table["total"] / table["mention_count"]
    table = table.assign(mean_rating=own, rating_gap=overall - own, gap_low=overall - high, gap_high=overall - low)
    table["impact"] = table["mention_share"] * table["rating_gap"]
    table["is_sure"] = (table["gap_low"] > 0).astype("boolean").where(table["gap_low"].notna())
    table = table.reset_index().sort_values(["impact", "aspect"], ascending=[False, True], ignore_index=True)
    return table.assign(impact_rank=np.arange(1, len(table) + 1), review_count=review_count)


def _interval(table: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(table["total"], table["squares"], table["mention_count"])
