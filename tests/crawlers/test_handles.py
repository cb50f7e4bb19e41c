"""Handles of public accounts: in the vault alone, and only where they are asked for."""

import json
import stat
from pathlib import Path

from crawlers.gather import gather
from lake.home import Home
from lake.vault import FILE, handles
from records import SourceQuery

KEY = b"k" * 32


def _gather(home: Home, tmp_path: Path, min_followers: int | None) -> None:
    posts = [
        {"text": "新茶上市", "file": f"{n}_4{n}00000000000000_x", "time": "2026-03-02 10:00:00",
         "user": {"id": f"9{n}", "name": name, "followers": followers}}
        for n, (name, followers) in enumerate([("茶博主", 20_000), ("路人", 30)])
    ]  # fmt: skip
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in posts))
    queries = [SourceQuery(source="weibo_posts", query="posts.jsonl", params={"path": str(file)})]
    gather("weibo_posts", queries, home=home, key=KEY, run_id="r1", min_outreach_followers=min_followers)


def test_only_public_accounts_and_only_in_the_vault(home: Home, tmp_path: Path) -> None:
    _gather(home, tmp_path, 10_000)
    (kept,) = handles(home.vault).values()
    assert (kept.native_id, kept.name, kept.platform, kept.follower_count) == ("90", "茶博主", "weibo", 20_000)
    assert kept.author_id.startswith("a_")
    assert stat.S_IMODE((home.vault / FILE).stat().st_mode) == 0o600
    for file in home.lake.rglob("*.parquet"):
        assert "茶博主".encode() not in file.read_bytes()


def test_none_are_kept_unless_asked_for(home: Home, tmp_path: Path) -> None:
    _gather(home, tmp_path, None)
    assert handles(home.vault) == {}
    assert not (home.vault / FILE).exists()
