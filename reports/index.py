"""The index over brands and periods: a list of the pages that are really in the folder, in Chinese and English."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection

from reports.build import policy, template, write_whole
from reports.glance import SHOWN
from reports.names import Pair
from reports.scope import MIN_MENTIONS
from reports.weeks import calendar
from warehouse import answers
from warehouse.connect import Target
from warehouse.metrics import BY_NAME

HEAD_CHARACTERS = 20_000
"""The meta elements of a page stand at its top; the rest is not read."""

MARKS: Mapping[str, Pair] = {
    "alert": ("预警", "Alert"), "change": ("变化", "Change"), "calm": ("平稳", "Calm"),
    "alone": ("无对比", "Nothing to compare"), "few": ("样本少", "Few mentions"),
}  # fmt: skip
"""Tone -> badge, the most urgent first: the order of the list."""

TREND_HEIGHT = 32
"""Height of the small chart of daily volumes, in units of its view box."""


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
    """One of reports.headline.Tone."""
    sentence: Pair
    """The generated sentence; Chinese in both places where an older page has no English."""
    news: Pair
    """Its first clause: what happened."""
    figures: Mapping[str, str]
    """Metric (and `change` of volume) -> figure as text."""
    daily: tuple[int, ...]
    """Volume of each day of the curve."""

    @property
    def mark(self) -> Pair:
        """The badge of its tone; a tone that is not known is its own."""
        return MARKS.get(self.tone, (self.tone, self.tone))

    @property
    def heights(self) -> list[float]:
        """Bars of the small chart; a day with any mention is seen, and a few mentions do not look like many."""
        most = max((MIN_MENTIONS, *self.daily))
        return [max(1.0, round(TREND_HEIGHT * volume / most, 1)) if volume else 0.0 for volume in self.daily]


def build_index(warehouse: Connection | Target, folder: Path) -> Path:
    """Write `index.html` over the pages of tracked brands below a folder; other files are left out.

    Brands in alert stand first, then by how much there is to say, then by name; pages of a brand newest first. Brands
    with data but without a page are listed as such, so that nobody takes a missing page for a quiet brand.
    """
    with answers.reading(warehouse) as connection:
        tracked = [brand.name for brand in answers.tracked_brands(connection)]
        until = answers.data_until(connection)
        brands = _by_brand(tracked, folder)
        weeks = calendar(connection, until, _files(brands)) if until else {}
    order = sorted(brands.items(), key=lambda item: (_urgency(item[1]), item[0]))
    script = _read("index.js")
    made = template("index.html.j2").render(
        brands=dict(order), weeks={name: weeks[name] for name, _ in order if name in weeks},
        mondays=[cell.monday for cell in next(iter(weeks.values()), ())], minimum=MIN_MENTIONS,
        count=sum(map(len, brands.values())), until=until,
        has_operations=(folder / "operations.html").is_file(),
        figures={name: (BY_NAME[name].zh, BY_NAME[name].en) for name in SHOWN},
        style=_read("style.css"), script=script, policy=policy([script]),
    )  # fmt: skip
    target = folder / "index.html"
    write_whole(target, made)
    return target


def _files(brands: Mapping[str, Sequence[IndexedPage]]) -> dict[tuple[str, str, str], str]:
    """(brand, first day, last day) -> file, of every page."""
    return {(page.brand, page.start, page.end): page.file for pages in brands.values() for page in pages}


def _read(name: str) -> str:
    return files("reports").joinpath("page", name).read_text(encoding="utf-8")


def newest_pages(warehouse: Connection | Target, folder: Path) -> list[Path]:
    """The newest page of each tracked brand that has one, by name of the brand."""
    with answers.reading(warehouse) as connection:
        tracked = [brand.name for brand in answers.tracked_brands(connection)]
    return [folder / pages[0].file for pages in _by_brand(tracked, folder).values() if pages]


def _by_brand(tracked: Sequence[str], folder: Path) -> dict[str, list[IndexedPage]]:
    """The pages of each tracked brand, newest first; those of brands tracked once are history, and not shown."""
    brands: dict[str, list[IndexedPage]] = {name: [] for name in sorted(tracked)}
    pages = [page for path in sorted(folder.rglob("*.html")) if (page := _page(path, folder))]
    for page in sorted(pages, key=lambda page: page.end, reverse=True):
        if page.brand in brands:
            brands[page.brand].append(page)
    return brands


def _urgency(pages: list[IndexedPage]) -> int:
    order = list(MARKS)
    return order.index(pages[0].tone) if pages and pages[0].tone in order else len(order)


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
    zh = head["description"]
    news = zh.partition("。")[0] + "。"
    return IndexedPage(
        file=path.relative_to(base).as_posix(),
        brand=head["scrm:brand"],
        start=head["scrm:from"],
        end=head["scrm:to"],
        tone=head["scrm:tone"],
        sentence=(zh, head.get("scrm:sentence-en") or zh),
        news=(news, head.get("scrm:news-en") or news),
        figures={name: head[f"scrm:{name}"] for name in (*SHOWN, "change") if f"scrm:{name}" in head},
        daily=tuple(json.loads(head.get("scrm:daily") or "[]")),
    )
