"""The sentence says what was planted, and nothing on a calm week."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from reports import build_card
from reports.episode import episode_clause
from reports.headline import headline
from reports.incident import others, taken_on
from reports.panels import build_panels
from reports.scope import Scope, scope_of
from warehouse import answers
from warehouse.answers import Cell


def test_crisis_tells_what_when_which_product_who_how_bad_and_whether_it_is_over(crisis: Scope) -> None:
    sentence = headline(crisis)
    zh, en = sentence.text
    assert sentence.tone == "alert"
    told = (
        "11月2日起，「生椰拿铁」的「食品安全」引发负面",
        "3日达峰",
        "倍",
        "截至8日仍未平息",
        "提到「生椰拿铁」",
        "传播最广",
        "净情感",
    )
    for part in told:
        assert part in zh
    for part in ("Since 2 Nov, “食品安全” of “生椰拿铁”", "peak on 3 Nov", "not over by 8 Nov", "name “生椰拿铁”"):
        assert part in en


def test_every_number_said_is_in_the_evidence(crisis: Scope) -> None:
    for clause in headline(crisis).clauses:
        assert clause.evidence, clause.zh
    alert, product, spreader, sentiment, volume = headline(crisis).clauses
    assert f"{alert.evidence['peak_negative_count']:,} 条" in alert.zh
    share = product.evidence["negative_count"] / product.evidence["all_negative_count"]  # type: ignore[operator]
    assert f"{share:.1%}" in product.zh
    assert sentiment.evidence["now"] == crisis.value("net_sentiment")
    assert f"{volume.evidence['now']:,} 条" in volume.zh
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
    assert re.search(r"较前一日下降 \d+\.\d 个百分点", changed.text[0])


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


def _episode(**changes: Cell) -> str:
    row: dict[str, Cell] = {
        "opened_on": date(2026, 8, 25), "peak_on": date(2026, 8, 26), "closed_on": None, "topic": "异物",
        "peak_negative_count": 268, "baseline_negative_count": 9.0,
    }  # fmt: skip
    return episode_clause(row | changes, date(2026, 9, 2)).zh


def test_an_episode_is_told_as_far_as_it_is_known() -> None:
    assert _episode() == "8月25日起，「异物」引发负面：26日达峰，单日负面 268 条，是平日的 30 倍，截至9月2日仍未平息"
    assert _episode(closed_on=date(2026, 8, 30)).endswith("，30日起平息")
    assert _episode(closed_on=date(2026, 9, 3)).endswith("截至9月2日仍未平息"), "what came later is not known yet"
    assert _episode(topic=None).startswith("8月25日起负面激增：")
    assert "平日几乎没有" in _episode(baseline_negative_count=0.0)
    by_hour = {
        "began_at": datetime(2026, 8, 24, 23, tzinfo=UTC), "closed_at": datetime(2026, 8, 29, 23, tzinfo=UTC),
        "first_own_post_at": datetime(2026, 8, 27, 2, tzinfo=UTC), "closed_on": date(2026, 8, 30), "product": "椰奶",
        "complaint_type": "food_safety", "voice_count": 744,
    }  # fmt: skip
    assert _episode(**by_hour) == (
        "8月25日7时起，「椰奶」的「异物」引发负面（多为食品安全问题）：26日达峰，单日负面 268 条，是平日的 30 倍，"
        "744 个账号发声，品牌号8月27日10时首次发布，30日7时起平息"
    )
    one_day = _episode(peak_on=date(2026, 8, 25))
    assert one_day.startswith("8月25日，「异物」引发负面：当日负面 268 条")


@pytest.fixture
def small(warehouse_path: Path, tmp_path: Path) -> Path:
    """The warehouse with eight mentions of one brand in the last week, four in the one before, nothing older."""
    path = tmp_path / "small.duckdb"
    path.write_bytes(warehouse_path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM v_insight_day WHERE brand_id = 'beian'")
        for day, count, positive in (("2026-11-04", 8, 6), ("2026-10-28", 4, 2)):
            connection.execute(
                "INSERT INTO v_insight_day BY NAME SELECT CAST(? AS DATE) AS day, 'jd' AS platform,"
                " 'beian' AS brand_id, '北岸牛乳' AS brand, ? AS mention_count, ? AS positive_count,"
                " 0 AS neutral_count, 1 AS negative_count, 1 AS abstained_count, 0 AS complaint_count",
                [day, count, positive],
            )
    return path


def test_a_few_mentions_are_no_verdict(small: Path) -> None:
    with answers.reading(small) as connection:
        sentence = headline(scope_of(connection, "beian"))
        first = headline(scope_of(connection, "beian", start=date(2026, 10, 26), end=date(2026, 11, 1)))
    assert sentence.tone == first.tone == "few"
    assert sentence.text[0] == (
        "本周只有 8 条提及，太少，不足以判断声量与口碑的走势。情感判定：正面 6 条、负面 1 条、弃权 1 条；上周 4 条。"
    )
    assert sentence.text[1].startswith("Only 8 mentions this week: too few to judge a trend.")
    assert first.text[0].endswith("这是首个有数据的周。")
    assert "%" not in sentence.text[0] + first.text[0]
    assert build_card(small, "beian").text.splitlines()[2] == "声量 8", "no share of eight mentions"


def test_the_first_week_is_called_so(warehouse_path: Path) -> None:
    with answers.reading(warehouse_path) as connection:
        scope = scope_of(connection, "青禾茶", start=date(2026, 9, 14), end=date(2026, 9, 20))
        sentence = headline(scope)
        drawn = [panel.name for panel in build_panels(scope)]
    assert sentence.tone == "alone"
    assert "是首个有数据的周" in sentence.text[0]
    assert "较上周" not in sentence.text[0]
    assert "drivers" not in drawn, "there is nothing to compare with"


def test_other_alerts_and_who_took_one_on_are_told(crisis: Scope) -> None:
    (worst,) = crisis.episodes()
    assert taken_on(crisis, worst) is None
    assert others(crisis, worst) is None
    crisis.acknowledged = {"al_1": datetime(2026, 11, 3, 1, 20, tzinfo=UTC)}
    taken = taken_on(crisis, worst)
    assert taken is not None
    assert taken.zh == "预警已于11月3日09:20有人确认跟进"
    place = crisis.alerts.columns.index("alert_id")
    topic, peak = crisis.alerts.columns.index("topic"), crisis.alerts.columns.index("peak_negative_count")
    second = list(crisis.alerts.rows[0])
    second[place], second[topic], second[peak] = "al_2", "配送", 3
    crisis.alerts = replace(crisis.alerts, rows=(tuple(second), *crisis.alerts.rows))
    more = others(crisis, worst)
    assert crisis.worst_episode == worst, "the sentence tells of the highest peak"
    assert more is not None
    assert (more.zh, more.en) == ("同期另有 1 起预警（「配送」）", "1 more alert in the period (“配送”)")
