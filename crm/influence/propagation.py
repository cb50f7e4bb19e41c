"""Repost trees: how many reposts an author's words caused, directly and through others."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import depth_first_order

from crm.frames import require

COLUMNS = ("child_author_id", "parent_author_id", "child_mention_id", "parent_mention_id", "root_mention_id")

Ints = npt.NDArray[np.int64]


def caused_repost_counts(edges: pd.DataFrame, *, authors: pd.Series, counted: pd.Series | None = None) -> pd.Series:
    """Reposts below the mentions of each author, indexed by author id.

    A repost counts once for every author above it in its tree, however many of that author's mentions lie on the way,
    and never for the author who made it. `edges` has one row per repost (COLUMNS); a repost whose parent is unknown
    hangs from its root, and so does a parent of which nothing else is known. `authors` maps mention ids to author ids
    for mentions that are no repost (the roots); a column root_author_id, where there is one, does the same. `counted`
    says which rows of `edges` count (all by default): earlier reposts can connect the tree without being counted again.
    Parents that form a circle (damaged data) are cut.
    Our own definition; it equals the sum of the sizes of the trees an author started or continued, less the overlap.
    """
    frame = require(edges, COLUMNS, name="repost edge")
    frame["counts"] = 1 if counted is None else counted.to_numpy().astype(np.int64)
    frame = _one_row_each(frame.dropna(subset=["child_mention_id"]))
    if frame.empty:
        return pd.Series(dtype="int64", name="caused_repost_count")
    mentions = pd.concat([frame[f"{end}_mention_id"].astype(object) for end in ("child", "parent", "root")])
    codes, ids = pd.factorize(mentions)
    child, parent, root = codes.reshape(3, -1)
    counts = np.zeros(len(ids), dtype=np.int64)
    counts[child] = frame["counts"]
    writers = authors.reindex(ids).to_numpy(dtype=object, copy=True)
    named = ((root, "root_author_id"), (parent, "parent_author_id"), (child, "child_author_id"))
    for places, column in named:
        if column not in frame:
            continue
        names = frame[column].to_numpy(dtype=object)
        is_known = (places >= 0) & ~pd.isna(names)
        writers[places[is_known]] = names[is_known]
    return _per_author(writers, counts, _parents(child, parent, root, ids))


def _one_row_each(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per repost; of contradicting rows the one with the smallest parent id, whatever their order."""
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


def _per_author(writers: npt.NDArray[np.object_], counts: Ints, parent: Ints) -> pd.Series:
    """Sums the trees of each author's mentions, nested ones once, without the author's own reposts in them."""
    begin, end, size = _intervals(parent, counts)
    frame = pd.DataFrame({"author": writers, "begin": begin, "end": end, "size": size, "own": counts})
    frame = frame.dropna(subset=["author"]).sort_values(["author", "begin"])
    covered = frame.groupby("author")["end"].cummax().groupby(frame["author"]).shift(fill_value=0)
    is_nested = frame["begin"] < covered
    frame["caused"] = np.where(is_nested, 0, frame["size"]) - frame["own"]
    return frame.groupby("author")["caused"].sum().rename("caused_repost_count")


def _intervals(parent: Ints, counts: Ints) -> tuple[Ints, Ints, Ints]:
    """Depth-first numbering of a forest: a node's subtree is [begin, end), `size` the counts in it, own included.

    `parent` holds the parent's number, or the number of nodes for a node without one.
    """
    top = len(parent)
    order = _depth_first(parent)
    if len(order) <= top:
        parent = parent.copy()
        parent[np.setdiff1d(np.arange(top), order)] = top
        order = _depth_first(parent)
    above, weight, reach = parent.tolist(), [*counts.tolist(), 0], [1] * (top + 1)
    for node in order[:0:-1].tolist():
        weight[above[node]] += weight[node]
        reach[above[node]] += reach[node]
    begin = np.empty(top + 1, dtype=np.int64)
    begin[order] = np.arange(top + 1)
    return begin[:top], (begin + reach)[:top], np.array(weight[:top], dtype=np.int64)


def _depth_first(parent: Ints) -> Ints:
    """Nodes in depth-first order from a virtual node above all trees; nodes on or below a circle are missing."""
    top = len(parent)
    downward = sparse.csr_array((np.ones(top, dtype=np.int8), (parent, np.arange(top))), shape=(top + 1, top + 1))
    order: Ints = depth_first_order(downward, top, directed=True, return_predecessors=False)
    return order
