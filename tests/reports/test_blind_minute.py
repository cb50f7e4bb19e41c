"""Six questions that the first screen alone must answer, for three planted crises and a calm week.

What a person sees on the first screen is taken from the browser: every text whose box lies wholly within the window,
without a scroll and without a click. Each question is answered by reading that text; the answer must be what was
planted, and what the page embeds.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reports import build_page
from tests.reports import seeded
from tests.reports.conftest import page_data

if TYPE_CHECKING:
    from playwright.sync_api import Browser


QUESTIONS: Mapping[str, str] = {
    "what": "发生了什么？",
    "since": "从什么时候开始？",
    "product": "关于哪个产品？",
    "who": "谁传播最广？",
    "how_bad": "与平日相比有多严重？",
    "is_over": "平息了吗？",
}
"""The written questions, as a person is asked them with the picture in hand."""

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "yunduo": {
        "what": "「奶盖结块·变质」引发负面", "since": "11月4日9时起", "product": "「芝士葡萄」",
        "who": "微博头部作者青***", "how_bad": "单日负面 {peak} 条，是平日的 {times} 倍",
        "is_over": "截至8日仍未平息",
    },
    "shanlan": {
        "what": "「悄悄涨价」引发负面", "since": "10月29日20时起", "product": "没有集中于某个产品",
        "who": "没有可辨认的传播账号", "how_bad": "单日负面 {peak} 条，是平日的 {times} 倍", "is_over": "11月3日起平息",
    },
    "xiaolu": {
        "what": "「沙拉里有虫」引发负面", "since": "11月3日12时起", "product": "「低脂沙拉」",
        "who": "小红书腰部作者木***", "how_bad": "当日负面 {peak} 条，是平日的 {times} 倍", "is_over": "6日起平息",
    },
    "beian": {
        "what": "本周平稳", "since": "没有负面预警", "product": "没有负面预警", "who": "没有负面预警",
        "how_bad": "变化都在平常范围内", "is_over": "没有负面预警",
    },
}  # fmt: skip
"""Brand -> question -> the answer, word for word as the screen gives it; the figures are those of the page's data."""

VIEWPORTS = {"desk": (1440, 900), "small": (1024, 768), "phone": (390, 844)}

VISIBLE = """() => {
  const seen = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    const inside = (b) => b.width > 0 && b.top >= 0 && b.left >= 0 && b.bottom <= innerHeight && b.right <= innerWidth;
    const at = (b) => document.elementFromPoint((b.left + b.right) / 2, (b.top + b.bottom) / 2);
    const onTop = (b) => node.parentElement.contains(at(b));
    if (boxes.length && boxes.every(inside) && boxes.every(onTop)) seen.push(node.textContent);
  }
  return seen.join("");
}"""
"""The texts that are wholly on the screen and under nothing else, in reading order."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the four brands."""
    folder = tmp_path_factory.mktemp("blind")
    warehouse = seeded.build(folder / "warehouse.duckdb")
    start, end = seeded.WEEK
    return {
        brand: build_page(warehouse, brand, period_from=start, period_to=end, out=folder / f"{brand}.html")
        for brand in ANSWERS
    }


@pytest.fixture(scope="module")
def screens(pages: dict[str, Path], browser: "Browser") -> dict[tuple[str, str], str]:
    """What is to be read on the first screen: (brand, viewport) -> text. Each page is opened once and resized."""
    seen: dict[tuple[str, str], str] = {}
    for brand, path in pages.items():
        page = browser.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector('body[data-ready="1"]')
        for viewport, (width, height) in VIEWPORTS.items():
            page.set_viewport_size({"width": width, "height": height})
            seen[brand, viewport] = page.evaluate(VISIBLE)
        page.close()
    return seen


def _table(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    table = data["tables"][name]
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def _told(brand: str, data: Mapping[str, Any]) -> dict[str, str]:
    """The answers with the figures of the page's data."""
    episodes = _table(data, "alerts")
    if not episodes:
        return dict(ANSWERS[brand])
    (episode,) = episodes
    peak, usual = episode["peak_negative_count"], episode["baseline_negative_count"]
    figures = {"peak": f"{peak:,}", "times": f"{peak / usual:.1f}" if peak < 10 * usual else f"{peak / usual:,.0f}"}
    return {question: answer.format(**figures) for question, answer in ANSWERS[brand].items()}


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("brand", ANSWERS)
def test_the_first_screen_answers_six_questions(
    pages: dict[str, Path], screens: dict[tuple[str, str], str], brand: str, viewport: str
) -> None:
    seen = screens[brand, viewport]
    for question, answer in _told(brand, page_data(pages[brand])).items():
        assert answer in seen, f"{QUESTIONS[question]} {answer}"
    for other in set(ANSWERS) - {brand}:
        assert ANSWERS[other]["what"] not in seen


@pytest.mark.parametrize("planted", seeded.CRISES, ids=lambda one: one.brand_id)
def test_the_answers_are_what_was_planted_and_what_the_page_embeds(
    pages: dict[str, Path], planted: seeded.Planted
) -> None:
    data, answers = page_data(pages[planted.brand_id]), ANSWERS[planted.brand_id]
    (episode,) = _table(data, "alerts")
    assert episode["topic"] == planted.topic
    assert f"「{planted.topic}」" in answers["what"]
    assert date.fromisoformat(episode["opened_on"]) == planted.opened_on
    began = re.fullmatch(r"(\d+)月(\d+)日(\d+)时起", answers["since"])
    assert began is not None
    assert datetime(2026, *(int(part) for part in began.groups())) == planted.begins_at
    assert (episode["closed_on"] is not None) == planted.is_over == ("仍未" not in answers["is_over"])
    daily = _table(data, "daily_series")
    of_peak = [row["negative_count"] for row in daily if row["day"] == episode["peak_on"]]
    assert sum(of_peak) == episode["peak_negative_count"]
    before = [row["negative_count"] for row in daily if row["day"] < episode["opened_on"]]
    assert episode["baseline_negative_count"] == round(sum(before) / (planted.opened_on - seeded.FIRST).days)
    spread = _table(data, "alert_spreaders")
    assert [row["author_name"] for row in spread] == ([planted.spreader[1]] if planted.spreader else [])
    clauses = data["headline"]["clauses"]
    named = next((one["evidence"]["product"] for one in clauses if one["evidence"].get("product")), None)
    assert named == planted.product


def test_the_calm_week_has_nothing_to_tell(pages: dict[str, Path]) -> None:
    data = page_data(pages["beian"])
    assert data["headline"]["tone"] == "calm"
    assert _table(data, "alerts") == []
