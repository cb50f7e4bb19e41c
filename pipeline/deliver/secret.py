"""Addresses and secrets, from the environment or from a file that the environment names (as containers get them)."""

import os
from pathlib import Path


def secret_of(name: str) -> str:
    """The value of NAME, else the content of the file named by NAME_FILE; empty where neither is set or readable."""
    value = os.environ.get(name, "").strip()
    file = os.environ.get(f"{name}_FILE", "")
    if value or not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
