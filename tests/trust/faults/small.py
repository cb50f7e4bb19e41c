"""The small world of the campaign: a week of the demonstration and one brand, from files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import world
from tests.trust.faults import network

WEEKS = ("2026w35",)
_SOURCES = {
    "weibo_posts": "exports/weibo_posts_{}.jsonl",
    "weibo_reposts": "exports/weibo_reposts_{}.jsonl.gz",
    "xiaohongshu_notes": "exports/xiaohongshu_notes_{}.csv",
}
_BOOKS = {"contacts": "exports/contacts.csv", "surveys": "exports/surveys.csv", "consents": "exports/consents.csv"}


_ROWS = 20
"""Of each book: a year of them would be a hundred partitions of a row or two."""


@dataclass(frozen=True)
class Small:
    """A world on disk."""

    folder: Path
    files: Path
    """Its configuration."""


def make(folder: Path, scale: float) -> Small:
    """Writes the world; scale 1 gives some 1,000 mentions, .1 some 100."""
    made = world.generate(folder, scale=scale)
    content = yaml.safe_load(made.config.read_text(encoding="utf-8"))
    for name in _BOOKS.values():
        _shorten(folder / name)
    given = [each for each in content["sources"] if each["source"] in _BOOKS]
    posts = [
        {"source": source, "files": [pattern.format(week) for week in WEEKS]} for source, pattern in _SOURCES.items()
    ]
    kept = {key: content[key] for key in ("words", "sentiment")}
    brand = {**content["brands"][0], "competitors": []}
    return Small(folder, _write(folder / "files.yml", {**kept, "brands": [brand], "sources": [*posts, *given]}))


def make_crawled(folder: Path) -> Small:
    """A brand whose reviews come over the network from `${SCRM_TEST_REPLAY}` (`tests.trust.faults.network`)."""
    folder.mkdir(parents=True)
    queries = [{"query": network.QUERY, "brand": "ours"}]
    source = {"source": network.SOURCE, "base_url": f"${{{network.VARIABLE}}}", "queries": queries}
    brand = {"id": "ours", "name": "云岫茶饮", "products": [{"id": "ours-oolong", "name": "桂花乌龙"}]}
    return Small(folder, _write(folder / "crawled.yml", {"brands": [brand], "sources": [source]}))


def _shorten(book: Path) -> None:
    lines = book.read_bytes().splitlines(keepends=True)
    book.write_bytes(b"".join(lines[: 1 + _ROWS]))


def _write(path: Path, content: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path
