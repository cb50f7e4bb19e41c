from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crm.influence.propagation import caused_repost_counts
from records.errors import UsageError

Edges = Callable[..., pd.DataFrame]
NOBODY = pd.Series(dtype="object")


def repost(child: str, author: str, parent: str | None, *, root: str | None = "m0", **more: Any) -> dict[str, Any]:
    return {"child_mention_id": child, "child_author_id": author, "parent_mention_id": parent,
            "parent_author_id": None, "root_mention_id": root, **more}  # fmt: skip


def test_a_repost_counts_for_everybody_above_it(edges: Edges) -> None:
    # m0 (star) <- m1 (ann) <- m2 (bob) <- m3 (cat); m0 <- m4 (dan)
    tree = edges(repost("m1", "ann", "m0"), repost("m2", "bob", "m1"), repost("m3", "cat", "m2"),
                 repost("m4", "dan", "m0"))  # fmt: skip
    counts = caused_repost_counts(tree, authors=pd.Series({"m0": "star"}))
    assert counts.to_dict() == {"star": 4, "ann": 2, "bob": 1, "cat": 0, "dan": 0}


def test_an_author_met_twice_on_the_way_counts_once_and_never_for_the_own_repost(edges: Edges) -> None:
    # star <- ann <- star <- bob: bob's repost counts once for star, star's own not for star.
    tree = edges(repost("m1", "ann", "m0"), repost("m2", "star", "m1"), repost("m3", "bob", "m2"))
    counts = caused_repost_counts(tree, authors=pd.Series({"m0": "star"}))
    assert counts.to_dict() == {"star": 2, "ann": 2, "bob": 0}


def test_an_unknown_parent_hangs_from_the_root(edges: Edges) -> None:
    tree = edges(repost("m1", "ann", None), repost("m2", "bob", "m9"), repost("m3", "cat", None, root=None))
    counts = caused_repost_counts(tree, authors=pd.Series({"m0": "star"}))
    assert counts.to_dict() == {"star": 2, "ann": 0, "bob": 0, "cat": 0}


def test_the_parents_author_is_taken_from_the_edge(edges: Edges) -> None:
    tree = edges(repost("m1", "ann", "m0", parent_author_id="star"))
    assert caused_repost_counts(tree, authors=NOBODY)["star"] == 1


def test_uncounted_reposts_still_connect_the_tree(edges: Edges) -> None:
    tree = edges(repost("m1", "ann", "m0"), repost("m2", "bob", "m1"))
    counts = caused_repost_counts(tree, authors=pd.Series({"m0": "star"}), counted=pd.Series([False, True]))
    assert counts.to_dict() == {"star": 1, "ann": 1, "bob": 0}


def test_circles_and_self_references_end(edges: Edges) -> None:
    tree = edges(repost("m1", "ann", "m2", root=None), repost("m2", "bob", "m1", root=None),
                 repost("m3", "cat", "m3", root=None), repost("m4", "dan", "m3", root=None))  # fmt: skip
    assert caused_repost_counts(tree, authors=NOBODY).to_dict() == {"ann": 0, "bob": 0, "cat": 1, "dan": 0}


def test_a_chain_of_many_links(edges: Edges) -> None:
    length = 20_000
    chain = pd.DataFrame([repost(f"m{i + 1}", f"a{i + 1}", f"m{i}") for i in range(length)])
    counts = caused_repost_counts(chain, authors=pd.Series({"m0": "a0"}))
    assert counts["a0"] == length
    assert counts[f"a{length - 10}"] == 10


def test_agrees_with_walking_up_the_tree(edges: Edges) -> None:
    rng = np.random.default_rng(5)
    rows = [repost(f"m{i}", f"a{rng.integers(12)}", f"m{rng.integers(i)}") for i in range(1, 200)]
    writer = {"m0": "a0", **{row["child_mention_id"]: row["child_author_id"] for row in rows}}
    above = {row["child_mention_id"]: row["parent_mention_id"] for row in rows}
    expected = dict.fromkeys(writer.values(), 0)
    for row in rows:
        seen, place = set(), row["child_mention_id"]
        while place in above:
            place = above[place]
            seen.add(writer[place])
        for author in seen - {row["child_author_id"]}:
            expected[author] += 1
    shuffled = edges(*rows).sample(frac=1, random_state=1)
    assert caused_repost_counts(shuffled, authors=pd.Series({"m0": "a0"})).to_dict() == expected


def test_no_edges_and_missing_columns(edges: Edges) -> None:
    assert caused_repost_counts(edges(), authors=NOBODY).empty
    with pytest.raises(UsageError, match="repost edge frame lacks child_author_id"):
        caused_repost_counts(pd.DataFrame(), authors=NOBODY)
