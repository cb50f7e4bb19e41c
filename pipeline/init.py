"""`scrm init`: a commented configuration, and which source a file belongs to."""

import glob
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from records.errors import ScrmError, UnreadableFile, UsageError

EXAMPLE_SOURCE = """  - source: xiaohongshu_notes
    files: [exports/xiaohongshu/*.csv]
"""
"""The lines of the template that a recognised file replaces."""


@dataclass(frozen=True)
class Guess:
    """The source that a file seems to belong to."""

    source: str
    title: str
    taken_count: int
    row_count: int


def template(found: Guess | None = None, example: Path | None = None) -> str:
    """The commented `brands.yml`, with the recognised file as its first source."""
    text = files("pipeline").joinpath("template.yml").read_text(encoding="utf-8")
    if found is None or example is None:
        return text
    pattern = glob.escape(example.resolve().as_posix())  # a name with [ or * is that file, not a pattern
    quoted = json.dumps(pattern, ensure_ascii=False)  # a JSON string is a YAML string
    return text.replace(EXAMPLE_SOURCE, f"  - source: {found.source}\n    files: [{quoted}]\n")


def guess(path: Path) -> Guess:
    """The export source that takes most rows of a file. Raises UsageError when none takes at least half of them."""
    from crawlers import catalog

    if not path.is_file():
        raise UnreadableFile(f"{path}: no such file; check the path")
    tried = (_try(name, path) for name in catalog.names() if catalog.spec(name).access == "export")
    fitting = [each for each in tried if each and each.taken_count and each.taken_count * 2 >= each.row_count]
    if not fitting:
        raise UsageError(f"{path}: no known source reads this file; docs/adding-a-source.md shows how to add one")
    return max(fitting, key=lambda each: each.taken_count)


def _try(source: str, path: Path) -> Guess | None:
    from crawlers import catalog
    from crawlers.recording import read_recording
    from lake.keys import DEVELOPMENT_KEY

    try:
        reading = read_recording(source, path, DEVELOPMENT_KEY)
    except ScrmError:
        return None  # another source's file: that is what is being found out
    return Guess(source, catalog.spec(source).title.zh, reading.taken_count, reading.row_count)
