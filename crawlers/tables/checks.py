"""What no row may say, whatever its source."""

from datetime import datetime, timedelta

from crawlers.tables.fields import FieldError

MAX_TEXT_CHARACTERS = 100_000
"""Twice the longest article of a platform (WeChat: 50,000); a longer cell holds the rest of a damaged file."""
MAX_AMOUNT = 1e13
"""Ten trillion: more than any line of any book, and small enough that a warehouse's exact column holds the sum."""
_AHEAD = timedelta(days=1)
"""A file's own time may lag its rows by a zone or a wrong clock."""
_FIRST_REAL_YEAR = 2000
"""A file dated earlier was unpacked or copied without its date, and its time says nothing."""


def check_text(name: str, text: str | None) -> None:
    """Raises FieldError for a text beyond all measure: it is refused whole, never cut."""
    if text and len(text) > MAX_TEXT_CHARACTERS:
        raise FieldError(f"{name}: {len(text):,} characters, more than {MAX_TEXT_CHARACTERS:,}")


def check_past(name: str, instant: datetime | None, received_at: datetime) -> None:
    """Raises FieldError for a time more than a day after the file's own."""
    if instant and received_at.year >= _FIRST_REAL_YEAR and instant > received_at + _AHEAD:
        raise FieldError(f"{name}: lies in the future")


def check_score(name: str, score: float | None, scale: float | None) -> None:
    """Raises FieldError for a score below 0 or above the best possible one."""
    if score is not None and (score < 0 or (scale is not None and score > scale)):
        raise FieldError(f"{name}: {score:g} is outside 0 to {scale:g}" if scale else f"{name}: {score:g} is negative")


def check_amount(name: str, amount: float | None) -> None:
    """Raises FieldError for an amount, or a count of points, beyond all measure."""
    if amount is not None and not abs(amount) < MAX_AMOUNT:
        raise FieldError(f"{name}: {amount:g} is beyond all measure")
