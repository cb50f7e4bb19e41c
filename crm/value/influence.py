"""CIE and CIV, the effect and the value of a customer's influence on others.

After Kumar, Bhaskaran, Mirchandani & Shah (Marketing Science 32, 2013): the effect is a Hubbell (1965) score on the
graph of who follows whose word, the value is the share of the influenced customers' CLV that goes to the influencer.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse

from crm.frames import require, shaped
from crm.value.histories import Floats
from records.errors import UsageError

EDGE_COLUMNS: Final = ("influencer_id", "influenced_id", "weight")
"""One row per act or pair: whose word was taken up, by whom, how often (reposts, replies, mentions)."""
CIV_DTYPES = {
    "customer_id": "string", "influenced_count": "Int64", "cie": "Float64", "cie_share": "Float64", "civ": "Float64",
}  # fmt: skip
_TOLERANCE: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceGraph:
    """Customers 0..n-1 in the order of `ids`; `share[j, i]` is the part of i's attention that j has."""

    ids: pd.Index
    share: sparse.csr_array
    """Columns sum to 1, or to 0 for customers who follow nobody."""


def influence_graph(edges: pd.DataFrame) -> InfluenceGraph:
    """The graph of who follows whom: weights added up per pair, then divided by the influenced's sum.

    Self-influence and weights of 0 or less are left out. Raises UsageError for missing columns.
    """
    frame = require(edges, EDGE_COLUMNS, name="influence edge").dropna()
    frame["weight"] = pd.to_numeric(frame["weight"]).astype("float64")
    pairs = frame[(frame["influencer_id"] != frame["influenced_id"]) & (frame["weight"] > 0)]
    codes, ids = pd.factorize(pd.concat([pairs["influencer_id"], pairs["influenced_id"]]).astype(str), sort=True)
    ends = codes[: len(pairs)], codes[len(pairs) :]
    weights = sparse.coo_array((pairs["weight"].to_numpy(), ends), shape=(len(ids), len(ids))).tocsr()
    return InfluenceGraph(ids=pd.Index(ids, dtype="object"), share=_columns_to_one(weights))


def hubbell(graph: InfluenceGraph, *, beta: float = 0.85, own: float = 1.0) -> Floats:
    """s = own + beta W s, solved by iteration to 1e-12; shape (customers,).

    With beta = .85 and own = 1, on a graph where everybody follows somebody, s divided by its sum is PageRank.
    Raises UsageError for a beta outside [0, 1).
    """
    if not 0 <= beta < 1:
        raise UsageError(f"beta must lie in [0, 1), not {beta}")
    score: Floats = np.full(len(graph.ids), own)
    for _ in range(_step_count(beta)):
        score = own + beta * (graph.share @ score)
    return score


def influence_values(
    edges: pd.DataFrame, clv: pd.DataFrame, *, beta: float = 0.85, influenced_share: float = 1.0
) -> pd.DataFrame:
    """CIV_DTYPES, one row per customer of the graph, sorted by id.

    cie: Hubbell score; cie_share: its part of the sum. civ (net, own CLV left out): of each customer one follows,
    `influenced_share` of the CLV is divided among those followed, by attention x Hubbell score. So the credits for
    one customer never exceed that customer's CLV. 1, the default, is an upper bound; what part of a value is owed to
    others has no published figure. A CLV that is unknown or negative has nothing to credit. `clv` has customer_id and
    clv. Raises UsageError for missing columns, a beta outside [0, 1) or a share outside [0, 1].
    """
    if not 0 <= influenced_share <= 1:
        raise UsageError(f"influenced_share must lie in [0, 1], not {influenced_share}")
    values = require(clv, ["customer_id", "clv"], name="clv").drop_duplicates("customer_id").set_index("customer_id")
    graph = influence_graph(edges)
    score = hubbell(graph, beta=beta)
    worth = values["clv"].astype("float64").reindex(graph.ids).clip(lower=0).fillna(0.0).to_numpy()
    credit = credits_of(graph, score) @ worth
    columns = {
        "influenced_count": np.diff(graph.share.indptr),
        "cie": score,
        "cie_share": score / score.sum() if len(score) else score,
        "civ": influenced_share * credit,
    }
    return shaped(pd.DataFrame({"customer_id": graph.ids, **columns}), CIV_DTYPES)


def credits_of(graph: InfluenceGraph, score: Floats) -> sparse.csr_array:
    """[j, i]: the part of i's value credited to j, attention x score; columns sum to 1, or 0 for who follows nobody."""
    return _columns_to_one(sparse.csr_array(sparse.diags_array(score) @ graph.share))


def _columns_to_one(weights: sparse.csr_array) -> sparse.csr_array:
    total = np.asarray(weights.sum(axis=0)).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return sparse.csr_array(weights @ sparse.diags_array(inverse))


def _step_count(beta: float) -> int:
    """Steps after which what is left of the series is below the tolerance."""
    return 1 if beta == 0 else int(np.ceil(np.log(_TOLERANCE * (1 - beta)) / np.log(beta)))
