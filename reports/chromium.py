"""A browser without a window, as a child process: pages become PDF and pictures."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from records.errors import ScrmError, UsageError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Programs of the PATH that can do it, in this order."""

SECONDS = 180
"""Longest that a page may take; a slow machine needs five."""

FLAGS = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--no-first-run", "--no-default-browser-check", "--hide-scrollbars", "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
"""Nothing but the page: no network, no shared memory (containers have little), no windows."""


def found() -> Path | None:
    """The browser: SCRM_CHROMIUM, else the first of NAMES on the PATH. Raises UsageError where the former is wrong."""
    named = os.environ.get("SCRM_CHROMIUM")
    if named:
        program = shutil.which(named)
        if program is None:
            raise UsageError(f"SCRM_CHROMIUM={named}: no such program")
        return Path(program)
    return next((Path(program) for name in NAMES if (program := shutil.which(name))), None)


def print_pdf(html: str, target: Path) -> None:
    """Prints a page as its print styles have it. Raises UsageError without a browser, ScrmError if it fails."""
    _run(html, [f"--print-to-pdf={target}", "--no-pdf-header-footer"], target)


def screenshot(html: str, target: Path, *, width: int) -> None:
    """A picture of a whole page, as tall as the page says it is, with two pixels for each of its own.

    Raises UsageError without a browser, ScrmError if it fails or the page does not say its height.
    """
    size = _height(html, width)
    _run(html, [f"--screenshot={target}", f"--window-size={width},{size}", "--force-device-scale-factor=2"], target)


def _height(html: str, width: int) -> int:
    """The height that start.js notes in the page once it is drawn."""
    text = _run(html, ["--dump-dom", f"--window-size={width},{600}"], None)
    _, _, after = text.partition('data-height="')
    digits = after.partition('"')[0]
    if not digits.isdigit():
        raise ScrmError("the page was not drawn: the browser gave no height")
    return int(digits)


def _run(html: str, flags: Sequence[str], target: Path | None) -> str:
    """What the browser wrote to its standard output. The page lies in a folder of its own that goes afterwards."""
    program = found()
    if program is None:
        raise UsageError(
            "no Chromium for pdf and png; on Debian: apt-get install chromium fonts-noto-cjk; else set SCRM_CHROMIUM"
        )
    with tempfile.TemporaryDirectory(prefix="scrm-page-", ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        command = [str(program), *FLAGS, f"--user-data-dir={folder}/profile", *_sandbox(), *flags, page.as_uri()]
        try:
            ended = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise ScrmError(f"{program.name}: took longer than {SECONDS} s") from error
    if ended.returncode or (target is not None and not (target.is_file() and target.stat().st_size)):
        raise ScrmError(f"{program.name}: wrote nothing (exit code {ended.returncode})")
    return ended.stdout.decode("utf-8", "replace")


def _sandbox() -> Sequence[str]:
    """Chromium refuses to run as root with its sandbox (in containers); everybody else keeps it."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
