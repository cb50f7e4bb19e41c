"""When alerts are raised, as `brands.yml` states it, and what decides on them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from crm.crisis.posts import HARMLESS, RED_LINES, PostRule
from crm.crisis.swarmrule import SwarmRule
from pipeline.findings.alerting import AlertInputs, alert_results
from pipeline.settings.alerts import AlertSection
from records.errors import ConfigError

SEEN = datetime(2026, 3, 10, 12, tzinfo=UTC)


def section(**given: Any) -> AlertSection:
    return AlertSection.model_validate(given)


def test_what_is_left_out_keeps_its_bound() -> None:
    assert section().swarm_rule() == SwarmRule()
    assert section().post_rule() == PostRule()
    assert section().words() == (RED_LINES, HARMLESS)
    bold = section(swarm={"min_voice_count": 20}, days={"window_days": 14}, post={"min_follower_count": 5})
    assert (bold.swarm_rule().min_voice_count, bold.swarm_rule().days.window_days) == (20, 14)
    assert bold.post_rule().min_follower_count == 5


def test_words_replace_the_list_and_blank_ones_are_in_every_text() -> None:
    own = section(post={"red_lines": ["爆炸", " ", ""], "harmless": []})
    assert own.words() == (("爆炸",), ())


@pytest.mark.parametrize(
    "wrong", [{"swarm": {"burst_scale": 1}}, {"swarm": {"max_voice_share": 0}}, {"post": {"follower": 1}}, {"day": {}}]
)
def test_what_makes_no_sense_is_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        section(**wrong)


def test_bounds_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(ConfigError, match="min_known_days must lie between 2 and window_days"):
        section(days={"min_known_days": 30}).swarm_rule()


def mentions(*published_at: datetime) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "content_key": range(1, len(published_at) + 1),
            "mention_id": [f"weibo:{n}" for n in range(len(published_at))],
            "brand_id": "tea", "day": [at.date() for at in published_at], "published_at": published_at,
            "platform": "weibo", "source": "weibo_posts", "author_id": "a", "sentiment": "negative",
            "follower_count": None, "engagement_count": None, "topic_id": None,
        }
    )  # fmt: skip


def inputs(marks: list[dict[str, Any]], **post: Any) -> AlertInputs:
    columns = ["content_key", "root_mention_id", "severity_points", "red_lines"]
    frame = pd.DataFrame(marks, columns=columns)
    return AlertInputs(frame, {date(2026, 3, 9): True}, SEEN, section(post=post))


def test_marks_and_flags_make_single_posts_alarm() -> None:
    frame = mentions(SEEN - timedelta(hours=5), SEEN - timedelta(hours=4), SEEN - timedelta(hours=3), SEEN)
    marks = [{"content_key": 1, "red_lines": "召回"}, {"content_key": 2, "severity_points": 85}]
    found = alert_results(frame, inputs(marks, flagged=["weibo:2"]))
    rows = found["alerts"].tables["all"].to_pylist()
    assert [(row["content_key"], row["reasons"]) for row in rows] == [(1, "red_line"), (2, "severity"), (3, "flag")]
    assert found["alert_spreaders"].tables == {}


def test_a_post_dated_after_the_last_look_does_not_stretch_the_hours() -> None:
    late = mentions(SEEN - timedelta(hours=5), SEEN + timedelta(days=365))
    found = alert_results(
        late, inputs([{"content_key": 1, "red_lines": "召回"}, {"content_key": 2, "red_lines": "召回"}])
    )
    assert [row["content_key"] for row in found["alerts"].tables["all"].to_pylist()] == [1]
