"""The index over a hundred brands and their weeks, in a real browser."""

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import duckdb
import pytest

from reports import build_index, build_operations, build_page
from reports.weeks import WEEKS
from warehouse import answers
from warehouse.answers import Period

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
HOSTILE = "<script>window.hacked=1</script>شاي😀=cmd()"
"""A brand's name with markup, right-to-left letters, an emoji and a formula."""
NAMES = [f"品牌{number:03d}" for number in range(94)] + [HOSTILE]
"""With the five brands of the made-up warehouse a hundred."""
MONDAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def many(warehouse_path: Path, crisis_page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a hundred brands, in a folder with the pages of two of them."""
    folder = tmp_path_factory.mktemp("many")
    path = folder / "warehouse.duckdb"
    path.write_bytes(warehouse_path.read_bytes())
    rows = [
        (MONDAY - timedelta(weeks=back), "weibo", f"b{place}", name, 60 + place, place % 50, 20, 50 - place % 50, 5)
        for place, name in enumerate(NAMES)
        for back in range(3)
    ]
    with duckdb.connect(str(path)) as connection:
        connection.executemany(
            "INSERT INTO v_insight_day (day, platform, brand_id, brand, mention_count, positive_count, neutral_count,"
            " negative_count, complaint_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    text = crisis_page.read_text("utf-8")
    (folder / "a.html").write_text(text, "utf-8")
    other = text.replace('content="青禾茶"', f'content="{html.escape(HOSTILE)}"')
    (folder / "b.html").write_text(other.replace('scrm:tone" content="alert"', 'scrm:tone" content="calm"'), "utf-8")
    build_index(path, folder)
    return folder


@pytest.fixture
def page(browser: "Browser", many: Path) -> Iterator["Page"]:
    """The index, which must not complain, ask for anything or run what a brand is called."""
    trouble: list[str] = []
    opened = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=False)
    opened.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.goto((many / "index.html").as_uri())
    opened.wait_for_selector('body[data-ready="1"]')
    yield opened
    assert opened.evaluate("window.hacked") is None
    opened.close()
    assert trouble == []


def _brands(page: "Page", table: str = "brands") -> list[str]:
    """Names of the rows that are seen, in their order."""
    seen = "(all) => all.filter((row) => row.offsetParent).map((row) => row.dataset.brand)"
    found: list[str] = page.eval_on_selector_all(f"table.{table} tbody tr", seen)
    return found


def test_a_brand_is_found_among_a_hundred(page: "Page") -> None:
    assert len(_brands(page)) == 100
    assert _brands(page)[:2] == ["青禾茶", HOSTILE], "pages first, alerts before calm ones"
    news = page.locator("table.brands tr:first-child td.said")
    assert "「食品安全」引发负面" in news.inner_text()
    box = news.bounding_box()
    assert box is not None
    assert box["width"] > 200, "what happened is seen"
    page.fill("#find", "品牌07")
    assert _brands(page) == [f"品牌07{digit}" for digit in range(10)]
    assert page.inner_text("#found") == "找到 10 个品牌"
    page.fill("#find", "")
    assert len(_brands(page)) == 100
    page.select_option("#order", "net_sentiment:up")
    assert set(_brands(page)[:2]) == {"青禾茶", HOSTILE}, "brands without figures come last"
    page.select_option("#order", "brand:up")
    ordered = _brands(page)
    assert ordered.index("品牌000") < ordered.index("品牌050") < ordered.index("品牌093")


def test_weeks_of_all_brands_lead_to_the_pages_that_are_there(page: "Page", many: Path) -> None:
    assert not page.locator("table.calendar").is_visible()
    page.click('[data-view="weeks"]')
    assert len(_brands(page, "calendar")) == 100
    links = page.query_selector_all("table.calendar a")
    assert sorted(unquote(str(link.get_attribute("href"))) for link in links) == ["a.html", "b.html"]
    with answers.reading(many / "warehouse.duckdb") as connection:
        week = answers.weekly_totals(connection, Period(MONDAY, MONDAY + timedelta(days=6))).records()
    for row in week:
        if row["brand"] not in ("品牌003", "云朵奶盖"):
            continue
        told = [
            cell.inner_text() for cell in page.query_selector_all(f'table.calendar tr[data-brand="{row["brand"]}"] td')
        ]
        parts = [row[name] for name in ("positive_count", "neutral_count", "negative_count")]
        net = (parts[0] - parts[2]) / sum(parts)  # type: ignore[operator, arg-type]
        assert len(told) == 8 < WEEKS, "weeks before anybody's first mention are not shown"
        assert told[-1] == f"{net:.0%}".replace("-", "\u2212")
    page.fill("#find", "品牌003")
    assert _brands(page, "calendar") == ["品牌003"], "the search holds in both views"


def test_the_index_fits_a_phone_and_every_reader(page: "Page", browser: "Browser", many: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for _ in ("Chinese", "English"):
        for name in ("weeks", "now"):
            page.click(f'[data-view="{name}"]')
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.click(".tools a:visible")
    free = browser.new_page(bypass_csp=True)
    free.goto((many / "index.html").as_uri())
    free.evaluate(AXE.read_text("utf-8"))
    for _ in ("Chinese", "English"):
        for name in ("now", "weeks"):
            free.click(f'[data-view="{name}"]')
            found = free.evaluate("axe.run(document, {resultTypes: ['violations']})")
            assert found["passes"]
            assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []
        free.click(".tools a:visible")
    free.close()


def test_the_operations_page_fits_a_phone_and_every_reader(browser: "Browser", many: Path, tmp_path: Path) -> None:
    free = browser.new_page(bypass_csp=True, viewport={"width": 390, "height": 844})
    free.goto(build_operations(many / "warehouse.duckdb", tmp_path).as_uri())
    free.evaluate(AXE.read_text("utf-8"))
    for title, other in (("运行状况", "#en"), ("Operations", "#zh")):
        assert free.inner_text("h1") == title
        assert free.evaluate("document.documentElement.scrollWidth") <= 390
        found = free.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert found["passes"]
        assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []
        free.click(f'.tools a[href="{other}"]')
    free.close()


def test_the_index_speaks_english_and_so_do_the_pages_it_leads_to(page: "Page") -> None:
    page.fill("#find", "品牌07")
    page.click('.tools a[href="#en"]')
    page.wait_for_selector('html[lang="en"]')
    assert page.inner_text("#found") == "10 found"
    page.fill("#find", "")
    names = page.eval_on_selector_all("[data-brand]", "(all) => all.map((row) => row.dataset.brand)")
    hints = ["title", "aria-label", "placeholder"]
    told = page.inner_text("body") + "".join(
        str(found.get_attribute(hint)) for hint in hints for found in page.query_selector_all(f"main [{hint}], #find")
    )
    for name in sorted({*names, "中文"}, key=len, reverse=True):
        told = told.replace(name, "")
    left = re.findall("[\u4e00-\u9fff]+", re.sub(r"“[^”]*”|云\*+", "", told))
    assert left == [], "brands, products, topics and accounts are called what they are called"
    first = page.locator("table.brands tr:first-child")
    assert "drew negative mentions" in first.locator("td.said").inner_text()
    assert page.locator("#order option").first.inner_text() == "Most urgent first"
    first.locator("th a").click()
    page.wait_for_selector('body[data-ready="1"] #language')
    assert page.evaluate("document.documentElement.lang") == "en"
    page.go_back()
    page.wait_for_selector('html[lang="en"]')
    page.click('.tools a[href="#zh"]')
    page.wait_for_selector('html[lang="zh-CN"]')
    assert first.locator("th a").get_attribute("href") == "a.html"
    assert "「食品安全」引发负面" in first.locator("td.said").inner_text()


def test_a_page_among_a_hundred_brands_names_the_loudest_and_itself(
    many: Path, browser: "Browser", tmp_path: Path
) -> None:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.goto(build_page(many / "warehouse.duckdb", "b3", out=tmp_path / "page.html").as_uri())
    opened.wait_for_selector('body[data-ready="1"]')
    assert opened.locator("#p-voice .voices li").count() == 7, "the six loudest, and the page's own brand"
    assert opened.locator("#p-voice .voices .own .name").inner_text() == "品牌003"
    assert "另有 93 个声量较小的品牌计入分母" in opened.inner_text("#p-voice")
    opened.close()


def test_the_index_of_a_hundred_brands_is_small_and_inert(many: Path) -> None:
    text = (many / "index.html").read_text("utf-8")
    assert len(text.encode("utf-8")) < 500_000
    assert HOSTILE not in text
    assert text.count('class="calendar"') == 1
    assert "script-src 'sha256-" in html.unescape(text)
