"""Brands are judged by the hour where sources tell hours, else by the day."""

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from crm.crisis import alert_episodes
from crm.crisis.episodes import DTYPES, SPREADER_DTYPES
from records.time import SHANGHAI

FIRST = datetime(2026, 3, 2, tzinfo=SHANGHAI)
ALARM_DAY = 30


def said(
    brand: str, day: int, count: int, *, hour: float | None, tone: str = "negative", **more: Any
) -> list[dict[str, Any]]:
    """`count` mentions of a day: spread from `hour` on, or all at midnight where only the day is told."""
    at = [FIRST + timedelta(days=day, hours=0 if hour is None else hour + 0.1 * n) for n in range(count)]
    source = "dated" if hour is None else "timed"
    return [{"brand_id": brand, "published_at": each, "sentiment": tone, "source": source, **more} for each in at]


def history(brand: str, *, hour: float | None, days: int = 40, swarm: int = 60) -> list[dict[str, Any]]:
    """Forty calm days with a swarm on the thirty-first."""
    rows = [
        row
        for day in range(days)
        for row in said(brand, day, 6, hour=hour, topic_id="t_price") + said(brand, day, 9, hour=hour, tone="positive")
    ]
    return rows + said(brand, ALARM_DAY, swarm, hour=hour, topic_id="t_plastic")


def mentions(*parts: list[dict[str, Any]]) -> pd.DataFrame:
    rows = [row for part in parts for row in part]
    filled = [
        {"mention_id": f"m{n}", "author_id": f"a{n}", "topic_id": None, "content_key": n, "platform": "weibo",
         "day": row["published_at"].date(), "engagement_count": None, **row}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return pd.DataFrame(filled)


def test_a_brand_of_days_is_judged_by_the_day_and_another_by_the_hour() -> None:
    found = alert_episodes(mentions(history("hourly", hour=9.0), history("daily", hour=None))).alerts
    assert list(found["brand_id"]) == ["daily", "hourly"]
    dated, timed = found.to_dict("records")
    assert [each["opened_on"] for each in (dated, timed)] == [date(2026, 4, 1)] * 2
    assert timed["opened_at"] <= pd.Timestamp(FIRST + timedelta(days=ALARM_DAY, hours=13))
    assert all(pd.isna(dated[name]) for name in ("opened_at", "began_at", "voice_count"))
    assert (dated["kind"], dated["topic_id"], dated["negative_count"]) == ("swarm", "t_plastic", 66)


def test_midnights_of_a_dated_source_are_no_burst_of_a_timed_brand() -> None:
    calm = history("tea", hour=9.0, swarm=0)
    night = [row for day in range(25, 35) for row in said("tea", day, 8, hour=None)]
    assert alert_episodes(mentions(calm, night)).alerts.empty


def test_a_grave_dated_post_knows_its_day_and_its_swarm() -> None:
    grave = said("daily", ALARM_DAY, 1, hour=None, severity_points=90)
    found = alert_episodes(mentions(history("daily", hour=None), grave)).alerts
    post, swarm = (found[found["kind"] == kind].iloc[0] for kind in ("post", "swarm"))
    assert pd.isna(post["opened_at"])
    assert post["opened_on"] == date(2026, 4, 1)
    assert (post["reasons"], post["swarm_alert_id"]) == ("severity", swarm["alert_id"])


def test_the_brands_first_own_post_after_the_opening_is_told() -> None:
    later = said("tea", ALARM_DAY + 1, 1, hour=8.0, tone="neutral", content_class="BGC")
    earlier = said("tea", ALARM_DAY, 1, hour=7.0, tone="neutral", content_class="BGC")
    found = alert_episodes(mentions(history("tea", hour=9.0), earlier, later)).alerts
    assert found["first_own_post_at"].tolist() == [pd.Timestamp(FIRST + timedelta(days=ALARM_DAY + 1, hours=8))]


def test_nothing_gives_typed_tables() -> None:
    found = alert_episodes(mentions(history("tea", hour=9.0)).iloc[:0])
    assert list(found.alerts.columns) == list(DTYPES)
    assert list(found.spreaders.columns) == list(SPREADER_DTYPES)
