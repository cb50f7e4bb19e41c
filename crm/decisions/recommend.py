"""Item-to-item recommendations: what buyers of the same things bought (Sarwar et al. 2001; Linden et al. 2003).

Two items are alike by the cosine of their buyers, shrunk towards 0 where few bought both. Whoever's purchases say
nothing is offered what is popular. Nobody is offered anything on personal grounds without consent.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from crm.frames import flags_of, require, shaped
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

PURCHASE_COLUMNS: Final = ("customer_id", "item")
MIN_CUSTOMER_COUNT: Final = 20
"""Customers with two items or more; our own bound."""
SHRINKAGE: Final = 5.0
"""Common buyers at which likeness counts half; our own choice."""
_CELL_COUNT: Final = 4_000_000
"""Scores held at once."""
RECOMMENDATION_DTYPES: Final = {
    "customer_id": "string", "item_rank": "Int64", "item": "string", "score": "Float64", "basis": "string",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemModel:
    """Likeness of items, and how many bought each."""

    items: pd.Index
    likeness: Any
    """scipy.sparse array, shape (items, items), symmetric, diagonal 0."""
    buyer_count: pd.Series
    """By item."""
    customer_count: int


def fit_items(purchases: pd.DataFrame, *, shrinkage: float = SHRINKAGE) -> ItemModel | NotEnoughEvidence:
    """`purchases`: customer_id, item (repeats count once): likeness = cosine x n / (n + shrinkage), n common buyers.

    Raises UsageError for missing columns or a negative shrinkage.
    """
    if shrinkage < 0:
        raise UsageError("shrinkage is a number of buyers, 0 or more")
    frame = distinct_purchases(purchases)
    several = int((frame.groupby("customer_id").size() >= 2).sum())
    if several < MIN_CUSTOMER_COUNT:
        return NotEnoughEvidence(what="customers with two items or more", n=several, needed=MIN_CUSTOMER_COUNT)
    row, customers = pd.factorize(frame["customer_id"])
    column, items = pd.factorize(frame["item"], sort=True)
    matrix = sparse.csr_array((np.ones(len(frame)), (row, column)), shape=(len(customers), len(items)))
    buyers = np.asarray(matrix.sum(axis=0)).ravel()
    common = (matrix.T @ matrix).tocoo()
    apart = common.row != common.col
    first, second, number = common.row[apart], common.col[apart], common.data[apart]
    value = number / np.sqrt(buyers[first] * buyers[second]) * number / (number + shrinkage)
    likeness = sparse.csr_array((value, (first, second)), shape=(len(items), len(items)))
    count = pd.Series(buyers, index=items)
    return ItemModel(items=pd.Index(items), likeness=likeness, buyer_count=count, customer_count=len(customers))


def recommendations(
    model: ItemModel, purchases: pd.DataFrame, consents: pd.DataFrame, *, count: int = 5
) -> pd.DataFrame | NotEnoughEvidence:
    """RECOMMENDATION_DTYPES: up to `count` items a consenting customer has not bought, the best first.

    score adds the likeness to what was bought; basis is similar, or popular where nothing is alike (score NULL).
    `consents`: customer_id, is_consented; unknown counts as no. Where nobody agreed, nobody is offered anything.
    Raises UsageError for missing columns.
    """
    asked = require(consents, ["customer_id", "is_consented"], name="consent")
    agreed = asked.loc[flags_of(asked, "is_consented"), "customer_id"].dropna().unique()
    if not len(agreed):
        return NotEnoughEvidence(what="customers who agreed to personal offers", n=0, needed=1)
    owned = distinct_purchases(purchases)
    owned = owned[owned["customer_id"].isin(agreed)]
    if owned.empty:
        return NotEnoughEvidence(what="consenting customers with a purchase", n=0, needed=1)
    return shaped(ranked(model, owned, count=count), RECOMMENDATION_DTYPES)


def ranked(model: ItemModel, owned: pd.DataFrame, *, count: int, popular_only: bool = False) -> pd.DataFrame:
    """customer_id, item_rank, item, score, basis; popular_only leaves likeness out. Equals go by number of buyers."""
    by_fame = np.lexsort((np.arange(len(model.items)), -model.buyer_count.to_numpy()))
    likeness = model.likeness[by_fame][:, by_fame]
    row, customers = pd.factorize(owned["customer_id"], sort=True)
    column = model.items[by_fame].get_indexer(pd.Index(owned["item"]))
    is_known = column >= 0
    shape = (len(customers), len(by_fame))
    history = sparse.csr_array((np.ones(int(is_known.sum())), (row[is_known], column[is_known])), shape=shape)
    step = max(1, _CELL_COUNT // max(1, len(by_fame)))
    parts = [
        _best(history[start : start + step], likeness * (not popular_only), count).assign(part=start)
        for start in range(0, len(customers), step)
    ]
    table = pd.concat(parts, ignore_index=True)
    table["customer_id"] = np.asarray(customers, dtype=object)[table["place"] + table["part"]]
    table["item"] = np.asarray(model.items[by_fame], dtype=object)[table["column"]]
    return table[list(RECOMMENDATION_DTYPES)]


def distinct_purchases(purchases: pd.DataFrame) -> pd.DataFrame:
    """Customer and item once each, without unknowns, sorted. Raises UsageError for missing columns."""
    frame = require(purchases, PURCHASE_COLUMNS, name="purchase")[list(PURCHASE_COLUMNS)]
    return frame.dropna().drop_duplicates().sort_values(list(PURCHASE_COLUMNS), ignore_index=True)


def _best(history: Any, likeness: Any, count: int) -> pd.DataFrame:
    """place (row of `history`), column, item_rank, score, basis; columns are in order of fame, which breaks ties."""
    scores = (history @ likeness).toarray()
    scores[history.nonzero()] = -np.inf
    best = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    place, rank = np.indices(best.shape)
    score = np.take_along_axis(scores, best, axis=1)
    table: dict[str, Any] = {"place": place, "column": best, "item_rank": rank + 1, "score": score}
    told = pd.DataFrame({name: values.ravel() for name, values in table.items()})
    told = told[told["score"] >= 0]
    is_similar = told["score"] > 0
    return told.assign(score=told["score"].where(is_similar), basis=np.where(is_similar, "similar", "popular"))
