"""The small world of the campaign: two weeks of the demonstration, from files, and one set of feeds over HTTP."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import world

WEEKS = ("2026w34", "2026w35")
_SOURCES = {
    "weibo_posts": "exports/weibo_posts_{}.jsonl",
    "weibo_reposts": "exports/weibo_reposts_{}.jsonl.gz",
    "xiaohongshu_notes": "exports/xiaohongshu_notes_{}.csv",
}
_WHOLE = {"contacts": "exports/contacts.csv", "surveys": "exports/surveys.csv", "consents": "exports/consents.csv"}


@dataclass(frozen=True)
class Small:
    """A world on disk with two configurations."""

    folder: Path
    files: Path
    """Reads files alone."""
    web: Path
    """Reads one source of files and the feeds of the replay site."""


def make(folder: Path, scale: float) -> Small:
    """Writes the world; scale 1 gives some 2,000 mentions, .1 some 200."""
    made = world.generate(folder, scale=scale)
    content = yaml.safe_load(made.config.read_text(encoding="utf-8"))
    feeds = [each for each in content["sources"] if each["source"] == "feed"]
    given = [each for each in content["sources"] if each["source"] in _WHOLE]
    posts = [
        {"source": source, "files": [pattern.format(week) for week in WEEKS]} for source, pattern in _SOURCES.items()
    ]
    kept = {key: content[key] for key in ("brands", "words", "sentiment", "report")}
    return Small(
        folder=folder,
        files=_write(folder / "files.yml", {**kept, "sources": [*posts, *given]}),
        web=_write(folder / "web.yml", {**kept, "sources": [posts[2], *feeds]}),
    )


def _write(path: Path, content: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path
