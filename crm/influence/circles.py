"""Circles of a brand's repost graph from period to period: how close, how equal, and who stayed."""

import pandas as pd

from crm.frames import DATE, shaped
from crm.influence.cohesion import retention
from crm.influence.network import Network

DTYPES = {
    "brand_id": "string", "period_start": DATE, "period_end": DATE, "community_id": "string", "member_count": "Int64",
    "inner_pair_count": "Int64", "mutual_pair_count": "Int64", "inner_passing_count": "Int64",
    "outer_passing_count": "Int64", "top_author_id": "string", "top_passing_count": "Int64", "gini": "Float64",
    "modularity": "Float64", "previous_community_id": "string", "previous_member_count": "Int64",
    "kept_count": "Int64",
}  # fmt: skip
_KEPT = ["brand_id", "community_id", "previous_community_id", "previous_count", "kept_count"]


def circle_periods(network: Network, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per brand and circle of the period (DTYPES), with numerators and denominators instead of ratios.

    Reciprocity is mutual_pair_count / inner_pair_count, density inner_pair_count / (member_count (member_count - 1)),
    the foremost member's share top_passing_count / inner_passing_count, retention kept_count / previous_member_count.
    `previous` are the positions of the period before (crm.influence.network); a brand without any there has nothing to
    be compared with: NULL. A circle that nobody came to from an older one has previous_member_count 0. An outer
    passing counts for the circles at both of its ends.
    """
    table = network.circles.copy()
    table["inner_passing_count"], table["outer_passing_count"] = table["inner_weight"], table["outer_weight"]
    table["top_author_id"] = table["top_member_id"]
    table["top_passing_count"] = (table["top_member_share"] * table["inner_weight"]).round()
    kept = pd.concat([pd.DataFrame(columns=_KEPT, dtype="object"), *_kept(network.positions, previous)])
    kept = kept.astype({"brand_id": "string", "community_id": "string"}).dropna(subset=["community_id"])
    table = table.merge(kept, on=["brand_id", "community_id"], how="left")
    return shaped(table.rename(columns={"previous_count": "previous_member_count"}), DTYPES)


def _kept(positions: pd.DataFrame, previous: pd.DataFrame | None) -> list[pd.DataFrame]:
    """`retention` of every brand that has circles in both periods."""
    if previous is None:
        return []
    found = []
    for brand_id, rows in positions.groupby("brand_id"):
        before = previous[previous["brand_id"] == brand_id]
        if len(before):
            ends = [frame.set_index("author_id")["community_id"].astype("object") for frame in (before, rows)]
            found.append(retention(*ends).assign(brand_id=brand_id)[_KEPT])
    return found
