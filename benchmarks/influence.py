"""Influence on real public data: the shapes of 600 Weibo repost trees and the circles of their graph, as counts."""

import argparse
import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from crm.influence.cascades import cascades
from crm.influence.centrality import core_numbers
from crm.influence.cohesion import gini, reciprocity
from crm.influence.communities import communities, community_table, modularity
from crm.influence.graph import graph_of
from crm.influence.propagation import caused_repost_counts
from records.errors import UsageError

POSTS, REPOSTS = "weibo_posts.jsonl", "weibo_reposts.jsonl.gz"
SHAPES = ("repost_count", "depth", "breadth", "structural_virality", "median_lag_minutes", "half_life_minutes")


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark influence [--data FOLDER]`: one JSON line. Raises UsageError where the data is not there."""
    parser = argparse.ArgumentParser(prog="scrm benchmark influence", description="Influence on real public data.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/social"), help=f"with {POSTS} and {REPOSTS}")
    folder = parser.parse_args(list(arguments)).data
    missing = [name for name in (POSTS, REPOSTS) if not (folder / name).is_file()]
    if missing:
        raise UsageError(f"{folder}: {' and '.join(missing)} not there; this benchmark needs the real data (--data)")
    roots, edges = _roots(folder / POSTS), _edges(folder / REPOSTS)
    told = {"trees": _trees(edges, roots), "graph": _graph(edges, roots)}
    print(json.dumps({"benchmark": "influence", **told, "load_average": round(os.getloadavg()[0], 2)}))
    return 0


def _roots(path: Path) -> pd.DataFrame:
    """mention_id, author_id (one a post: the set does not say who), published_at, label."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    frame = pd.DataFrame({"mention_id": [row["file"] for row in rows], "label": [row["label"] for row in rows]})
    seconds = pd.to_numeric(pd.Series([row["time"] for row in rows]), errors="coerce")
    return frame.assign(
        author_id="root:" + frame["mention_id"], published_at=pd.to_datetime(seconds, unit="s", utc=True)
    )


def _edges(path: Path) -> pd.DataFrame:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = pd.DataFrame([json.loads(line) for line in lines])
    times = pd.to_datetime(rows["date"], errors="coerce").dt.tz_localize("Asia/Shanghai")
    frame = pd.DataFrame({"child_mention_id": rows["mid"], "child_author_id": rows["uid"], "published_at": times})
    parent = rows["parent"].where(rows["parent"].fillna("") != "", rows["post"])
    writers = dict(zip(rows["mid"], rows["uid"], strict=True))
    writers |= {post: f"root:{post}" for post in rows["post"].unique()}
    return frame.assign(
        parent_mention_id=parent, root_mention_id=rows["post"], parent_author_id=parent.map(writers)
    )  # fmt: skip


def _trees(edges: pd.DataFrame, roots: pd.DataFrame) -> dict[str, Any]:
    found = cascades(edges, roots=roots).merge(roots, left_on="root_mention_id", right_on="mention_id", how="left")
    caused = caused_repost_counts(edges, authors=roots.set_index("mention_id")["author_id"])
    reposters = caused[~caused.index.str.startswith("root:")]
    shapes = found[list(SHAPES)].astype("float64")
    return {
        "tree_count": len(found),
        "repost_count": len(edges),
        "median": shapes.median().round(2).to_dict(),
        "maximum": shapes.max().round(2).to_dict(),
        "median_virality_by_label": shapes["structural_virality"].groupby(found["label"]).median().round(2).to_dict(),
        "reposters_reposted": int((reposters > 0).sum()),
        "gini_of_caused": round(gini(reposters) or 0, 3),
    }


def _graph(edges: pd.DataFrame, roots: pd.DataFrame) -> dict[str, Any]:
    graph = graph_of(edges.dropna(subset=["parent_author_id"]), source="child_author_id", target="parent_author_id")
    found = communities(graph)
    table = community_table(graph, found)
    return {
        "node_count": graph.node_count,
        "pair_count": len(graph.weight),
        "community_count": len(table),
        "largest": int(table["member_count"].max()),
        "modularity": round(modularity(graph, found), 3),
        "reciprocity": round(reciprocity(graph) or 0, 4),
        "core_number_max": int(core_numbers(graph).max()),
        "root_count": len(roots),
    }
