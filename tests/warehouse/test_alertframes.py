"""What alerts and the service are judged by, beside the mentions."""

from datetime import date

import sqlalchemy as sa

from records.ids import surrogate_key
from tests.warehouse.written import SEEN
from warehouse import alertframes, serviceframes


def test_only_negative_words_of_ones_own_about_a_tracked_brand_are_looked_through(star: sa.Connection) -> None:
    rows = alertframes.negative_text_frame(star).to_pylist()
    found = {row["content_key"] for row in rows}
    assert surrogate_key("weibo", "m16") in found
    assert surrogate_key("weibo", "m1") not in found, "it is positive"
    assert len(found) == len(rows), "each content once"
    assert all(row["text"] for row in rows)


def test_threads_and_grave_complaints_are_known_by_content(star: sa.Connection) -> None:
    roots = {row["content_key"]: row["root_mention_id"] for row in alertframes.thread_frame(star).to_pylist()}
    assert roots[surrogate_key("weibo", "m3")] == "weibo:m1"
    points = alertframes.complaint_points_frame(star).to_pylist()
    assert points
    assert all(0 <= row["severity_points"] <= 100 for row in points)


def test_the_calendar_tells_worked_days_and_frames_may_follow_one_another(star: sa.Connection) -> None:
    days = alertframes.workdays(star)
    assert (days[date(2026, 3, 2)], days[date(2026, 3, 7)]) == (True, False)
    assert alertframes.seen_until(star) == SEEN
    assert serviceframes.complaints_seen_until(star) == SEEN
    frame = serviceframes.complaint_frame(star)
    assert frame.column_names == list(serviceframes.COMPLAINT_COLUMNS)
    assert {row["complaint_id"] for row in frame.to_pylist()} == {"heimao:m8", "heimao:m11", "weibo:m16"}
