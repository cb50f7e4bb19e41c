"""The sentence says what was planted, and nothing on a calm week."""

import re
from datetime import date
from pathlib import Path

import pytest

from reports.headline import headline
from reports.scope import Scope, scope_of
from warehouse import answers


def test_crisis_tells_what_when_which_product_who_how_bad_and_whether_it_is_over(crisis: Scope) -> None:
    sentence = headline(crisis)
    zh, en = sentence.text
    assert sentence.tone == "alert"
    told = (
        "「食品安全」负面预警",
        "11月2日爆发",
        "11月3日达峰",
        "倍",
        "尚未平息",
        "「生椰拿铁」",
        "传播最广",
        "净情感",
    )
    for part in told:
        assert part in zh
    for part in ("Negative alert on “食品安全”", "broke out 2 Nov", "peaked 3 Nov", "not over by 8 Nov", "“生椰拿铁”"):
        assert part in en


def test_every_number_said_is_in_the_evidence(crisis: Scope) -> None:
    for clause in headline(crisis).clauses:
        assert clause.evidence, clause.zh
    alert, product, spreader, sentiment, volume = headline(crisis).clauses
    assert f"{alert.evidence['peak_negative_count']:,} 条" in alert.zh
    share = product.evidence["negative_count"] / product.evidence["all_negative_count"]  # type: ignore[operator]
    assert f"{share:.1%}" in product.zh
    assert sentiment.evidence["now"] == crisis.value("net_sentiment")
    assert f"{volume.evidence['now']:,}" in volume.zh
    assert spreader.chosen == {"author_id": spreader.evidence["author_id"]}


def test_calm_week_says_that_nothing_happened(warehouse_path: Path) -> None:
    with answers.reading(warehouse_path) as connection:
        calm = headline(scope_of(connection, "青禾茶", start=date(2026, 10, 19), end=date(2026, 10, 25)))
    assert calm.tone == "calm"
    assert calm.text[0].startswith("本周平稳：没有负面预警")
    assert "calm period" in calm.text[1]


def test_change_without_alert_names_the_cause(warehouse_path: Path) -> None:
    with answers.reading(warehouse_path) as connection:
        day = headline(scope_of(connection, "青禾茶", start=date(2026, 11, 1), end=date(2026, 11, 1)))
        after = scope_of(connection, "青禾茶", start=date(2026, 11, 2), end=date(2026, 11, 2))
        after.alerts = after.alerts.__class__(name="alerts", sql="", columns=after.alerts.columns, rows=())
        changed = headline(after)
    assert day.tone in ("calm", "change")
    assert changed.tone == "change"
    assert "主要来自「食品安全」" in changed.text[0]
    assert re.search(r"较前一日 −\d+\.\d 个百分点", changed.text[0])


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        ((2026, 11, 2), (2026, 11, 2), "前一日"),
        ((2026, 10, 1), (2026, 10, 31), "上月"),
        ((2026, 11, 2), (2026, 11, 5), "上期"),
    ],
)
def test_periods_are_called_by_their_names(
    warehouse_path: Path, start: tuple[int, int, int], end: tuple[int, int, int], word: str
) -> None:
    with answers.reading(warehouse_path) as connection:
        assert scope_of(connection, "qinghe", start=date(*start), end=date(*end)).words[1] == word
