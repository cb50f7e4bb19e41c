"""The page in a real browser, opened from file://."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from reports import build_page
from reports.scope import Scope
from warehouse.metrics import BY_NAME

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SERIOUS = ("serious", "critical")
Opener = Callable[..., "Page"]
Reader = Callable[[Path], dict[str, Any]]


@pytest.fixture
def opened(browser: "Browser") -> Iterator[Opener]:
    """Opens pages and checks at the end that none complained or asked for anything outside."""
    trouble: list[str] = []
    pages: list[Page] = []

    def open_page(path: Path, width: int = 1440, height: int = 900) -> "Page":
        page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        pages.append(page)
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else trouble.append(r.url))
        page.goto(path.as_uri())
        page.wait_for_selector('body[data-ready="1"]')
        return page

    yield open_page
    assert not any(page.evaluate("window.hacked") for page in pages), "a post's script ran"
    for page in pages:
        page.close()
    assert trouble == []


def _status(page: "Page") -> list[int]:
    """The three numbers of `shown, on this page, in all`."""
    words = page.inner_text("#p-posts .count").replace(",", "")
    return [int(part) for part in "".join(c if c.isdigit() else " " for c in words).split()]


def _figures(page: "Page") -> dict[str, str]:
    tiles = page.query_selector_all(".tile")
    return {str(t.get_attribute("data-metric")): t.query_selector(".figure").inner_text() for t in tiles}  # type: ignore[union-attr]


def test_tiles_show_what_the_registry_computes(crisis_page: Path, crisis: Scope, opened: Opener) -> None:
    figures = _figures(opened(crisis_page))
    assert len(figures) == 5
    assert figures["mention_volume"] == f"{crisis.value('mention_volume'):,}"
    for name in ("net_sentiment", "complaint_share", "share_of_voice"):
        value = crisis.value(name)
        assert value is not None
        assert figures[name].split(" ")[0] == f"{value:.1%}".replace("-", "−"), BY_NAME[name].zh


def test_every_panel_is_drawn(crisis_page: Path, opened: Opener, read_page: Reader) -> None:
    page = opened(crisis_page)
    assert page.locator(".panel:visible").count() == len(read_page(crisis_page)["panels"]) >= 10
    for panel in page.query_selector_all(".panel"):
        assert len(panel.inner_text()) > 20, panel.get_attribute("id")
    assert "null" not in page.inner_text("main")
    assert "undefined" not in page.inner_text("main")
    assert "NaN" not in page.inner_text("main")


def test_a_click_on_a_day_shows_its_posts(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    box = page.locator(".chart").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 30, box["y"] + 330)  # the last bars: days of the crisis week
    chosen = page.inner_text("#p-posts .chosen")
    assert "2026-11-0" in chosen
    shown, on_page, in_all = _status(page)
    assert 0 < shown <= on_page <= in_all
    days = page.locator("#p-posts .post .meta span:nth-child(2)").all_inner_texts()
    assert len(set(days)) == 1
    assert days[0] in chosen


def test_the_keyboard_reaches_a_day_before_the_period(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    page.focus("details.days summary")
    page.keyboard.press("Enter")
    page.focus('details.days button:has-text("2026-10-20")')
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "原帖"
    shown, _, in_all = _status(page)
    assert shown == 5
    assert in_all > 5, "n of N: not all posts of earlier days are embedded"


def test_a_heat_cell_shows_exactly_its_posts(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    for cell in page.query_selector_all(".cell")[:12]:
        number = int(str(cell.get_attribute("data-count")))
        page.evaluate("(cell) => cell.click()", cell)
        shown, on_page, in_all = _status(page)
        assert in_all == number
        assert on_page > 0, "every cell has embedded posts"
        assert shown == min(10, on_page)
    page.click("#p-complaints .chip:has-text('按话题')")
    page.locator(".cell").first.click()
    assert _status(page)[2] == int(str(page.locator(".cell").first.get_attribute("data-count")))


def test_answers_count_whether_their_time_is_known_or_not(
    crisis_page: Path, warehouse_path: Path, opened: Opener
) -> None:
    with duckdb.connect(str(warehouse_path), read_only=True) as connection:
        counted = connection.execute(
            "SELECT count(*), count(*) FILTER (status <> 'open'), count(*) FILTER (status = 'resolved'),"
            " count(first_replied_at) FROM v_complaint WHERE brand_id = 'qinghe' AND platform = 'heimao'"
            " AND day BETWEEN DATE '2026-11-02' AND DATE '2026-11-08'"
        ).fetchone()
    assert counted is not None
    filed, replied, resolved, timed = counted
    assert 0 < timed < replied < filed
    line = opened(crisis_page).inner_text("#p-complaints .service")
    assert f"{filed} 单：已回复 {replied}（{replied / filed:.0%}），已解决 {resolved}，" in line
    assert line.endswith(f"首次回复中位 1.5 小时（{timed} 单有时间）")


def test_platform_filter_recomputes_everything(crisis_page: Path, opened: Opener, read_page: Reader) -> None:
    page = opened(crisis_page)
    before = _figures(page)
    page.click('[data-platform="weibo"]')
    table = read_page(crisis_page)["tables"]["brand_totals"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    weibo = next(row for row in rows if row["when"] == "now" and row["platform"] == "weibo")
    after = _figures(page)
    assert after["mention_volume"] == f"{weibo['mention_count']:,}" != before["mention_volume"]
    assert _status(page)[2] == weibo["mention_count"]
    assert set(page.locator("#p-posts .post .meta span:nth-child(3)").all_inner_texts()) == {"微博"}
    assert "全部平台" in page.inner_text("#sentence .note")
    page.click('[data-platform="jd"]')
    assert _figures(page)["mention_volume"] != after["mention_volume"], "several platforms may be chosen"
    page.click('[data-platform=""]')
    assert _figures(page) == before


def test_authors_lead_to_their_posts(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    for name in page.query_selector_all("#p-influencers .link"):
        page.evaluate("(name) => name.click()", name)
        shown, on_page, in_all = _status(page)
        assert 0 < shown <= on_page <= in_all


def test_drivers_add_up_and_lead_to_posts(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    parts = [float(text.replace("−", "-")) for text in page.locator("#p-drivers .value").all_inner_texts()]
    total = float(page.inner_text("#p-drivers .sum b").split(" ")[0].replace("−", "-"))
    assert sum(parts) == pytest.approx(total, abs=0.4)
    page.locator("#p-drivers button.row").first.click()
    assert "食品安全" in page.inner_text("#p-posts .chosen")


def test_words_and_topics_lead_to_their_posts(crisis_page: Path, opened: Opener, read_page: Reader) -> None:
    page = opened(crisis_page)
    page.wait_for_selector(".word")
    boxes = page.evaluate("[...document.querySelectorAll('.word')].map((w) => w.getBoundingClientRect().toJSON())")
    assert len(boxes) >= 8
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
            assert apart, "no word lies over another"
    page.focus('.word:text-is("异物")')
    page.keyboard.press("Enter")
    table = read_page(crisis_page)["tables"]["words"]
    number = next(row[1] for row in table["rows"] if row[0] == "异物")
    shown, on_page, in_all = _status(page)
    assert 0 < shown <= on_page <= in_all == number
    assert all("异物" in text for text in page.locator("#p-posts .post .text").all_inner_texts())
    assert "含词 异物" in page.inner_text("#p-posts .chosen")
    page.locator("#p-words .rising button").first.click()
    assert _status(page)[0] > 0
    page.locator(".area").first.click()
    assert "食品安全" in page.inner_text("#p-posts .chosen")
    page.click('[data-platform="news"]')
    assert page.locator(".area").count() != 0


def test_language_switch_leaves_data_as_it_is(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    page.click("#language")
    assert page.get_attribute("html", "lang") == "en"
    text = page.inner_text("main")
    for word in (
        "Net sentiment",
        "Share of voice",
        "Complaint share",
        "Personas",
        "Definitions",
        "drew negative mentions",
    ):
        assert word in text
    assert "食品安全" in text
    assert "口径" not in text
    assert "本项目" not in text
    habits = page.eval_on_selector_all("#p-personas .grounds", "(all) => all.map((one) => one.textContent).join()")
    assert "In the evening" in habits
    assert "晚间" not in habits
    page.click("#language")
    assert "口径" in page.inner_text("main")


def test_more_posts_chips_and_csv(crisis_page: Path, opened: Opener, tmp_path: Path) -> None:
    page = opened(crisis_page)
    assert page.locator("#p-posts .post").count() == 10
    page.click("#p-posts .more")
    assert page.locator("#p-posts .post").count() == 30
    page.locator(".stack-bar button.negative").first.click()
    assert page.locator("#p-posts .chosen .chip").count() == 2
    page.locator("#p-posts .chosen .chip").first.click()
    assert page.locator("#p-posts .chosen .chip").count() == 1
    with page.expect_download() as waiting:
        page.click("#download")
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    rows = list(csv.DictReader(io.StringIO(saved.read_text("utf-8-sig"))))
    assert len(rows) == _status(page)[1]
    assert all(not value.lstrip().startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    assert any(row["text"].startswith("'=cmd") for row in rows), "formulas are disarmed, not dropped"


def test_calm_week_looks_calm(calm_page: Path, opened: Opener) -> None:
    page = opened(calm_page)
    assert "平稳" in page.inner_text("#sentence")
    assert page.locator("#sentence.calm").count() == 1
    assert "误差内" in page.inner_text("#p-tiles")


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_nothing_is_wider_than_the_screen(crisis_page: Path, opened: Opener, width: int) -> None:
    page = opened(crisis_page, width)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.click("#language")
    if width == 390:
        bar = page.locator("#bar").bounding_box()
        assert bar is not None
        assert bar["height"] <= 110, "the toolbar takes two rows at most"


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_names_of_topics_stand_whole_in_their_areas_or_below(crisis_page: Path, opened: Opener, width: int) -> None:
    page = opened(crisis_page, width)
    cut = "(b) => b.scrollHeight > b.clientHeight + 1 || b.scrollWidth > b.clientWidth + 1"
    areas = page.query_selector_all(".area")
    assert [area.inner_text() for area in areas if area.evaluate(cut)] == []
    below = page.locator(".unnamed button span:nth-child(2)").all_inner_texts()
    inside = page.locator(".area .name").all_inner_texts()
    titles = [str(area.get_attribute("title")).rsplit("：", 1)[0] for area in areas]
    assert sorted(inside + below) == sorted(titles)
    assert inside, "the largest areas bear their names"
    page.locator(".unnamed button").last.click()
    assert below[-1] in page.inner_text("#p-posts .chosen")


AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
"""axe-core 4.14.1 of npm (MPL-2.0), for tests only."""


@pytest.mark.parametrize("width", [390, 1440])
def test_readers_of_screens_and_keyboards_meet_no_serious_hurdle(
    crisis_page: Path, browser: "Browser", width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    page.goto(crisis_page.as_uri())
    page.wait_for_selector(".word")
    page.evaluate(AXE.read_text("utf-8"))
    for _ in range(2):
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert found["passes"], "axe looked at the page"
        hurdles = [(one["id"], one["nodes"][0]["target"]) for one in found["violations"] if one["impact"] in SERIOUS]
        assert hurdles == []
        page.click("#language")
    page.close()


def test_printing_shows_figures_and_hides_tools(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    page.emulate_media(media="print")
    assert page.locator(".tile").first.is_visible()
    assert not page.locator("#download").is_visible()
    assert not page.locator(".hint").first.is_visible()
    assert len(page.pdf()) > 20_000


def test_hidden_panels_leave_no_hole(crisis_page: Path, opened: Opener) -> None:
    page = opened(crisis_page)
    page.click('[data-platform="news"]')
    box = "(one) => { const { top, left, right } = one.getBoundingClientRect(); return [top + scrollY, left, right]; }"
    rows: dict[float, list[list[float]]] = {}
    for panel in page.query_selector_all(".panels > .panel:not([hidden])"):
        top, left, right = panel.evaluate(box)
        rows.setdefault(round(top), []).append([left, right])
    edges = {(round(min(one[0] for one in row)), round(max(one[1] for one in row))) for row in rows.values()}
    assert len(edges) == 1, "every row of panels fills the whole width"


def test_a_small_sample_shows_no_percentage_change(warehouse_path: Path, tmp_path: Path, opened: Opener) -> None:
    day = date(2026, 9, 14)
    page = opened(build_page(warehouse_path, "beian", period_from=day, period_to=day, out=tmp_path / "first.html"))
    page.locator("[data-platform]").nth(2).click()
    tiles = page.inner_text("#p-tiles")
    assert "首个有数据的日" in tiles
    assert "仅供参考" in tiles
    assert "较" not in tiles
    assert "无数据" not in tiles
