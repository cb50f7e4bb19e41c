from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm.crisis import alerts, daily_negatives, daily_topic_negatives
from crm.crisis.baseline import AlertRule, usual
from crm.crisis.daily import DTYPES
from records.errors import ConfigError, UsageError

Frames = Callable[..., pd.DataFrame]
FIRST = date(2026, 1, 5)  # a Monday
CRISIS = range(40, 47)


def series(counts: list[int | None], brand_id: str = "tea") -> pd.DataFrame:
    days = [FIRST + timedelta(days=i) for i in range(len(counts))]
    return pd.DataFrame({"brand_id": brand_id, "day": days, "negative_count": counts})


def calm(rng: np.random.Generator, *, rate: float, day_count: int, weekend: float = 1.5, extra: float = 0) -> list[int]:
    """Poisson counts with a weekend effect; `extra` is the variance of a gamma factor on each day's rate."""
    factors = rng.gamma(1 / extra, extra, day_count) if extra else np.ones(day_count)
    rates = [rate * (weekend if (FIRST + timedelta(days=i)).weekday() >= 5 else 1) for i in range(day_count)]
    return [int(n) for n in rng.poisson(rates * factors)]


def day(i: int) -> date:
    return FIRST + timedelta(days=i)


@pytest.mark.parametrize("seed", range(5))
def test_seven_days_of_crisis_are_one_episode_opened_on_its_first_day(seed: int) -> None:
    counts = calm(np.random.default_rng(seed), rate=12, day_count=70)
    for i, height in zip(CRISIS, (120, 400, 533, 380, 240, 150, 110), strict=True):
        counts[i] += height
    table = alerts(series(counts))
    assert len(table) == 1
    row = table.iloc[0]
    assert (row.opened_on, row.peak_on, row.closed_on) == (day(40), day(42), day(47))
    assert row.negative_count == sum(counts[i] for i in CRISIS)
    assert row.peak_negative_count == counts[42]
    assert 5 < row.baseline_negative_count < 30
    assert 0.8 < row.severity < 1


def test_calm_noise_rarely_alarms() -> None:
    """Four brands, eight weeks after four of run-in, twenty seeds: at most one false alarm per run on average."""
    for extra in (0.0, 0.1):
        alarms = 0
        for seed in range(20):
            rng = np.random.default_rng(seed)
            brands = [series(calm(rng, rate=r, day_count=84, extra=extra), f"b{r}") for r in (5, 15, 30, 60)]
            alarms += len(alerts(pd.concat(brands)))
        assert alarms / 20 <= 1


def test_an_open_episode_has_no_closing_day() -> None:
    rule = AlertRule()
    for quiet_day_count, expected in ((0, None), (1, None), (2, day(35))):
        table = alerts(series([10] * 30 + [90] * 5 + [10] * quiet_day_count), rule=rule)
        assert len(table) == 1
        assert (table.closed_on.iloc[0] if expected else pd.isna(table.closed_on.iloc[0])) == (expected or True)


def test_one_quiet_day_does_not_split_an_episode_two_do() -> None:
    split = [10] * 30 + [90, 90, 11, 80]
    table = alerts(series([*split, 10, 10]))
    assert table[["opened_on", "closed_on"]].to_numpy().tolist() == [[day(30), day(34)]]
    assert table.negative_count.iloc[0] == 90 + 90 + 11 + 80
    assert len(alerts(series([10] * 30 + [90, 90, 11, 9, 80, 10, 10]))) == 2


def test_a_second_crisis_is_judged_by_the_calm_before_the_first() -> None:
    table = alerts(series([10] * 30 + [300] * 6 + [10] * 5 + [70, 10, 10]))
    assert table.opened_on.tolist() == [day(30), day(41)]


def test_a_lasting_new_level_becomes_the_usual() -> None:
    table = alerts(series([10] * 30 + [80] * 60))
    assert len(table) == 1
    assert table.closed_on.iloc[0] == day(30 + 28)


def test_too_little_known_or_too_few_negatives_never_alarm() -> None:
    assert alerts(series([10] * 13 + [500])).empty
    assert len(alerts(series([10] * 14 + [500]))) == 1
    assert alerts(series([0] * 40 + [19])).empty
    assert len(alerts(series([0] * 40 + [20]))) == 1


def test_unknown_days_neither_alarm_nor_calm() -> None:
    assert alerts(series([None] * 20 + [10] * 13 + [500])).empty
    table = alerts(series([10] * 30 + [90, None, None, None, 85]))
    assert len(table) == 1
    assert pd.isna(table.closed_on.iloc[0])
    assert table.negative_count.iloc[0] == 175


def test_later_days_never_move_an_opening() -> None:
    counts = calm(np.random.default_rng(1), rate=20, day_count=80)
    for i in CRISIS:
        counts[i] += 150
    early, late = alerts(series(counts[:42])), alerts(series(counts))
    assert early.alert_id.tolist() == late.alert_id.tolist()


def test_severity_grows_with_the_peak() -> None:
    severities = [alerts(series([10] * 30 + [peak])).severity.iloc[0] for peak in (40, 80, 400, 4000)]
    assert severities == sorted(severities)
    assert 0 < severities[0] < severities[-1] < 1


def test_brands_are_apart_and_the_order_of_rows_changes_nothing() -> None:
    both = pd.concat([series([10] * 30 + [90], "tea"), series([10] * 31, "coffee")])
    table = alerts(both)
    assert table.brand_id.tolist() == ["tea"]
    pd.testing.assert_frame_equal(table, alerts(both.sample(frac=1, random_state=1)))


def test_the_topic_that_grew_most_is_named() -> None:
    rows = [("tea", day(i), topic, n) for i in range(30) for topic, n in (("t_price", 8), ("t_taste", 2))]
    rows += [("tea", day(30), "t_price", 40), ("tea", day(30), "t_mould", 60), ("tea", day(30), "t_rare", 2)]
    topics = pd.DataFrame(rows, columns=["brand_id", "day", "topic_id", "negative_count"])
    assert alerts(series([10] * 30 + [102]), topics=topics).topic_id.tolist() == ["t_mould"]
    assert alerts(series([10] * 30 + [102]), topics=topics[topics["topic_id"] == "none"]).topic_id.isna().all()


def test_a_storm_of_neutral_posts_by_a_water_army_is_no_crisis(mentions: Frames) -> None:
    rows = [{"day": day(i), "sentiment": "negative"} for i in range(40) for _ in range(8)]
    rows += [{"day": day(35), "sentiment": "neutral", "is_water_army": True} for _ in range(400)]
    rows += [{"day": day(36), "sentiment": "negative", "is_abstained": True} for _ in range(400)]
    assert alerts(daily_negatives(mentions(*rows))).empty


def test_daily_counts_know_zero_from_unknown(mentions: Frames) -> None:
    posts = mentions(
        {"day": day(1), "sentiment": "positive"},
        {"day": day(3), "sentiment": "negative", "topic_id": "t_a"},
        {"day": day(3), "sentiment": "negative"},
        {"day": None, "sentiment": "negative"},
        {"day": day(4), "brand_id": "coffee"},
    )
    table = daily_negatives(posts)
    tea = table[table["brand_id"] == "tea"]
    assert tea.day.dt.date.tolist() == [day(i) for i in range(1, 5)]
    assert tea.negative_count.tolist() == [0, 0, 2, 0]
    assert table[table["brand_id"] == "coffee"].negative_count.tolist() == [0]
    assert daily_topic_negatives(posts).negative_count.tolist() == [1]
    assert len(daily_negatives(posts, last_day=day(2))) == 2


def test_nothing_gives_a_typed_empty_table(mentions: Frames) -> None:
    for daily in (series([]), series([None, None]), daily_negatives(mentions()), series([5])):
        table = alerts(daily)
        assert table.empty
        assert table.dtypes.astype(str).to_dict() == alerts(series([1] * 20 + [99])).dtypes.astype(str).to_dict()
        assert list(table.columns) == list(DTYPES)


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(UsageError, match="daily negative frame lacks negative_count"):
        alerts(series([1]).drop(columns="negative_count"))
    with pytest.raises(ConfigError, match="close_deviations"):
        AlertRule(close_deviations=9)
    with pytest.raises(ConfigError, match="min_known_days"):
        AlertRule(min_known_days=60)
    with pytest.raises(ConfigError, match="1 or more"):
        AlertRule(quiet_day_count=0)


def test_weekdays_have_levels_of_their_own() -> None:
    counts = {day(i): 40 if day(i).weekday() >= 5 else 10 for i in range(28)}
    seasonal, plain = usual(counts, day(28), AlertRule()), usual(counts, day(28), AlertRule(is_seasonal=False))
    assert seasonal is not None
    assert plain is not None
    assert seasonal.expected(day(33)) > 2 * seasonal.expected(day(28))
    assert plain.expected(day(33)) == plain.expected(day(28))


def _launch(judged_share: float) -> pd.DataFrame:
    """Four calm weeks of 10 negatives in 50 judged mentions, then a day of 60 negatives."""
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(29)]
    negatives = [10] * 28 + [60]
    judged = [50] * 28 + [round(60 / judged_share)]
    return pd.DataFrame({"brand_id": "b", "day": days, "negative_count": negatives, "judged_count": judged})


def test_a_launch_with_more_of_every_tone_is_no_alarm() -> None:
    assert len(alerts(_launch(0.2))) == 0


def test_the_same_negatives_among_fewer_other_voices_are_one() -> None:
    assert alerts(_launch(0.6))["opened_on"].tolist() == [date(2026, 3, 29)]


def test_unknown_judged_counts_leave_the_negatives_to_decide() -> None:
    assert len(alerts(_launch(0.2).drop(columns="judged_count"))) == 1
