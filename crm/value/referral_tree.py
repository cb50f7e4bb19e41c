"""Who brought whom: a forest, in which a customer was brought once and by somebody who was there before."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from crm.frames import days_of, require

TREE_COLUMNS = ("referrer_id", "referred_id", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTree:
    """The referrals that count, and how many did not."""

    referrals: pd.DataFrame
    """The kept rows with all their columns, sorted by day, referred and referrer; one row per referred customer."""
    self_count: int
    """Rows left out because they name one customer twice."""
    repeated_count: int
    """Rows left out because the customer had been brought before."""
    circular_count: int
    """Rows left out because they closed a circle (A brought B, B brought A): the latest of each circle."""


def referral_tree(referrals: pd.DataFrame) -> ReferralTree:
    """The acyclic part of converted referrals (columns TREE_COLUMNS, others kept); the earliest of a referred counts.

    Rows without one of the two customers are no referral. Raises UsageError for missing columns.
    """
    frame = require(referrals, TREE_COLUMNS, name="referral").dropna(subset=["referrer_id", "referred_id"])
    frame["day"] = days_of(frame["day"])
    frame = frame.sort_values(["day", "referred_id", "referrer_id"], na_position="last", ignore_index=True)
    others = frame[frame["referrer_id"] != frame["referred_id"]]
    first = others.drop_duplicates("referred_id")
    kept = _without_circles(first.reset_index(drop=True))
    return ReferralTree(
        referrals=kept,
        self_count=len(frame) - len(others),
        repeated_count=len(others) - len(first),
        circular_count=len(first) - len(kept),
    )


def generations(tree: ReferralTree) -> pd.Series:
    """How many referrals lie between each referred customer and the one at the root, from 1; indexed by referred_id."""
    parent = tree.referrals.set_index("referred_id")["referrer_id"]
    depth = pd.Series(1, index=parent.index, dtype="int64", name="generation")
    above = parent
    while (is_deeper := above.isin(parent.index)).any():
        depth += is_deeper
        above = above.map(parent).where(is_deeper)
    return depth


def _without_circles(first: pd.DataFrame) -> pd.DataFrame:
    """A customer has one referrer at most, so every circle is a strong component and its latest row opens it."""
    if first.empty:
        return first
    codes, ids = pd.factorize(pd.concat([first["referrer_id"], first["referred_id"]]))
    source, target = codes[: len(first)], codes[len(first) :]
    graph = coo_array((np.ones(len(first)), (source, target)), shape=(len(ids), len(ids)))
    _, part = connected_components(graph, directed=True, connection="strong")
    in_circle = part[source] == part[target]
    closing = first[in_circle].groupby(part[source][in_circle]).tail(1).index
    kept: pd.DataFrame = first.drop(index=closing).reset_index(drop=True)
    return kept
