"""How a group holds together: mutual ties, equality, who stayed."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm.frames import shaped
from crm.influence.graph import Bools, Graph

RETENTION_DTYPES = {
    "community_id": "string", "previous_community_id": "string", "previous_count": "Int64", "member_count": "Int64",
    "kept_count": "Int64", "joined_count": "Int64", "left_count": "Int64", "retention": "Float64",
}  # fmt: skip


def reciprocity(graph: Graph) -> float | None:
    """Share of directed pairs that are answered in the other direction; None without edges."""
    return float(is_mutual(graph).mean()) if len(graph.weight) else None


def is_mutual(graph: Graph) -> Bools:
    """Whether each pair of the graph is there in the other direction too."""
    codes = graph.source * graph.node_count + graph.target
    return np.isin(graph.target * graph.node_count + graph.source, codes)


def gini(values: npt.ArrayLike) -> float | None:
    """Gini's coefficient of amounts that are not negative: 0 all alike, (n-1)/n all with one of n.

    Half the relative mean difference. None where there is nothing to share: no values, or all 0. Unknown is left out.
    """
    amounts = np.asarray(values, dtype=np.float64)
    amounts = np.sort(amounts[~np.isnan(amounts)])
    if not len(amounts) or amounts.sum() == 0:
        return None
    place = np.arange(1, len(amounts) + 1)
    return float(((2 * place - len(amounts) - 1) * amounts).sum() / (len(amounts) * amounts.sum()))


def retention(previous: pd.Series, current: pd.Series) -> pd.DataFrame:
    """Which community of one period went on as which of the next, and who stayed (RETENTION_DTYPES).

    Both series hold community ids by member. Pairs are taken by Jaccard overlap, the largest first, each community at
    most once; without a common member there is no pair. retention = kept / previous members, NULL for a newcomer. A
    community that ended has community_id NULL. Our own definition; leaving a community may be moving to another.
    """
    pairs = _pairs(previous, current)
    before = previous.value_counts().rename("previous_count").rename_axis("previous_community_id").reset_index()
    after = current.value_counts().rename("member_count").rename_axis("community_id").reset_index()
    table = after.merge(pairs, on="community_id", how="left").merge(before, on="previous_community_id", how="outer")
    table = table.fillna({"previous_count": 0, "member_count": 0, "kept_count": 0})
    table["joined_count"] = table["member_count"] - table["kept_count"]
    table["left_count"] = table["previous_count"] - table["kept_count"]
    table["retention"] = table["kept_count"] / table["previous_count"].where(table["previous_count"] > 0)
    order = ["member_count", "previous_count", "community_id", "previous_community_id"]
    return shaped(table.sort_values(order, ascending=[False, False, True, True]), RETENTION_DTYPES)


def _pairs(previous: pd.Series, current: pd.Series) -> pd.DataFrame:
    both = pd.DataFrame({"previous_community_id": previous, "community_id": current}).dropna()
    ends = ["previous_community_id", "community_id"]
    common = both.groupby(ends).size().rename("kept_count").reset_index()
    sizes = [
        common[name].map(side.value_counts()).astype("float64")
        for name, side in zip(ends, (previous, current), strict=True)
    ]
    common["overlap"] = common["kept_count"] / (sizes[0] + sizes[1] - common["kept_count"])
    ordered = common.sort_values(["overlap", *ends], ascending=[False, True, True])
    taken: set[tuple[str, object]] = set()
    kept = []
    for row in ordered.to_dict("records"):
        names = {(name, row[name]) for name in ends}
        if not names & taken:
            taken |= names
            kept.append(row)
    return pd.DataFrame(kept, columns=[*ends, "kept_count"]).astype({"kept_count": "float64"})
