"""Complaints whose source says how they stand and not when they got there."""

from datetime import date

import pytest

from records import Mention
from tests.warehouse.conftest import Builder, rows_of
from tests.warehouse.written import at, mention, said
from warehouse import answers
from warehouse.answers import Period

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
MILESTONES = """select status, first_reply_date_key, resolved_date_key, reply_count, reopened_count, reply_minutes
    from fact_complaint"""


def complaint(name: str, status: str | None) -> Mention:
    """A complaint on a platform."""
    return mention(name, "茉里茶里有异物", kind="complaint", platform="chezhiwang", status=status)


def step(name: str, number: int, **given: object) -> Mention:
    """An entry of a complaint's thread."""
    place = {"platform": "chezhiwang", "parent_id": name, "root_id": name}
    return mention(f"{name}/{number}", "处理", kind="comment", **place, **given)


@pytest.mark.parametrize(
    ("status", "reply_day", "resolved_day"),
    [("open", -3, -3), (None, -3, -3), ("replied", -1, -3), ("resolved", -1, -1), ("closed", -1, -1)],
)
def test_a_milestone_at_an_unknown_time_is_reached(
    build: Builder, status: str | None, reply_day: int, resolved_day: int
) -> None:
    star = build([complaint("k1", status)], [])
    assert rows_of(star, MILESTONES) == [(status, reply_day, resolved_day, None, None, None)]


def test_a_thread_without_times_counts_its_answers(build: Builder) -> None:
    steps = [step("k1", 1, status="replied", published_at=None), step("k1", 2, status="resolved", published_at=None)]
    star = build([complaint("k1", "open"), *steps], [])
    assert rows_of(star, MILESTONES) == [("resolved", -1, -1, 1, 0, None)]


def test_answered_counts_what_the_source_says_and_the_median_what_it_times(build: Builder) -> None:
    states = {"k1": "open", "k2": "replied", "k3": "closed", "k4": "open"}
    texts = [complaint(name, status) for name, status in states.items()]
    texts.append(step("k4", 1, status="replied", published_at=at(1, 14)))
    star = build(texts, [said(f"chezhiwang:{name}", "link", "alias", "moli") for name in states])
    assert answers.complaint_service(star, "moli", MARCH).records() == [
        {
            "platform": "chezhiwang",
            "complaint_count": 4,
            "replied_count": 3,
            "resolved_count": 1,
            "timed_count": 1,
            "median_reply_minutes": 120,
        }
    ]
