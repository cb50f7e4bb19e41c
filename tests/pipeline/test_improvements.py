"""What to improve, by brand, product and month."""

from dataclasses import replace
from datetime import date

import pandas as pd

from pipeline.findings.improvements import PRODUCT_REVIEW_COUNT, improvements
from pipeline.findings.voices import Voices


def voices(*groups: tuple[str, str | None, date, int]) -> Voices:
    """`count` reviews a group, every second blaming the delivery and the others praising the taste."""
    rows = [
        (f"r{place}-{number}", brand, product, day, 2.0 if number % 2 else 5.0, number % 2)
        for place, (brand, product, day, count) in enumerate(groups)
        for number in range(count)
    ]
    table = pd.DataFrame(rows, columns=["review_id", "brand_id", "product_id", "day", "rating", "is_bad"])
    said = table.assign(
        aspect=table["is_bad"].map({0: "a.taste", 1: "a.delivery"}),
        sentiment=table["is_bad"].map({0: "positive", 1: "negative"}),
        is_abstained=False,
    )
    return Voices(
        reviews=table.drop(columns="is_bad"),
        opinions=said[["review_id", "brand_id", "product_id", "day", "aspect", "sentiment", "is_abstained"]],
        talk=pd.DataFrame(),
        messages=pd.DataFrame(),
    )


def told(given: Voices) -> pd.DataFrame:
    return improvements(given).tables["all"].to_pandas()


def test_brands_are_told_whole_and_products_with_reviews_enough() -> None:
    march, april = date(2026, 3, 9), date(2026, 4, 9)
    found = told(
        voices(
            ("tea", "cold", march, PRODUCT_REVIEW_COUNT), ("tea", "hot", march, PRODUCT_REVIEW_COUNT - 1),
            ("tea", None, april, 12), ("milk", None, april, 12),
        )
    )  # fmt: skip
    groups = found.groupby(["brand_id", found["product_id"].fillna("all"), "month"]).size()
    assert list(groups.index) == [
        ("milk", "all", date(2026, 4, 1)), ("tea", "all", date(2026, 3, 1)), ("tea", "all", date(2026, 4, 1)),
        ("tea", "cold", date(2026, 3, 1)),
    ]  # fmt: skip
    whole = found[found["product_id"].isna() & (found["month"] == date(2026, 3, 1)) & (found["brand_id"] == "tea")]
    assert whole["review_count"].eq(2 * PRODUCT_REVIEW_COUNT - 1).all()
    first = whole.iloc[0]
    assert (first["aspect"], first["impact_rank"], bool(first["is_sure"])) == ("a.delivery", 1, False)


def test_an_opinion_outside_rated_reviews_counts_nowhere() -> None:
    given = voices(("tea", None, date(2026, 3, 9), 12))
    extra = given.opinions.assign(review_id="post", aspect="a.price")
    assert told(replace(given, opinions=pd.concat([given.opinions, extra]))).equals(told(given))


def test_without_reviews_the_result_says_so() -> None:
    nothing = voices(("tea", None, date(2026, 3, 9), 0))
    found = improvements(nothing)
    assert (found.row_count, found.reason) == (0, "no rated reviews")
    thin = improvements(voices(("tea", None, date(2026, 3, 9), 4)))
    assert thin.row_count == 0
    assert thin.reason is not None
    assert "n = 2" in thin.reason
