import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crm.influence.cascades import cascades
from records.errors import UsageError

Edges = Callable[..., pd.DataFrame]
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)


def repost(child: str, parent: str | None, minute: int | None = 0, **more: Any) -> dict[str, Any]:
    time = None if minute is None else NOON + timedelta(minutes=minute)
    return {"child_mention_id": child, "child_author_id": f"a_{child}", "parent_mention_id": parent,
            "parent_author_id": None, "root_mention_id": "m0", "published_at": time, **more}  # fmt: skip


def roots(minute: int | None = 0) -> pd.DataFrame:
    time = None if minute is None else NOON + timedelta(minutes=minute)
    return pd.DataFrame([{"mention_id": "m0", "author_id": "star", "published_at": time}])


def test_a_tree_by_hand(edges: Edges) -> None:
    # m0 <- m1, m2, m3; m1 <- m4 <- m5
    tree = edges(repost("m1", "m0", 10), repost("m2", "m0", 20), repost("m3", "m0", 100), repost("m4", "m1", 40),
                 repost("m5", "m4", 400, child_author_id="a_m1"))  # fmt: skip
    row = cascades(tree, roots=roots()).iloc[0]
    # 15 pairs; the edges above m1, m2, m3, m4, m5 lie on 3*3, 5, 5, 2*4 and 5 paths.
    assert row.to_dict() == pytest.approx({
        "root_mention_id": "m0", "root_author_id": "star", "repost_count": 5, "author_count": 4, "direct_count": 3,
        "depth": 3, "breadth": 3, "structural_virality": 32 / 15, "median_lag_minutes": 30.0,
        "half_life_minutes": 40.0, "span_minutes": 400.0, "negative_lag_count": 0,
    })  # fmt: skip


def test_structural_virality_of_a_star_and_a_chain(edges: Edges) -> None:
    """Goel et al. (2016): a star of n has (n-1)/n x 2, a chain of n (n+1)/3."""
    star = cascades(edges(*(repost(f"m{i}", "m0") for i in range(1, 10))))
    chain = cascades(edges(*(repost(f"m{i}", f"m{i - 1}") for i in range(1, 10))))
    assert star["structural_virality"].item() == pytest.approx(1.8)
    assert chain["structural_virality"].item() == pytest.approx(11 / 3)
    assert (star["depth"].item(), star["breadth"].item(), chain["depth"].item(), chain["breadth"].item()) == (
        1,
        9,
        9,
        1,
    )


def test_agrees_with_distances_walked_one_by_one(edges: Edges) -> None:
    rng = np.random.default_rng(3)
    above = {i: int(rng.integers(i)) for i in range(1, 60)}
    tree = edges(*(repost(f"m{i}", f"m{parent}") for i, parent in above.items())).sample(frac=1, random_state=2)

    def path(node: int) -> list[int]:
        return [node, *(path(above[node]) if node else [])]

    paths = [path(i) for i in range(60)]
    distances = [len(set(paths[i]) ^ set(paths[j])) for i in range(60) for j in range(i)]
    assert cascades(tree)["structural_virality"].item() == pytest.approx(np.mean(distances))
    assert cascades(tree)["depth"].item() == max(len(p) for p in paths) - 1


def test_unknown_times(edges: Edges) -> None:
    tree = edges(repost("m1", "m0", 10), repost("m2", "m1", None), repost("m3", "m2", 30), repost("m4", "m1", 70))
    unknown, known = cascades(tree), cascades(tree, roots=roots(0))
    assert unknown["median_lag_minutes"].item() == 60
    assert (unknown["half_life_minutes"].item(), unknown["span_minutes"].item()) == (20, 60)
    assert known["median_lag_minutes"].item() == 35
    assert (known["half_life_minutes"].item(), known["span_minutes"].item()) == (30, 70)
    never = cascades(edges(repost("m1", "m0", None)))
    assert never[["median_lag_minutes", "half_life_minutes", "span_minutes"]].isna().all(axis=None)
    assert never["repost_count"].item() == 1


def test_negative_lags_are_counted_not_used(edges: Edges) -> None:
    row = cascades(edges(repost("m1", "m0", 10), repost("m2", "m1", 5)), roots=roots(0)).iloc[0]
    assert (row["median_lag_minutes"], row["negative_lag_count"]) == (10, 1)


def test_circles_are_cut(edges: Edges) -> None:
    tree = edges(repost("m1", "m2", root_mention_id=None), repost("m2", "m1", root_mention_id=None),
                 repost("m3", "m1", root_mention_id=None))  # fmt: skip
    assert cascades(tree).empty
    hung = cascades(edges(repost("m1", "m1", root_mention_id=None), repost("m2", "m1", root_mention_id=None)))
    assert (hung["root_mention_id"].item(), hung["repost_count"].item()) == ("m1", 1)


def test_trees_are_told_apart_largest_first(edges: Edges) -> None:
    tree = edges(repost("m1", "m0"), repost("x1", "x0", root_mention_id="x0"), repost("x2", None, root_mention_id="x0"))
    table = cascades(tree)
    assert table[["root_mention_id", "repost_count"]].to_numpy().tolist() == [["x0", 2], ["m0", 1]]
    assert table["root_author_id"].isna().all()


def test_no_reposts_and_missing_columns(edges: Edges) -> None:
    assert cascades(edges()).empty
    assert cascades(edges()).dtypes["depth"].name == "Int64"
    with pytest.raises(UsageError, match="lacks"):
        cascades(pd.DataFrame())
    with pytest.raises(UsageError, match="no zone"):
        cascades(edges(repost("m1", "m0", published_at=datetime(2026, 1, 1))))


def test_a_chain_of_many_links(edges: Edges) -> None:
    length = 20_000
    chain = pd.DataFrame([repost(f"m{i + 1}", f"m{i}") for i in range(length)])
    row = cascades(chain).iloc[0]
    assert (row["depth"], row["breadth"]) == (length, 1)
    assert row["structural_virality"] == pytest.approx((length + 2) / 3)


def test_real_repost_trees_of_weibo(shared_data: Path) -> None:
    with gzip.open(shared_data / "social" / "weibo_reposts.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 30_000)]
    frame = pd.DataFrame(rows, columns=["uid", "mid", "parent", "post", "date"])
    tree = pd.DataFrame({
        "child_mention_id": frame["mid"], "child_author_id": frame["uid"], "root_mention_id": frame["post"],
        "parent_mention_id": frame["parent"].replace("", None), "parent_author_id": None,
        "published_at": pd.to_datetime(frame["date"], errors="coerce").dt.tz_localize("Asia/Shanghai"),
    })  # fmt: skip
    table = cascades(tree)
    met = set(frame["mid"]) | set(frame["parent"]) - {""}
    assert (len(table), table["repost_count"].sum()) == (frame["post"].nunique(), len(met))
    assert table["depth"].max() > 5
    assert table["negative_lag_count"].sum() == 0
    assert (table["direct_count"] <= table["breadth"]).all()
    assert table["structural_virality"].between(1, table["depth"] * 2).all()
