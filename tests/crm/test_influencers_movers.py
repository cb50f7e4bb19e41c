from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from crm.influence.movers import sentiment_movers
from records.errors import UsageError

Mentions = Callable[..., pd.DataFrame]
WEEKS = {"period_start": date(2026, 3, 9), "period_end": date(2026, 3, 15), "previous_start": date(2026, 3, 2),
         "previous_end": date(2026, 3, 8)}  # fmt: skip
NOW, BEFORE = date(2026, 3, 10), date(2026, 3, 3)


def said(author: str, tone: str | None, day: date = NOW, **more: Any) -> dict[str, Any]:
    return {"author_id": author, "sentiment": tone, "day": day, **more}


def reposts(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.dropna(subset=["root_mention_id"])
    return rows.rename(columns={"mention_id": "child_mention_id"})[["child_mention_id", "root_mention_id", "kind"]]


def moved(frame: pd.DataFrame, **weeks: date) -> pd.DataFrame:
    return sentiment_movers(frame, reposts(frame), **{**WEEKS, **weeks})


def test_points_by_hand(mentions: Mentions) -> None:
    # Last week 3 of 4 good: net 50. This week one good, one bad, one neither: net 0. The middle is 25.
    frame = mentions(*(said(f"fan{i}", "positive", BEFORE) for i in range(3)), said("foe", "negative", BEFORE),
                     said("fan0", "positive"), said("foe", "negative"), said("mute", "neutral"))  # fmt: skip
    points = moved(frame).set_index("author_id")["points"]
    assert points.to_dict() == pytest.approx({
        "foe": -125 / 3 + 125 / 4, "fan0": 75 / 3 - 75 / 4, "fan1": -75 / 4, "fan2": -75 / 4, "mute": -25 / 3,
    })  # fmt: skip
    assert points.sum() == pytest.approx(-50)


def test_what_nobody_knows_the_author_of_counts_too(mentions: Mentions) -> None:
    frame = mentions(said("fan", "positive", BEFORE), said("fan", "positive"), said("x", "negative"))
    frame["author_id"] = frame["author_id"].mask(frame["author_id"] == "x")
    table = moved(frame)
    assert table["points"].sum() == pytest.approx(-100)
    assert table.loc[table["author_id"].isna(), "negative_count"].tolist() == [1]


def test_a_repost_is_credited_to_the_root(mentions: Mentions) -> None:
    frame = mentions(
        said("fan", "positive", BEFORE),
        said("star", "negative", mention_id="weibo:root", topic_id="t1"),
        said("ann", "negative", kind="repost", root_mention_id="weibo:root", topic_id="t1"),
        said("bob", "negative", kind="comment", root_mention_id="weibo:root", topic_id="t1"),
        said("cat", "negative", kind="repost", root_mention_id="weibo:gone"),
        said("star", "negative", kind="repost", root_mention_id="weibo:root", topic_id="t1"),
    )
    table = moved(frame).set_index("author_id")
    assert table.index[0] == "fan"
    star = table.loc["star"]
    assert star[["own_points", "caused_points", "points"]].tolist() == pytest.approx([-40, -20, -60])
    assert (star["negative_count"], star["topic_id"], star["rank"]) == (3, "t1", 2)
    assert table.loc[["bob", "cat"], "own_points"].tolist() == pytest.approx([-20, -20])
    assert table.loc["cat", "topic_id"] is pd.NA
    assert table["points"].sum() == pytest.approx(-200)
    told = sentiment_movers(frame, reposts(frame).assign(root_author_id=["far"] * 4), **WEEKS).set_index("author_id")
    assert told.loc["far", "caused_points"].sum() == pytest.approx(-60)


def test_contributions_sum_to_the_change_and_turn_with_time(mentions: Mentions, group_members: Any) -> None:
    frame, _, _ = group_members([{"topic": "甜度"}, {"topic": "价格"}], 40)
    back = {"period_start": WEEKS["previous_start"], "period_end": WEEKS["previous_end"],
            "previous_start": WEEKS["period_start"], "previous_end": WEEKS["period_end"]}  # fmt: skip
    table, turned = moved(frame), moved(frame, **back)

    def net(start: date, end: date) -> float:
        tones = frame.loc[(frame["day"] >= start) & (frame["day"] <= end), "sentiment"].value_counts()
        return float(100 * (tones["positive"] - tones["negative"]) / tones.sum())

    change = net(WEEKS["period_start"], WEEKS["period_end"]) - net(WEEKS["previous_start"], WEEKS["previous_end"])
    assert table["points"].sum() == pytest.approx(change)
    assert turned["points"].sum() == pytest.approx(-change)
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    assert table["points"].abs().round(6).is_monotonic_decreasing
    shuffled = moved(frame.sample(frac=1, random_state=4))
    pd.testing.assert_frame_equal(table, shuffled)


def test_several_topics_count_once_and_abstained_never(mentions: Mentions) -> None:
    frame = mentions(said("fan", "positive", BEFORE), said("foe", "negative", mention_id="m", topic_id="b"),
                     said("foe", "negative", mention_id="m", topic_id="a"),
                     said("odd", "negative", is_abstained=True))  # fmt: skip
    frame["is_abstained"] = frame["is_abstained"].eq(True)
    table = moved(frame)
    assert table.loc[table["author_id"] == "foe", ["topic_id", "negative_count"]].to_numpy().tolist() == [["a", 1]]
    assert "odd" not in set(table["author_id"])


def test_a_brand_heard_in_one_week_only_has_no_change(mentions: Mentions) -> None:
    assert moved(mentions(said("fan", "positive"))).empty
    assert moved(mentions()).dtypes["points"].name == "Float64"
    with pytest.raises(UsageError, match="before it begins"):
        moved(mentions(), previous_end=date(2026, 1, 1))
