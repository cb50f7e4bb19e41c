"""What shape a repost tree took: how many, how deep, how wide, how fast, and whether from hand to hand."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm.frames import local_times, shaped
from crm.influence.forest import Forest, Ints, forest_of
from crm.influence.propagation import writers_of

DTYPES = {
    "root_mention_id": "string", "root_author_id": "string", "repost_count": "Int64", "author_count": "Int64",
    "direct_count": "Int64", "depth": "Int64", "breadth": "Int64", "structural_virality": "Float64",
    "median_lag_minutes": "Float64", "half_life_minutes": "Float64", "span_minutes": "Float64",
    "negative_lag_count": "Int64",
}  # fmt: skip
Floats = npt.NDArray[np.float64]
_NANOSECONDS_A_MINUTE = 60_000_000_000


def cascades(edges: pd.DataFrame, *, roots: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per repost tree (DTYPES), the largest first, then by root id.

    `edges` are the rows of crm.influence.forest.forest_of with published_at (zone-aware instants, unknown allowed);
    `roots` says mention_id, author_id, published_at of what was reposted, where it is known.

    repost_count: mentions below the top, those known only as somebody's parent too; author_count: different known
    authors among them; direct_count: reposts of the top itself; depth: steps of the longest chain; breadth: the most
    mentions at one depth below the top.
    structural_virality: mean distance between any two mentions of the tree, the top included (Goel, Anderson, Hofman
    & Watts, Management Science 62, 2016): just below 2 when all repost the original, growing with chains.
    median_lag_minutes: between a repost and what it passes on, where both times are known; negative ones are damaged
    data, left out and counted. half_life_minutes and span_minutes: from the top (from the first repost where its time
    is unknown) until half of the reposts with known time, and all, were made. Tops that nobody reposted have no row,
    nor have mentions whose parents form a circle.
    Raises UsageError for a missing column or times without a zone.
    """
    return cascades_of(forest_of(edges), roots=roots)


def cascades_of(forest: Forest, *, roots: pd.DataFrame | None = None) -> pd.DataFrame:
    """`cascades` of trees that are built already."""
    size = len(forest.ids)
    tops, depth = forest.tops(), forest.depths()
    known = _known_roots(roots)
    table = pd.DataFrame({"top": np.unique(tops[forest.parent < size])}).set_index("top")
    table = table.join(_shape(forest, tops, depth)).join(_pace(forest, tops, known))
    writers = writers_of(forest, known["author_id"])
    is_below = depth > 0
    below = pd.DataFrame({"top": tops[is_below], "author": writers[is_below]})
    table["author_count"] = below.groupby("top")["author"].nunique()
    table["root_mention_id"] = forest.ids[table.index].astype(str)
    table["root_author_id"] = writers[table.index]
    ordered = table.sort_values(["repost_count", "root_mention_id"], ascending=[False, True])
    return shaped(ordered, DTYPES)


def _known_roots(roots: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["mention_id", "author_id", "published_at"]
    frame = pd.DataFrame(columns=columns, dtype="object") if roots is None else roots[columns]
    return frame.dropna(subset=["mention_id"]).drop_duplicates("mention_id").set_index("mention_id")


def _shape(forest: Forest, tops: Ints, depth: Ints) -> pd.DataFrame:
    """Counts, depth, breadth and structural virality by top."""
    reach = forest.below(np.ones(len(tops), dtype=np.int64))
    members = reach[tops].astype(np.float64)
    # The edge above a mention lies on the path of every pair with one end below it: reach x (members - reach) pairs.
    pairs_through = np.where(depth > 0, reach * (members - reach), 0.0)
    frame = pd.DataFrame({"top": tops, "depth": depth, "direct_count": depth == 1, "through": pairs_through})
    grouped = frame.groupby("top")
    shape = grouped.agg(depth=("depth", "max"), direct_count=("direct_count", "sum"))
    count = pd.Series(reach, name="members")[shape.index].astype("float64")
    shape["repost_count"] = count - 1
    shape["structural_virality"] = (2 * grouped["through"].sum() / (count * (count - 1))).where(count > 1)
    width = frame[frame["depth"] > 0].groupby(["top", "depth"]).size()
    shape["breadth"] = width.groupby("top").max()
    return shape


def _pace(forest: Forest, tops: Ints, known: pd.DataFrame) -> pd.DataFrame:
    """Lags, half-life and span by top, in minutes."""
    times = _minutes(forest, known)
    above = np.append(times, np.nan)[forest.parent]
    frame = pd.DataFrame({"top": tops, "time": times, "lag": times - above})[forest.parent < len(tops)]
    lags = frame["lag"].where(frame["lag"] >= 0)
    pace = pd.DataFrame({"median_lag_minutes": lags.groupby(frame["top"]).median()})
    pace["negative_lag_count"] = (frame["lag"] < 0).groupby(frame["top"]).sum()
    timed = frame.dropna(subset=["time"]).sort_values(["top", "time"]).set_index("top")["time"]
    grouped = timed.groupby("top")
    place, count = grouped.cumcount() + 1, grouped.transform("size")
    start = pd.Series(times)[pace.index].fillna(grouped.first())
    half = timed[(place == (count + 1) // 2).to_numpy()]
    pace["half_life_minutes"] = (half - start).clip(lower=0)
    pace["span_minutes"] = (grouped.last() - start).clip(lower=0)
    return pace


def _minutes(forest: Forest, known: pd.DataFrame) -> Floats:
    """Minutes since 1970 of each mention of the forest, NaN where unknown."""
    of_roots = local_times(known["published_at"]).reindex(forest.ids)
    found = of_roots.astype("int64").to_numpy() / _NANOSECONDS_A_MINUTE
    found[of_roots.isna().to_numpy()] = np.nan
    of_reposts = local_times(forest.rows["published_at"])
    is_known = of_reposts.notna().to_numpy()
    found[forest.child[is_known]] = of_reposts.astype("int64").to_numpy()[is_known] / _NANOSECONDS_A_MINUTE
    return np.asarray(found)
