"""Alerts and digests of the made-up warehouse as news and as messages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Connection

from reports.messages import News, alert_message, alert_news, digest_message, digest_news
from reports.messages.layout import told
from warehouse import answers

CLOSED = """UPDATE v_alert SET closed_on = DATE '2026-11-08', state = 'closed', severity = 0.9;
INSERT INTO v_alert BY NAME SELECT 'al_2' AS alert_id, brand_id, brand, day AS opened_on, day AS peak_on,
  day AS closed_on, 'closed' AS state, 'post' AS kind, 'account,red_line' AS reasons, mention_id, NULL AS swarm_alert_id
  FROM v_mention WHERE brand_id = 'qinghe' AND follower_count > 900000 AND product IS NOT NULL
  AND complaint_type = 'food_safety' ORDER BY mention_id LIMIT 1;
INSERT INTO v_alert BY NAME SELECT 'al_3' AS alert_id, brand_id, brand, opened_on, peak_on, closed_on, state,
  kind, mention_id,
  'red_line' AS reasons, 'al_1' AS swarm_alert_id FROM v_alert WHERE alert_id = 'al_2';
DELETE FROM v_alert_spreader;
INSERT INTO v_alert_spreader BY NAME SELECT 'al_1' AS alert_id, 1 AS rank, 'weibo' AS platform, '青***' AS author_name,
  'head' AS tier, 1600000 AS follower_count;"""


@pytest.fixture
def open_connection(warehouse_path: Path) -> Iterator[Connection]:
    with answers.reading(warehouse_path) as connection:
        yield connection


@pytest.fixture
def closed_connection(warehouse_path: Path, tmp_path: Path) -> Iterator[Connection]:
    """The same world a day later: the swarm is over, a single post alarmed by itself and one in the swarm."""
    copy = tmp_path / "warehouse.duckdb"
    copy.write_bytes(warehouse_path.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute(CLOSED)
    with answers.reading(copy) as opened:
        yield opened


def test_an_open_swarm_is_news_of_the_last_day_with_data(open_connection: Connection) -> None:
    (news,) = alert_news(open_connection)
    assert (news.key, news.kind, news.brand_id, news.day) == ("al_1", "alert", "qinghe", date(2026, 11, 8))
    assert not news.is_over
    peak = next(row for row in answers.alert_episodes(open_connection).records())["peak_negative_count"]
    assert news.size == peak
    assert peak


def test_the_first_word_tells_the_episode_with_posts(open_connection: Connection) -> None:
    made = alert_message(open_connection, "al_1", "opened", link="https://crm.invalid")
    assert made is not None
    assert made.sentences[0][0].startswith("11月2日起，「生椰拿铁」的「食品安全」引发负面：3日达峰")
    assert made.sentences[0][1].startswith("Since 2 Nov, “食品安全” of “生椰拿铁” drew negative mentions")
    assert len(made.posts) == 3
    assert told(made, "zh").heading == "【预警】青禾茶"
    assert alert_message(open_connection, "al_9", "opened") is None


def test_the_end_says_since_when_and_who_spread_it(closed_connection: Connection) -> None:
    made = alert_message(closed_connection, "al_1", "over")
    assert made is not None
    assert "8日起平息" in made.sentences[0][0]
    assert made.sentences[1] == ("传播最广的是微博头部账号青***（160万 粉丝）。",
                                 "Spread most by 青*** (Weibo, head, 1.6M followers).")  # fmt: skip
    assert (made.mood, made.posts, made.is_over, made.urgency) == ("over", (), True, 0.9)


def test_a_single_post_tells_why_and_one_in_a_swarm_only_if_its_voice_is_new(closed_connection: Connection) -> None:
    news = {each.key: each for each in alert_news(closed_connection)}
    assert set(news) == {"al_1", "al_2"}, "a red-line post in a swarm is what the swarm is made of"
    assert (news["al_2"].urgency, news["al_2"].is_over) == (1.0, True)
    made = alert_message(closed_connection, "al_2", "opened")
    assert made is not None
    ((zh, en),) = made.sentences
    assert "报警原因：发帖账号粉丝众多、含红线词。" in zh
    assert "涉及「" in zh
    assert en.startswith("A post of ")
    assert en.endswith("alarms: an account with many followers, red-line words.")
    assert len(made.posts) == 1


def test_a_day_is_told_the_day_after_and_a_week_the_week_after(open_connection: Connection) -> None:
    monday = date(2026, 11, 9)
    days = digest_news(open_connection, "daily", monday)
    assert {each.key for each in days if each.brand_id == "qinghe"} == {"daily:qinghe:2026-11-08"}
    assert len(days) == 5
    weeks = digest_news(open_connection, "weekly", date(2026, 11, 12))
    assert {(each.key, each.day) for each in weeks if each.brand_id == "qinghe"} == {
        ("weekly:qinghe:2026-11-02", date(2026, 11, 8))
    }
    assert digest_news(open_connection, "daily", date(2026, 11, 12)) == [], "nothing is known of yesterday"


def test_digests_tell_the_sentence_the_figures_and_posts(open_connection: Connection) -> None:
    news = next(each for each in digest_news(open_connection, "weekly", date(2026, 11, 9)) if each.brand_id == "qinghe")
    made = digest_message(open_connection, news, link="https://crm.invalid/p")
    assert made is not None
    assert (made.label, made.mood, made.at) == (("周报·预警", "Weekly: alert"), "bad", "2026-11-02 – 2026-11-08")
    assert made.sentences[0][0].startswith("11月2日起")
    assert "净情感 −83.6%" in made.sentences[1][0]
    assert len(made.posts) == 3
    nothing = News(key="daily:qinghe:2025-01-01", kind="daily", brand_id="qinghe", day=date(2025, 1, 1))
    assert digest_message(open_connection, nothing) is None
