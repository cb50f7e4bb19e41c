from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crm.crisis import crises, hourly_negatives
from crm.crisis.baseline import AlertRule, usual, weekday_of
from crm.crisis.episodes import DTYPES, SPREADER_DTYPES
from crm.crisis.posts import PostRule, red_line_words
from crm.crisis.swarmrule import SwarmRule
from crm.crisis.told import half_life
from records.errors import ConfigError, UsageError
from records.time import SHANGHAI

FIRST = datetime(2026, 3, 2, tzinfo=SHANGHAI)
ALARM = 30 * 24 + 10
"""The hour in which the planted crises begin: ten in the morning of the 31st day."""


def at(hour: float) -> datetime:
    return FIRST + timedelta(hours=hour)


def said(hour: float, count: int = 1, **more: Any) -> list[dict[str, Any]]:
    return [{"published_at": at(hour), "sentiment": "negative", **more} for _ in range(count)]


def calm(day_count: int = 40, *, negatives: int = 12, others: int = 24, **more: Any) -> list[dict[str, Any]]:
    """The same every day: `negatives` and `others` spread evenly."""
    hours = [24 * day + 24 * n / negatives for day in range(day_count) for n in range(negatives)]
    rows = [row for hour in hours for row in said(hour, **more)]
    for day in range(day_count):
        rows += [{"published_at": at(24 * day + 24 * n / others), "sentiment": "positive"} for n in range(others)]
    return rows


def mentions(*parts: list[dict[str, Any]]) -> pd.DataFrame:
    rows = [row for part in parts for row in part]
    filled = [
        {
            "brand_id": "tea", "mention_id": f"m{n}", "author_id": f"a{n}", "platform": "weibo",
            "follower_count": None, "engagement_count": None, "topic_id": None, "content_key": n, **row,
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip
    columns = ["brand_id", "mention_id", "author_id", "published_at", "sentiment", "platform", "follower_count"]
    return pd.DataFrame(filled, columns=list(dict.fromkeys([*columns, *(name for row in filled for name in row)])))


def swarm(hours: int = 6, per_hour: int = 8, **more: Any) -> list[dict[str, Any]]:
    return [row for n in range(hours) for row in said(ALARM + n + 0.2, per_hour, **more)]


def test_a_swarm_is_found_within_two_hours_and_ends() -> None:
    frame = mentions(calm(topic_id="t_price"), swarm(topic_id="t_plastic"))
    found = crises(frame).alerts
    assert len(found) == 1
    row = found.iloc[0]
    assert row.kind == "swarm"
    assert row.began_at == pd.Timestamp(at(ALARM))
    assert pd.Timestamp(at(ALARM)) < row.opened_at <= pd.Timestamp(at(ALARM + 2))
    assert row.opened_on == row.peak_on == at(ALARM).date()
    assert pd.Timestamp(at(ALARM + 5)) <= row.closed_at <= pd.Timestamp(at(ALARM + 30))
    assert row.negative_count == row.peak_negative_count == 5 * 8 + 3
    assert row.baseline_negative_count == 12
    assert row.topic_id == "t_plastic"
    assert row.voice_count == row.negative_count
    assert 0 < row.severity < 1


def test_later_hours_never_move_an_opening() -> None:
    frame = mentions(calm(), swarm())
    early = crises(frame[frame["published_at"] < at(ALARM + 3)], end=at(ALARM + 3)).alerts
    late = crises(frame).alerts
    assert early[["alert_id", "began_at", "opened_at"]].equals(late[["alert_id", "began_at", "opened_at"]])
    assert pd.isna(early["closed_at"].iloc[0])


def test_the_order_of_rows_changes_nothing() -> None:
    frame = mentions(calm(), swarm())
    one, other = crises(frame), crises(frame.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(one.alerts, other.alerts)
    pd.testing.assert_frame_equal(one.spreaders, other.spreaders)


def test_one_loud_account_or_a_water_army_is_no_swarm() -> None:
    assert crises(mentions(calm(), swarm(author_id="a_loud"))).alerts.empty
    assert crises(mentions(calm(), swarm(is_water_army=True))).alerts.empty
    assert len(crises(mentions(calm(), swarm(author_id=None))).alerts) == 1


def test_an_army_within_a_swarm_is_counted_apart() -> None:
    row = crises(mentions(calm(), swarm(), swarm(hours=4, per_hour=5, is_water_army=True))).alerts.iloc[0]
    assert row.army_negative_count == 20
    assert row.negative_count == 5 * 8 + 3


def test_known_small_reach_blocks_unknown_reach_never() -> None:
    assert crises(mentions(calm(follower_count=3), swarm(follower_count=3))).alerts.empty
    assert len(crises(mentions(calm(follower_count=3), swarm(follower_count=300))).alerts) == 1
    some = swarm(follower_count=3)
    for row in some[::4]:
        row["follower_count"] = None
    assert len(crises(mentions(calm(follower_count=3), some)).alerts) == 1


def test_more_of_every_tone_is_no_swarm() -> None:
    praise = [{**row, "sentiment": "positive"} for row in swarm(per_hour=16)]
    assert crises(mentions(calm(), swarm(), praise)).alerts.empty


def test_alerted_days_are_no_baseline_and_missing_days_are_zero() -> None:
    again = [{**row, "published_at": row["published_at"] + timedelta(days=4)} for row in swarm()]
    found = crises(mentions(calm(), swarm(per_hour=40), again)).alerts
    assert found["baseline_negative_count"].tolist() == [12, 12]
    silent = [row for row in calm() if not 10 <= (row["published_at"] - FIRST).days < 29]
    assert crises(mentions(silent, swarm())).alerts["baseline_negative_count"].tolist() == [0]


def test_too_little_history_never_alarms() -> None:
    shift = timedelta(days=20)
    late = [{**row, "published_at": row["published_at"] - shift} for row in swarm()]
    assert crises(mentions(calm(10), late)).alerts.empty


def test_a_lasting_new_level_becomes_the_usual() -> None:
    lasting = [row for day in range(45) for n in range(72) for row in said(ALARM + 24 * day + n / 3)]
    rule = SwarmRule(days=AlertRule(max_episode_days=10))
    found = crises(mentions(calm(), lasting), rule=rule).alerts
    assert found["closed_at"].notna().tolist()[0]
    assert found["closed_at"].iloc[0] - found["began_at"].iloc[0] == pd.Timedelta(days=10)


def test_who_spreads_it_is_ranked_by_reach() -> None:
    big = said(ALARM + 1, author_id="a_big", follower_count=900_000, engagement_count=5)
    loud = said(ALARM + 1.5, 3, author_id="a_loud", follower_count=2_000)
    spread = crises(mentions(calm(), swarm(), big, loud)).spreaders
    assert spread["author_id"].tolist()[:2] == ["a_big", "a_loud"]
    assert spread["negative_count"].tolist()[:2] == [1, 3]
    assert spread["rank"].tolist() == list(range(1, len(spread) + 1))
    assert len(spread) == 10


def test_half_life_counts_hours_after_the_fullest_day() -> None:
    negatives = np.concatenate([np.full(24, 11.0), np.full(24, 6.0), np.full(24, 1.0)])
    assert half_life(negatives, np.full(72, 1.0), 0, 72) == 24
    assert half_life(negatives[:24], np.full(24, 1.0), 0, 24) is None
    assert half_life(np.ones(5), np.ones(5), 0, 5) is None


@pytest.mark.parametrize(
    ("post", "reasons"),
    [
        ({"follower_count": 1_000_000}, "account"),
        ({"red_lines": "致癌"}, "red_line"),
        ({"severity_points": 80, "sentiment": None}, "severity"),
        ({"is_flagged": True, "sentiment": "positive"}, "flag"),
        ({"follower_count": 2_000_000, "red_lines": "召回", "severity_points": 99}, "account,red_line,severity"),
    ],
)
def test_a_single_post_alarms(post: dict[str, Any], reasons: str) -> None:
    key = 2**62 + 1
    found = crises(mentions(calm(3), said(30, **{"content_key": key, **post}))).alerts
    assert found[["kind", "reasons", "content_key"]].to_numpy().tolist() == [["post", reasons, key]]
    assert found["opened_at"].iloc[0] == pd.Timestamp(at(30))


@pytest.mark.parametrize(
    "post",
    [
        {"follower_count": 999_999},
        {"follower_count": 5_000_000, "sentiment": "positive"},
        {"red_lines": "致癌", "content_class": "BGC"},
        {"severity_points": 99, "is_inherited": True},
        {"severity_points": 79},
    ],
)
def test_other_posts_do_not(post: dict[str, Any]) -> None:
    assert crises(mentions(said(30, **post))).alerts.empty


def test_a_thread_or_a_wording_alarms_once_and_knows_its_swarm() -> None:
    copies = said(ALARM + 3, 2, red_lines="召回", duplicate_group="d1") + said(
        ALARM + 4, 2, red_lines="召回", root_mention_id="r1"
    )
    found = crises(mentions(calm(), swarm(), copies)).alerts
    swarm_id = found.loc[found["kind"] == "swarm", "alert_id"].iloc[0]
    assert found.loc[found["kind"] == "post", "swarm_alert_id"].tolist() == [swarm_id, swarm_id]
    assert found["alert_id"].is_unique


def test_red_line_words_are_read_but_not_within_harmless_ones() -> None:
    texts = pd.Series(["吃完食物中毒，要求召回", "排队排到心态爆炸", "一起火锅", None, "充电时爆炸"])
    assert red_line_words(texts).fillna("").tolist() == ["食物中毒,召回", "", "", "", "爆炸"]
    assert red_line_words(texts, ["火锅"]).notna().tolist() == [False, False, True, False, False]


@pytest.mark.parametrize("rows", [[], said(5), said(5, 3), [*said(0), *said(23)], said(3, 50, author_id="a")])
def test_nothing_one_hour_or_one_day_give_typed_tables(rows: list[dict[str, Any]]) -> None:
    found = crises(mentions(rows))
    assert found.alerts.empty
    assert list(found.alerts.columns) == list(DTYPES)
    assert list(found.spreaders.columns) == list(SPREADER_DTYPES)
    full = crises(mentions(calm(), swarm()))
    assert found.alerts.dtypes.equals(full.alerts.dtypes)
    assert found.spreaders.dtypes.equals(full.spreaders.dtypes)


def test_no_variation_at_all_is_no_alarm() -> None:
    assert crises(mentions(calm())).alerts.empty
    silent = [{"published_at": at(n), "sentiment": "positive"} for n in range(24 * 40)]
    assert crises(mentions(silent)).alerts.empty


def test_hours_without_mentions_count_zero() -> None:
    table = hourly_negatives(mentions(said(2.5, 2, follower_count=10), said(26, author_id="b")), end=at(28.5))
    assert len(table) == 28
    assert table["negative_count"].sum() == 3
    assert table["hour"].iloc[0] == pd.Timestamp(2026, 3, 2)
    assert table.loc[2, ["negative_count", "voice_count", "reach_count", "reach_known_count"]].tolist() == [2, 2, 20, 2]
    assert hourly_negatives(mentions()).empty


def test_holidays_are_like_sundays_and_make_up_days_like_midweek() -> None:
    workdays = {date(2026, 10, 1): False, date(2026, 10, 10): True}
    assert [weekday_of(date(2026, 10, day), workdays) for day in (1, 2, 10, 11)] == [6, 4, 2, 6]
    counts = {date(2026, 9, 3) + timedelta(days=n): 40 if (n + 3) % 7 >= 5 else 10 for n in range(28)}
    plain = usual(counts, date(2026, 10, 1), AlertRule())
    known = usual(counts, date(2026, 10, 1), AlertRule(), workdays)
    assert plain is not None
    assert known is not None
    assert known.expected(date(2026, 10, 1)) > 2 * plain.expected(date(2026, 10, 1))


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(UsageError, match="lacks"):
        crises(mentions(said(1)).drop(columns="published_at"))
    with pytest.raises(UsageError, match="no zone"):
        crises(mentions([{"published_at": datetime(2026, 3, 2), "sentiment": "negative"}]))
    for rule in ({"burst_scale": 1}, {"min_voice_count": 0}, {"max_voice_share": 0}, {"quiet_hours": 0}):
        with pytest.raises(ConfigError, match="alerts:"):
            SwarmRule(**rule)
    with pytest.raises(ConfigError, match="alerts:"):
        PostRule(min_follower_count=-1)
