"""The page on paper: printed by a browser with the page's own print styles."""

from pathlib import Path

from reports.chromium import print_pdf
from reports.formats.week import Week


def write(week: Week, target: Path) -> None:
    """Prints the page. Raises UsageError without a browser, ScrmError if it fails."""
    print_pdf(week.html(look="paper"), target)
