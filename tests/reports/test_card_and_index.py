"""The chat card and the index."""

from datetime import date
from pathlib import Path

import pytest

from records.errors import UsageError
from reports import alert_cards, brand_id_of, brands_with_data, build_card, build_index, newest_pages
from reports.card import CARD_BYTES, card_text, inert
from reports.clauses import Clause
from reports.headline import Headline

SENTENCE = Headline(tone="calm", clauses=(Clause(zh="平稳", en="calm", panel="curve", evidence={"n": 0}),))


def _card(**changes: object) -> str:
    plain = {"brand": "青禾茶", "start": date(2026, 11, 2), "end": date(2026, 11, 8), "sentence": SENTENCE}
    return card_text(**{**plain, "figures": ["声量 1"], "posts": [], "link": ""} | changes)  # type: ignore[arg-type]


def test_card_is_plain_lines() -> None:
    made = _card(posts=["· 微博：好喝"], link="https://example.invalid/p")
    assert made.splitlines() == [
        "【平稳】青禾茶 2026-11-02 至 2026-11-08", "平稳。", "声量 1", "· 微博：好喝", "详情：https://example.invalid/p",
    ]  # fmt: skip


def test_card_fits_a_chat_message_and_leaves_out_whole_posts() -> None:
    posts = ["· " + "长" * 400 for _ in range(3)]
    made = _card(posts=posts, link="x")
    assert len(made.encode("utf-8")) <= CARD_BYTES
    assert made.count("· ") == 1
    assert made.endswith("详情：x")
    long = Headline(tone="alert", clauses=(Clause(zh="很" * 2000, en="", panel="curve", evidence={"n": 0}),))
    assert len(_card(sentence=long).encode("utf-8")) <= CARD_BYTES


def test_card_of_the_crisis_tells_it_and_shows_different_posts(warehouse_path: Path) -> None:
    card = build_card(warehouse_path, "青禾茶", link="https://example.invalid")
    assert card.tone == "alert"
    assert card.text.startswith("【预警】青禾茶")
    posts = [line for line in card.text.splitlines() if line.startswith("· ")]
    assert len(posts) == len(set(posts)) == 3


def test_an_alert_card_tells_the_episode_and_cannot_call_anybody(warehouse_path: Path) -> None:
    cards = alert_cards(warehouse_path)
    assert list(cards) == ["al_1"]
    assert "**【预警】青禾茶**" in cards["al_1"]
    assert "11月2日起，「生椰拿铁」的「食品安全」引发负面：3日达峰" in cards["al_1"]
    assert cards["al_1"].startswith("**【预警】青禾茶** · 2026-11-02\n")
    assert cards["al_1"].count("\n· ") == 3
    assert inert("[点我](http://x)\n@所有人 <b>") == "［点我］(http://x) ＠所有人 ＜b＞"


def test_index_lists_the_pages_that_are_there(
    warehouse_path: Path, crisis_page: Path, calm_page: Path, tmp_path: Path
) -> None:
    (tmp_path / "青禾 茶").mkdir()
    (tmp_path / "青禾 茶" / "a.html").write_bytes(calm_page.read_bytes())
    (tmp_path / "b.html").write_bytes(crisis_page.read_bytes())
    (tmp_path / "other.html").write_text("<p>no brand page</p>", "utf-8")
    text = build_index(warehouse_path, tmp_path).read_text("utf-8")
    assert text.index("2026-11-02 至 2026-11-08") < text.index("2026-10-19 至 2026-10-25"), "newest first"
    assert 'href="b.html"' in text
    assert 'href="%E9%9D%92%E7%A6%BE%20%E8%8C%B6/a.html"' in text
    assert "本周平稳" in text
    assert "other.html" not in text
    assert text.index("青禾茶") < text.index("云朵奶盖"), "alerts first"
    assert text.count("有数据，尚未生成报告") == 4
    assert 'class="is-alert"' in text
    assert 'data-name="净情感">−83.6%' in text
    assert text.count("<svg") == 1, "the daily volumes of the latest page"
    assert build_index(warehouse_path, tmp_path).read_text("utf-8") == text, "the index does not list itself"


def test_pages_of_brands_tracked_once_are_not_current(warehouse_path: Path, crisis_page: Path, tmp_path: Path) -> None:
    page = crisis_page.read_text("utf-8")
    (tmp_path / "now.html").write_text(page, "utf-8")
    old = page.replace('name="scrm:brand" content="青禾茶"', 'name="scrm:brand" content="旧品牌"')
    assert old != page
    (tmp_path / "old.html").write_text(old, "utf-8")
    text = build_index(warehouse_path, tmp_path).read_text("utf-8")
    assert "旧品牌" not in text
    assert newest_pages(warehouse_path, tmp_path) == [tmp_path / "now.html"]


def test_a_brand_is_known_by_id_or_name(warehouse_path: Path) -> None:
    assert brand_id_of(warehouse_path, "青禾茶") == brand_id_of(warehouse_path, "qinghe") == "qinghe"
    with pytest.raises(UsageError, match="brands with data"):
        brand_id_of(warehouse_path, "无名")


def test_brands_with_data_are_known_by_id(warehouse_path: Path) -> None:
    assert sorted(brands_with_data(warehouse_path)) == ["beian", "qinghe", "shanlan", "xiaolu", "yunduo"]
