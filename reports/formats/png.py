"""The headline card for a chat: sentence and tiles as a picture with two pixels for each of the page's."""

from pathlib import Path

from reports.chromium import screenshot
from reports.formats.week import Week

CARD_WIDTH = 760
"""Width of the card in pixels of the page: a phone shows it whole, a chat does not shrink it further."""


def write(week: Week, target: Path) -> None:
    """Draws the card. Raises UsageError without a browser, ScrmError if it fails."""
    screenshot(week.html("tiles", "curve", "about", look="card"), target, width=CARD_WIDTH)
