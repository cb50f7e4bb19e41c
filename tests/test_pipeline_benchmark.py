"""The exports that `scrm benchmark pipeline` generates are what the source reads, and its watch sees children."""

from pathlib import Path

import pytest

from benchmarks._exports import write_day, write_exports
from benchmarks._tree import watched
from crawlers.recording import read_recording
from records.time import shanghai_day

MENTIONS = 200


def test_the_generated_posts_are_read_whole(tmp_path: Path) -> None:
    write_exports(tmp_path, MENTIONS)
    write_day(tmp_path, MENTIONS, 0.1)
    found = [read_recording("weibo_posts", file, b"k" * 32) for file in sorted(tmp_path.glob("*.jsonl"))]
    mentions = [mention for reading in found for mention in reading.mentions]
    assert len({mention.mention_id for mention in mentions}) == len(mentions) == MENTIONS + MENTIONS // 10
    days = [shanghai_day(mention.published_at) for mention in mentions if mention.published_at]
    assert (max(days) - min(days)).days == 100


def test_a_child_is_watched_with_its_own_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hungry.py").write_text(
        "import json, subprocess, sys, time\n"
        "if len(sys.argv) < 2:\n"
        "    subprocess.run([sys.executable, __file__, 'child'], check=True)\n"
        "    print(json.dumps({'said': 1}))\n"
        "else:\n"
        "    held = b'x' * 200_000_000\n"
        "    time.sleep(1.5)\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    found = watched("hungry")
    assert found["said"] == 1
    assert found["peak_mb"] > 200
