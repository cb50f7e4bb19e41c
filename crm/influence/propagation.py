"""Caused reposts: how many reposts an author's words caused, directly and through others."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm.influence.forest import Forest, Ints, forest_of


def caused_repost_counts(edges: pd.DataFrame, *, authors: pd.Series, counted: pd.Series | None = None) -> pd.Series:
    """Reposts below the mentions of each author, indexed by author id.

    A repost counts once for every author above it in its tree, however many of that author's mentions lie on the way,
    and never for the author who made it. `edges` are the rows of crm.influence.forest.forest_of. `authors` maps
    mention ids to author ids for mentions that are no repost (the roots); a column root_author_id, where there is one,
    does the same. `counted` says which rows of `edges` count (all by default): earlier reposts can connect the tree
    without being counted again.
    Our own definition; it equals the sum of the sizes of the trees an author started or continued, less the overlap.
    """
    is_counted = np.ones(len(edges), dtype=np.int64) if counted is None else counted.to_numpy().astype(np.int64)
    forest = forest_of(edges.assign(counts=is_counted))
    return caused_in(forest, authors=authors, counts=forest.rows["counts"].to_numpy())


def caused_in(forest: Forest, *, authors: pd.Series, counts: Ints | None = None) -> pd.Series:
    """caused_repost_counts of trees that are built already; `counts` says how often each of its rows counts (1)."""
    if forest.rows.empty:
        return pd.Series(dtype="int64", name="caused_repost_count")
    weights = np.zeros(len(forest.ids), dtype=np.int64)
    weights[forest.child] = 1 if counts is None else counts
    return _per_author(writers_of(forest, authors), weights, forest)


def writers_of(forest: Forest, authors: pd.Series) -> npt.NDArray[np.object_]:
    """Who wrote each mention of the forest: what the edges say, else `authors` (by mention id), else None or NaN."""
    writers = authors.reindex(forest.ids).to_numpy(dtype=object, copy=True)
    for end, places in (("root", forest.named_root), ("parent", forest.named_parent), ("child", forest.child)):
        if f"{end}_author_id" in forest.rows:
            names = forest.rows[f"{end}_author_id"].to_numpy(dtype=object)
            is_known = (places >= 0) & ~pd.isna(names)
            writers[places[is_known]] = names[is_known]
    return writers


def _per_author(writers: npt.NDArray[np.object_], counts: Ints, forest: Forest) -> pd.Series:
    """Sums the trees of each author's mentions, nested ones once, without the author's own reposts in them."""
    author, names = pd.factorize(writers)
    begin = np.empty(len(writers), dtype=np.int64)
    begin[forest.order] = np.arange(len(writers))
    end = begin + forest.below(np.ones_like(counts))
    size = forest.below(counts)
    rows = np.flatnonzero(author >= 0)
    # One axis, author after author: a sort by it is a sort by author and place, and how far a mention reaches on it
    # says whether the author's next one lies below.
    axis = author.astype(np.int64) * (len(writers) + 1)
    rows = rows[np.argsort((axis + begin)[rows])]
    reached = np.maximum.accumulate((axis + end)[rows])
    is_nested = np.append(False, (axis + begin)[rows][1:] < reached[:-1])[: len(rows)]
    caused = np.where(is_nested, 0, size[rows]) - counts[rows]
    total = np.bincount(author[rows], weights=caused, minlength=len(names)).astype(np.int64)
    order = pd.array(np.asarray(names, dtype=str), dtype="string").argsort()
    return pd.Series(total[order], index=pd.Index(names[order], dtype="object"), name="caused_repost_count")
