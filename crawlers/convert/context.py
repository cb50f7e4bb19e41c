"""What a converter may know besides the cell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


def _nothing() -> None:
    return None


def _undecided() -> bool | None:
    return None


@dataclass(slots=True, kw_only=True)
class Context:
    """Facts about the file and the row being read."""

    fetched_at: datetime
    """When the file or response was received."""
    year: int | None = None
    """Year of dates that are written without one, where the source or the user states it."""
    hint: Callable[[], datetime | None] = _nothing
    """Gives an instant near the row's publication (from its platform id or the row before); asked only at need."""
    observed_at: datetime | None = None
    """When the row was seen, where the file itself says so: what `3 minutes ago` counts from."""
    is_day_first: Callable[[], bool | None] = _undecided
    """Whether 01/02/2020 is the first of February by the file's other rows; None: they do not tell. Asked at need."""
    serial_epoch: int | None = None
    """Year from which bare numbers in time columns count days (a workbook's 1900 or 1904); None for other files."""


Converter = Callable[[object, Context], object]
"""Takes a cell that is not blank; returns the value or None (unknown); raises ValueError for what it cannot read."""


def shown(value: object) -> str:
    """A cell in a refusal's reason: short enough that no post text ends up in a log."""
    text = str(value)
    return repr(text if len(text) <= 16 else f"{text[:16]}…")
