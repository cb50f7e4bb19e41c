"""The benchmark on real reposts, run on a story written here; without data it says what is missing."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import influence
from records.errors import UsageError


def test_a_tree_of_three_is_told_in_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post = {"file": "p1", "time": "1767261600", "label": "rumor"}
    rows = [("r1", "u1", "", "18:10"), ("r2", "u2", "r1", "18:30"), ("r3", "u3", "r1", "18:40")]
    reposts = [
        {"post": "p1", "mid": mid, "uid": uid, "parent": parent, "date": f"2026-01-01 {at}"}
        for mid, uid, parent, at in rows
    ]
    (tmp_path / influence.POSTS).write_text(json.dumps(post), encoding="utf-8")
    with gzip.open(tmp_path / influence.REPOSTS, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in reposts)
    influence.main(["--data", str(tmp_path)])
    told = json.loads(capsys.readouterr().out)
    assert told["trees"]["median"] | {"structural_virality": None} == {
        "repost_count": 3, "depth": 2, "breadth": 2, "structural_virality": None, "median_lag_minutes": 20,
        "half_life_minutes": 30,
    }  # fmt: skip
    assert told["trees"]["reposters_reposted"] == 1
    assert (told["graph"]["node_count"], told["graph"]["pair_count"]) == (4, 3)


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"weibo_posts\.jsonl and weibo_reposts"):
        influence.main(["--data", str(tmp_path)])
