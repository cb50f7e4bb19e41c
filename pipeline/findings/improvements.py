"""What to improve in each brand's products, month by month, from its reviews."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.voices import Voices

if TYPE_CHECKING:
    import pandas as pd

MONTH_COUNT = 12
"""Months with reviews of a brand, the latest ones, that are told; also how far back part-worths and kinds look."""
PRODUCT_REVIEW_COUNT = 20
"""Reviews of a product in a month below which it is told within its brand alone; our own bound."""
VERSION = "improvements-1"


@dataclass(frozen=True)
class _Subject:
    """A brand, or one of its products, with all that is known of it."""

    brand_id: str
    product_id: str | None
    reviews: "pd.DataFrame"
    opinions: "pd.DataFrame"


def improvements(voices: Voices) -> Result:
    """Rows of `fact_improvement`: brand totals, and products with reviews enough."""
    import pandas as pd

    from crm.value.evidence import NotEnoughEvidence

    frames, reason = [], "no rated reviews"
    for subject in _subjects(voices):
        for month, found in _told(subject):
            if isinstance(found, NotEnoughEvidence):
                reason = found.reason
                continue
            frames.append(found.assign(brand_id=subject.brand_id, product_id=subject.product_id, month=month))
    if not frames:
        return Result("improvements", reason=reason)
    told = pd.concat(frames, ignore_index=True).astype({"product_id": "string"})
    return Result("improvements", {"all": table_of_frame(told.assign(model_version=VERSION))})


def _subjects(voices: Voices) -> "Iterator[_Subject]":
    """Brands, each followed by its products; opinions are those in their reviews."""
    import pandas as pd

    reviews = voices.reviews.assign(month=pd.to_datetime(voices.reviews["day"]).dt.to_period("M"))
    said = voices.opinions[["review_id", "brand_id", "aspect", "sentiment", "is_abstained"]]
    opinions = said.merge(reviews[["review_id", "brand_id", "month", "product_id"]], on=["review_id", "brand_id"])
    for brand_id, own in reviews.groupby("brand_id"):
        talk = opinions[opinions["brand_id"] == brand_id]
        yield _Subject(str(brand_id), None, own, talk)
        for product_id, part in own.groupby("product_id"):
            yield _Subject(str(brand_id), str(product_id), part, talk[talk["product_id"] == product_id])


def _told(subject: _Subject) -> "Iterator[tuple[date, Any]]":
    """What the latest months with reviews say; of a product only months with enough of them."""
    from crm.satisfaction.priorities import priorities

    least = 1 if subject.product_id is None else PRODUCT_REVIEW_COUNT
    counts = subject.reviews.groupby("month").size().sort_index()[-MONTH_COUNT:]
    for month in counts.index[counts >= least]:
        (reviews, past_reviews), (opinions, past_opinions) = (
            (frame[frame["month"] == month], frame[frame["month"].between(month - MONTH_COUNT + 1, month)])
            for frame in (subject.reviews, subject.opinions)
        )
        found = priorities(reviews, opinions, past_reviews=past_reviews, past_opinions=past_opinions)
        yield month.start_time.date(), found
