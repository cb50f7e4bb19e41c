"""`scrm init`: a commented configuration, and which source a file belongs to."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from records.errors import UsageError


@dataclass(frozen=True)
class Guess:
    """The source a file seems to belong to."""

    source: str
    title: str
    mention_count: int
    row_count: int


def template() -> str:
    """The commented `brands.yml`."""
    return files("pipeline").joinpath("template.yml").read_text(encoding="utf-8")


def guess(path: Path) -> Guess:
    """The export source that takes most rows of a file. Raises UsageError when none takes at least half."""
    from crawlers import catalog
    from crawlers.recording import read_recording
    from lake.keys import DEVELOPMENT_KEY
    from records.errors import ScrmError

    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    best: Guess | None = None
    for name in catalog.names():
        spec = catalog.spec(name)
        if spec.access != "export":
            continue
        try:
            reading = read_recording(name, path, DEVELOPMENT_KEY)
        except ScrmError:
            continue
        taken = len(reading.mentions) or len(reading.authors)
        if taken * 2 >= max(reading.row_count, 1) and (best is None or taken > best.mention_count):
            best = Guess(name, spec.title.zh, taken, reading.row_count)
    if best is None:
        raise UsageError(f"{path}: no known source reads this file; `docs/adding-a-source.md` shows how to add one")
    return best
