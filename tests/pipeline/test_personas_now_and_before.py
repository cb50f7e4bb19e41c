"""Personas of two windows, their cards and drift, as results for the lake."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, cast

import pandas as pd
import pytest

from pipeline.findings.histories import Histories
from pipeline.findings.personas import STEP_DAYS, persona_results
from pipeline.findings.result import Result

LAST = date(2026, 6, 28)
GROUPS = {"优惠": 20, "口味": 9, "排队": 13}
"""What a group talks of, and its hour."""


@dataclass(frozen=True)
class Talk:
    """The part of the histories that personas are made from."""

    mentions: pd.DataFrame
    author_terms: pd.DataFrame
    aspects: pd.DataFrame
    """All of one group but one praise the taste, and all of another but one complain: what all say is told of none."""


def talk(day_count: int = 84, size: int = 30) -> Histories:
    rng, rows = Random(3), []
    for topic, hour in GROUPS.items():
        for number in range(size):
            for place in range(12):
                day = LAST - timedelta(days=(place * 7 + rng.randrange(7)) % day_count)
                at = datetime(day.year, day.month, day.day, hour - 8 if hour >= 8 else hour, tzinfo=UTC)
                rows.append({
                    "mention_id": f"w:{topic}{number}-{place}", "brand_id": "tea", "author_id": f"{topic}{number}",
                    "platform": "weibo", "kind": "post", "day": day, "published_at": at, "topic_id": topic,
                    "topic": topic, "is_complaint": topic == "排队" and number > 0,
                    "sentiment": "neutral", "is_abstained": False, "content_class": "UGC",
                    "is_water_army": False, "is_inherited": False, "region": "浙江",
                    "author_tier": "ordinary", "follower_count": 10, "engagement_count": 1, "content_key": len(rows),
                })  # fmt: skip
    mentions = pd.DataFrame(rows)
    terms = mentions.groupby(["author_id", "topic"]).size().rename("count").reset_index()
    is_taste = (mentions["topic"] == "口味") & (mentions["author_id"] != "口味0")
    aspects = mentions[is_taste].assign(aspect="味道", sentiment="positive")
    columns = ["platform", "author_id", "day", "aspect", "sentiment"]
    made = Talk(mentions, terms.rename(columns={"topic": "term"}), aspects[columns].drop_duplicates())
    return cast("Histories", made)


@pytest.fixture(scope="module")
def found() -> dict[str, Result]:
    return persona_results(talk())


def frame(result: Result, period: str) -> Any:
    return result.tables[period].to_pandas()


def test_both_windows_have_personas_and_members(found: dict[str, Result]) -> None:
    ends = [LAST, LAST - timedelta(days=STEP_DAYS)]
    assert [period.split("_")[1] for period in found["personas"].tables] == [str(day) for day in ends]
    assert set(found["memberships"].tables) == set(found["personas"].tables)


def test_a_card_tells_what_members_show_more_often(found: dict[str, Result]) -> None:
    now = max(found["personas"].tables)
    table = frame(found["personas"], now)
    cards = [json.loads(card) for card in table["card"].dropna()]
    liked = [card["aspect_liked"][0] for card in cards if "aspect_liked" in card]
    assert [(item["item"], item["n"], item["lift"]) for item in liked] == [("味道", 29, 3.0)]
    needs = [card["need"][0]["item"] for card in cards if "need" in card]
    assert needs == ["排队"]


def test_nobody_left_their_persona(found: dict[str, Result]) -> None:
    (table,) = found["persona_drifts"].tables.values()
    rows = table.to_pandas()
    assert set(rows["state"]) == {"kept"}
    assert set(rows["jaccard"]) == {1.0}
    assert found["persona_drifts"].reason == "0.0% of 90 authors of both periods left their persona"


def test_without_a_period_before_the_reason_is_said() -> None:
    young = persona_results(talk(day_count=20))
    assert len(young["personas"].tables) == 1
    assert not young["persona_drifts"].tables
    assert str(young["persona_drifts"].reason).startswith("of the period before: not enough evidence: n = 0")


def test_nobody_known_is_said() -> None:
    few = talk(size=2)
    found = persona_results(few)
    assert not any(result.tables for result in found.values())
    assert str(found["personas"].reason).startswith("not enough evidence")
