"""Where files lie that a user may delete at any time: they are made again."""

import os
from pathlib import Path


def user_cache(name: str) -> Path:
    """The folder of one kind of files: XDG_CACHE_HOME, else ~/.cache. Raises RuntimeError for a user without a home."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "social-crm" / name
