"""Rows as they come out of a file: good, skipped or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
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
