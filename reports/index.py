"""The index over brands and periods: a list of the pages that are really in the folder."""

from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection

from reports.build import template, write_whole
from warehouse import answers

HEAD_CHARACTERS = 20_000
"""The meta elements of a page stand at its top; the rest is not read."""

MARKS = {"alert": "预警", "change": "变化", "calm": "平稳"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """What a page says about itself in its head."""

    file: str
    """Path relative to the index."""
    brand: str
    """Display name."""
    start: str
    """First day, ISO."""
    end: str
    """Last day, ISO."""
    tone: str
    """alert, change or calm."""
    sentence: str
    """The generated sentence in Chinese."""


def build_index(warehouse: Connection | Path, folder: Path) -> Path:
    """Write `index.html` over all brand pages below a folder; files that are no brand page are left out.

    Brands in alert stand first, then by name; pages of a brand newest first. Brands with data but without a page are
    listed as such, so that nobody takes a missing page for a quiet brand.
    """
    with answers.reading(warehouse) as connection:
        tracked = [brand.name for brand in answers.tracked_brands(connection)]
        until = answers.data_until(connection)
    pages = [page for path in sorted(folder.rglob("*.html")) if (page := _page(path, folder))]
    brands: dict[str, list[IndexedPage]] = {name: [] for name in sorted({*tracked, *(page.brand for page in pages)})}
    for page in sorted(pages, key=lambda page: page.end, reverse=True):
        brands[page.brand].append(page)
    ordered = dict(sorted(brands.items(), key=lambda item: (not item[1] or item[1][0].tone != "alert", item[0])))
    style = files("reports").joinpath("page/style.css").read_text(encoding="utf-8")
    made = template("index.html.j2").render(brands=ordered, count=len(pages), until=until, marks=MARKS, style=style)
    target = folder / "index.html"
    write_whole(target, made)
    return target


class _Head(HTMLParser):
    """Collects the `meta name=... content=...` of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and values.get("name"):
            self.found[str(values["name"])] = values.get("content") or ""


def _page(path: Path, base: Path) -> IndexedPage | None:
    parser = _Head()
    with path.open(encoding="utf-8", errors="replace") as file:
        parser.feed(file.read(HEAD_CHARACTERS))
    head = parser.found
    if "scrm:brand" not in head:
        return None
    return IndexedPage(
        file=path.relative_to(base).as_posix(),
        brand=head["scrm:brand"],
        start=head["scrm:from"],
        end=head["scrm:to"],
        tone=head["scrm:tone"],
        sentence=head["description"],
    )
