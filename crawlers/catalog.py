"""Sources found by file name. `names` and `spec` read yml only and are safe at DAG parse time."""

import importlib
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.spec import SourceSpec, parse_spec
from records.errors import UsageError

if TYPE_CHECKING:
    from crawlers.source import Source

FOLDER = Path(__file__).parent / "sources"


def names() -> list[str]:
    """The names of all sources, readable or not."""
    return sorted(file.stem for file in FOLDER.glob("*.yml"))


@cache
def spec(name: str) -> SourceSpec:
    """What a source's yml says. Raises UsageError for an unknown name, ConfigError for a broken yml."""
    file = FOLDER / f"{name}.yml"
    if name not in names():
        close = get_close_matches(name, names(), n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(close)}?" if close else f"there are: {', '.join(names())}"
        raise UsageError(f"{name}: no such source; {hint}")
    return parse_spec(file)


@cache
def load(name: str) -> "Source":
    """The source with its code. Raises as `spec` does."""
    from crawlers.source import Source

    found = spec(name)
    has_code = (FOLDER / f"{name}.py").exists()
    return Source(found, importlib.import_module(f"crawlers.sources.{name}") if has_code else None)
