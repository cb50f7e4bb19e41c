"""Repost trees as arrays: who hangs from whom, in depth-first order, with circles cut."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import depth_first_order

from crm.frames import require

COLUMNS = ("child_author_id", "parent_author_id", "child_mention_id", "parent_mention_id", "root_mention_id")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Mentions 0..n-1 (the order of `ids`) as trees; arrays have shape (n,) where nothing else is said."""

    ids: pd.Index
    """Mention ids."""
    child: Ints
    """The mention of each row of `rows`; shape (rows,)."""
    named_parent: Ints
    """What the row itself names as parent, -1 for unknown; shape (rows,)."""
    named_root: Ints
    """What the row itself names as root, -1 for unknown; shape (rows,)."""
    rows: pd.DataFrame
    """The reposts, one row each, in the columns they were given in."""
    parent: Ints
    """The mention each hangs from; n for one that hangs from nothing."""
    order: Ints
    """Mentions in depth-first order: a mention is followed by all that hangs below it, tree after tree."""

    def tops(self) -> Ints:
        """The first mention of the tree of each mention."""
        is_first = self.parent[self.order] == len(self.ids)
        found = np.empty(len(self.ids), dtype=np.int64)
        found[self.order] = self.order[is_first][np.cumsum(is_first) - 1]
        return found

    def depths(self) -> Ints:
        """Steps up to the top of the tree."""
        above, found = [*self.parent.tolist()], [0] * len(self.ids) + [-1]
        for node in self.order.tolist():
            found[node] = found[above[node]] + 1
        return np.array(found[:-1], dtype=np.int64)

    def below(self, counts: Ints) -> Ints:
        """`counts` added up over each mention and everything below it."""
        above, total = self.parent.tolist(), [*counts.tolist(), 0]
        for node in self.order[::-1].tolist():
            total[above[node]] += total[node]
        return np.array(total[:-1], dtype=np.int64)


def forest_of(edges: pd.DataFrame) -> Forest:
    """The trees of `edges`, one row per repost (COLUMNS; of contradicting rows the one with the smallest parent id).

    A repost whose parent is unknown hangs from its root, and so does a parent of which nothing else is known. Rows
    without child_mention_id are left out. Parents that form a circle (damaged data) are cut: each mention on one, or
    below one that leads nowhere else, becomes a top. Raises UsageError for a missing column.
    """
    rows = _one_row_each(require(edges, COLUMNS, name="repost edge").dropna(subset=["child_mention_id"]))
    mentions = pd.concat([rows[f"{end}_mention_id"].astype(object) for end in ("child", "parent", "root")])
    codes, ids = pd.factorize(mentions)
    child, parent, root = codes.astype(np.int64).reshape(3, -1)
    hangs_from = _parents(child, parent, root, ids)
    order = _depth_first(hangs_from)
    is_cut = np.ones(len(ids), dtype=bool)
    is_cut[order] = False
    if is_cut.any():
        hangs_from[is_cut] = len(ids)
        order = _depth_first(hangs_from)
    return Forest(
        ids=pd.Index(ids, dtype="object"),
        child=child,
        named_parent=parent,
        named_root=root,
        rows=rows,
        parent=hangs_from,
        order=order,
    )


def _one_row_each(frame: pd.DataFrame) -> pd.DataFrame:
    if frame["child_mention_id"].is_unique:
        return frame
    is_repeated = frame["child_mention_id"].duplicated(keep=False)
    first = frame[is_repeated].sort_values(["child_mention_id", "parent_mention_id", "parent_author_id"])
    rows: pd.DataFrame = pd.concat([frame[~is_repeated], first.drop_duplicates("child_mention_id")])
    return rows


def _parents(child: Ints, parent: Ints, root: Ints, ids: pd.Index) -> Ints:
    """The number of the mention each mention hangs from, or the number of mentions for one that hangs from nothing.

    The arguments hold positions in `ids`, -1 for unknown.
    """
    top = len(ids)
    hangs_from = np.full(top, -1, dtype=np.int64)
    is_child = np.zeros(top, dtype=bool)
    is_child[child] = True
    is_stray = (parent >= 0) & (root >= 0) & ~is_child[parent]
    strays = pd.DataFrame({"stray": parent[is_stray], "root": root[is_stray]}).drop_duplicates()
    strays = strays.assign(name=ids[strays["root"]]).sort_values("name", ascending=False)
    hangs_from[strays["stray"]] = strays["root"]
    hangs_from[child] = np.where(parent < 0, root, parent)
    hangs_from[(hangs_from < 0) | (hangs_from == np.arange(top))] = top
    return hangs_from


def _depth_first(parent: Ints) -> Ints:
    """Nodes in depth-first order from a virtual node above all trees; nodes on or below a circle are missing."""
    top = len(parent)
    downward = sparse.csr_array((np.ones(top, dtype=np.int8), (parent, np.arange(top))), shape=(top + 1, top + 1))
    order: Ints = depth_first_order(downward, top, directed=True, return_predecessors=False)
    return order[1:].astype(np.int64)
