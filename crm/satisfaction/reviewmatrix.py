"""Reviews as a matrix: one row a review, for every aspect whether it was praised or blamed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crm.frames import judged, numbers_of, require
from crm.satisfaction.intervals import Floats
from crm.value.evidence import NotEnoughEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMatrix:
    """Aspects in the order of their names; a review that says both of an aspect counts half each way."""

    aspects: tuple[str, ...]
    rating: Floats
    """Shape (reviews,)."""
    praise: Floats
    """Shape (reviews, aspects), 0..1."""
    blame: Floats

    @property
    def review_count(self) -> int:
        """Rated reviews."""
        return len(self.rating)


REVIEW_COLUMNS = ("review_id", "rating")
"""One row per review with its rating, all of one scale."""
OPINION_COLUMNS = ("review_id", "aspect", "sentiment")
"""One row per opinion in a review: positive, neutral or negative about an aspect; optional is_abstained."""


def review_matrix(reviews: pd.DataFrame, opinions: pd.DataFrame, *, min_count: int) -> ReviewMatrix | NotEnoughEvidence:
    """The matrix of all aspects praised or blamed in at least `min_count` rated reviews.

    Raises UsageError for missing columns.
    """
    rated = require(reviews, REVIEW_COLUMNS, name="review").drop_duplicates("review_id")
    rated = rated.assign(rating=numbers_of(rated, "rating")).dropna(subset=["review_id", "rating"])
    rated = rated.sort_values("review_id", ignore_index=True)
    said = require(opinions, OPINION_COLUMNS, name="opinion")
    said = said.assign(side=judged(said)).dropna(subset=["aspect"])
    said = said[said["side"].isin(["positive", "negative"]) & said["review_id"].isin(rated["review_id"])]
    said = said.drop_duplicates(["review_id", "aspect", "side"])
    count = said.groupby("aspect")["review_id"].nunique()
    aspects = tuple(str(name) for name in sorted(count.index[count >= min_count]))
    if not aspects:
        most = int(count.max()) if len(count) else 0
        return NotEnoughEvidence(what="rated reviews of the aspect with the most", n=most, needed=min_count)
    said = said[said["aspect"].isin(aspects)]
    said = said.assign(part=1 / said.groupby(["review_id", "aspect"])["side"].transform("size"))
    place = pd.Series(np.arange(len(rated)), index=rated["review_id"])
    sides = [_filled(said[said["side"] == side], place, aspects) for side in ("positive", "negative")]
    return ReviewMatrix(aspects=aspects, rating=rated["rating"].to_numpy("float64"), praise=sides[0], blame=sides[1])


def _filled(said: pd.DataFrame, place: pd.Series, aspects: Sequence[str]) -> Floats:
    matrix = np.zeros((len(place), len(aspects)))
    column = {aspect: number for number, aspect in enumerate(aspects)}
    matrix[said["review_id"].map(place).to_numpy("int64"), said["aspect"].map(column).to_numpy("int64")] = said["part"]
    return matrix
