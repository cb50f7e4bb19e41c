"""Rows as they come out of a file: good, skipped or refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

Row = Mapping[str, Any]
"""Column name -> cell; nested objects in JSON."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be a record, and why."""

    reason: str
    is_skip: bool = False
    """Whether the source's own rule makes it no content (blank, repeated header) rather than a refusal."""


BLANK = Fault("blank row", is_skip=True)
REPEATED_HEADER = Fault("repeated header", is_skip=True)

_LONGEST_NAME = 20


def shown_names(names: Iterable[str], limit: int = 12) -> str:
    """Column names for a message: on one line, each cut short; `none` for no names."""
    plain = (" ".join(name.split())[:_LONGEST_NAME] for name in names)
    return ", ".join(islice((name for name in plain if name), limit)) or "none"
