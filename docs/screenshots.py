"""Photograph a brand page for the README: docs/images/report-desktop.png and report-phone.png.

    python docs/screenshots.py --home demo-home [--brand qinghe] [--chromium /usr/bin/chromium]

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
    parser.add_argument("--home", type=Path, required=True, help="the home whose newest page is photographed")
    parser.add_argument("--brand", default="qinghe", help="id of the brand")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="browser to drive")
    arguments = parser.parse_args()
    pages = sorted((arguments.home / "reports").glob(f"{arguments.brand}_*.html"))
    if not pages:
        parser.error(f"no page of {arguments.brand} in {arguments.home / 'reports'}; run `make demo` first")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=["--no-sandbox"])
        for name, (width, height) in VIEWS.items():
            photograph(browser, pages[-1], name=name, width=width, height=height)
        browser.close()


if __name__ == "__main__":
    main()
