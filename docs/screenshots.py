"""Photograph a brand page for the README: docs/images/report-desktop.png and report-phone.png.

    python docs/screenshots.py demo-home/reports/qinghe_2026-11-02_2026-11-08.html [--chromium /usr/bin/chromium]

Needs playwright and a Chromium with a CJK font (Debian: apt-get install chromium fonts-noto-cjk).
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
VIEWS = {"report-desktop.png": (1440, 1180), "report-phone.png": (390, 844)}
"""File name -> width and height in CSS pixels."""


def photograph(browser: Browser, page_path: Path, *, name: str, width: int, height: int) -> Path:
    """One screenshot of the first screen at double density."""
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    page.goto(page_path.resolve().as_uri())
    page.wait_for_selector('body[data-ready="1"]')
    target = IMAGES / name
    page.screenshot(path=target)
    page.close()
    return target


def main() -> None:
    """Read the arguments and write both pictures."""
    parser = argparse.ArgumentParser(description="photograph a brand page")
    parser.add_argument("page", type=Path, help="the HTML file of a brand page")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="browser to drive")
    arguments = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=["--no-sandbox"])
        for name, (width, height) in VIEWS.items():
            photograph(browser, arguments.page, name=name, width=width, height=height)
        browser.close()


if __name__ == "__main__":
    main()
