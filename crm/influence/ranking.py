"""The order of the influencer table. No standard exists: this score is our own definition."""

import numpy as np
import pandas as pd

WEIGHTS = {"caused_repost_count": 0.4, "engagement_count": 0.3, "reach_count": 0.2, "pagerank": 0.1}
"""Share of each measure in the score: being passed on counts most, possible reach (nobody need have looked) little."""


def ranked(table: pd.DataFrame, *, kept_count: int) -> pd.DataFrame:
    """The first `kept_count` rows of each brand with `rank` from 1.

    Each measure is put on 0..1 against the brand's best on a logarithmic scale, ln(1+x) / ln(1+max), so that ten times
    the reposts weigh more than one rank place; PageRank, already skewed, linearly between the brand's least and most.
    The score is the weighted mean (WEIGHTS) of the measures that are known: engagement or reach of an author may be
    unknown; caused reposts and PageRank are unknown only when the brand has no repost graph at all. Whoever moved
    nobody (no repost caused, no engagement known) comes after everybody who did, however many followers there are.
    Ties: caused reposts, engagement, followers, then author id.
    """
    scored = table.assign(score=np.nan, has_reaction=_reaction(table))
    for _, rows in table.groupby("brand_id"):
        scored.loc[rows.index, "score"] = _score(rows)
    measures = ["caused_repost_count", "engagement_count", "follower_count"]
    scored = scored.sort_values(
        ["brand_id", "has_reaction", "score", *measures, "platform", "author_id"],
        ascending=[True, False, False, False, False, False, True, True],
        na_position="last",
    )
    scored["rank"] = scored.groupby("brand_id").cumcount() + 1
    return scored[scored["rank"] <= kept_count]


def _reaction(table: pd.DataFrame) -> pd.Series:
    return (_floats(table, "caused_repost_count") > 0) | (_floats(table, "engagement_count") > 0)


def _floats(table: pd.DataFrame, column: str) -> pd.Series:
    return pd.to_numeric(table[column]).astype("float64")


def _score(rows: pd.DataFrame) -> pd.Series:
    scales = pd.DataFrame({column: _scale(rows, column) for column in WEIGHTS})
    weights = scales.notna().mul(pd.Series(WEIGHTS), axis="columns")
    return (scales.fillna(0) * weights).sum(axis="columns") / weights.sum(axis="columns").where(lambda w: w > 0)


def _scale(rows: pd.DataFrame, column: str) -> pd.Series:
    """One measure on 0..1 within a brand; NaN where it is unknown."""
    values = _floats(rows, column)
    if column == "pagerank":
        lowest, highest = values.min(), values.max()
        return ((values - lowest) / (highest - lowest) if highest > lowest else values * 0).fillna(
            0.0 if values.notna().any() else np.nan
        )
    if column == "caused_repost_count" and not rows["pagerank"].notna().any():
        return values * np.nan
    top = np.log1p(values.max())
    return np.log1p(values) / top if top > 0 else values * 0
