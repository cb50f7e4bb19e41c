"""The questions, on a few rows whose answers can be counted by hand."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from records.errors import UsageError
from warehouse import answers, duck, migrations
from warehouse.answers import Answer, Period, views
from warehouse.views import VIEWS

NOW = Period(date(2026, 11, 2), date(2026, 11, 8))
BEFORE = Period(date(2026, 10, 26), date(2026, 11, 1))
MONDAY, SUNDAY = date(2026, 11, 2), date(2026, 11, 1)


def _day(day: date | None, brand: str | None, platform: str = "weibo", **counts: int) -> dict[str, Any]:
    zero = dict.fromkeys((c.name for c in views.INSIGHT_DAY.c if c.name.endswith("_count")), 0)
    return {"day": day, "platform": platform, "brand_id": brand, "brand": brand and brand.upper(), **zero, **counts}


DAYS = [
    _day(MONDAY, "a", mention_count=10, positive_count=2, neutral_count=2, negative_count=6, complaint_count=4),
    _day(MONDAY, "a", "jd", mention_count=5, positive_count=5),
    _day(SUNDAY, "a", mention_count=6, positive_count=4, neutral_count=1, negative_count=1),
    _day(MONDAY, "b", mention_count=15, negative_count=2),
    _day(SUNDAY, "b", mention_count=18, negative_count=3),
    _day(MONDAY, None, mention_count=99),
    _day(None, "a", mention_count=3),
]


def _topic(day: date, topic: str | None, positive: float, negative: float) -> dict[str, Any]:
    counts = {c.name: 0.0 for c in views.INSIGHT_TOPIC_DAY.c if c.name.endswith("_count")}
    found = {"positive_count": positive, "negative_count": negative, "mention_count": positive + negative}
    return {"day": day, "platform": "weibo", "brand_id": "a", "brand": "A", "topic": topic, **counts, **found}


TOPICS = [
    _topic(SUNDAY, "taste", 3, 1),
    _topic(SUNDAY, None, 1, 0),
    _topic(MONDAY, "taste", 2.5, 0.5),
    _topic(MONDAY, "safety", 0.5, 6.5),
]


def _mention(number: int, **changes: Any) -> dict[str, Any]:
    plain = {column.name: None for column in views.MENTION.c}
    row = {
        "content_key": number, "mention_id": f"weibo:{number:03d}", "day": MONDAY, "platform": "weibo", "kind": "post",
        "brand_id": "a", "brand": "A", "text": "words", "sentiment": "neutral", "is_abstained": False,
        "is_complaint": False, "is_inherited": False, "author_id": f"u{number}", "evidence": "[]",
        "engagement_count": number,
    }  # fmt: skip
    return plain | row | changes


MENTIONS = [
    *(_mention(i, product="tea", topic="safety", author_id="loud") for i in range(1, 61)),
    _mention(100, engagement_count=None, product="cake", topic="taste", sentiment="negative", author_id="first",
             content_class="BGC"),
    _mention(101, is_complaint=True, complaint_type="quality", product="tea", sentiment="negative"),
    _mention(102, is_complaint=True, complaint_type="quality", product="tea", sentiment="negative", is_abstained=True),
    _mention(103, is_complaint=True, complaint_type="price", product=None, sentiment="negative"),
    _mention(104, day=SUNDAY, sentiment=None),
    _mention(105, brand_id="b"),
    _mention(106, day=date(2026, 10, 1), author_id="first", content_class="BGC"),
]  # fmt: skip
AT = datetime(2026, 11, 3, 1, tzinfo=UTC)


def _run(source: str, query: str, hours: int, outcome: str, mentions: int, **more: Any) -> dict[str, Any]:
    plain = {column.name: None for column in views.COVERAGE.c}
    counts = {name: 0 for name in plain if name.endswith("_count") and name != "missing_estimate_count"}
    moment = AT + timedelta(hours=hours)
    row = {"source": source, "query": query, "run_id": f"r{hours}", "started_at": moment, "ended_at": moment}
    return plain | counts | row | {"outcome": outcome, "mention_count": mentions, "is_capped": False} | more


RUNS = [
    _run("appstore", "one", 0, "ok", 50),
    _run("appstore", "one", 5, "ok_empty", 0),
    _run("appstore", "two", 5, "partial", 20, is_capped=True, missing_estimate_count=30, refused_count=2),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    path: Path = tmp_path_factory.mktemp("answers") / "w.duckdb"
    engine = duck.engine_for(path)
    views.METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.execute(views.INSIGHT_DAY.insert(), DAYS)
        connection.execute(views.INSIGHT_TOPIC_DAY.insert(), TOPICS)
        connection.execute(views.MENTION.insert(), MENTIONS)
        brief = [column.name for column in views.BRIEF.c]
        connection.execute(views.BRIEF.insert(), [{name: row.get(name) for name in brief} for row in MENTIONS])
        connection.execute(views.COVERAGE.insert(), RUNS)
        _insert_rest(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR)")
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.head()})
    with answers.reading(path) as reading:
        yield reading


def _insert_rest(connection: sa.Connection) -> None:
    alert = {"brand_id": "a", "brand": "A", "state": "closed", "kind": "swarm"}
    alert |= {"peak_negative_count": 9, "baseline_negative_count": 1}
    spans = [(MONDAY, None, "now"), (date(2026, 10, 1), date(2026, 10, 3), "old")]
    rows = [{**alert, "opened_on": o, "peak_on": o, "closed_on": c, "topic": topic} for o, c, topic in spans]
    connection.execute(views.ALERT.insert(), rows)
    event = {"brand_id": "a", "brand": "A", "kind": "event"}
    days = [("crossing", date(2026, 10, 20), MONDAY), ("later", date(2026, 12, 1), date(2026, 12, 1))]
    connection.execute(views.EVENT.insert(), [{**event, "name": n, "begins_on": b, "ends_on": e} for n, b, e in days])
    case = {"brand_id": "a", "brand": "A", "platform": "heimao", "day": MONDAY, "status": "open"}
    waits = (10, 30, None)
    cases = [{**case, "first_replied_at": AT if w else None, "resolved_at": None, "reply_minutes": w} for w in waits]
    connection.execute(views.COMPLAINT.insert(), cases)
    week = {"period_start": NOW.start, "period_end": NOW.end}
    older = {"period_start": BEFORE.start, "period_end": BEFORE.end}
    author = {"brand_id": "a", "brand": "A", "platform": "weibo"}
    authors = [("second", 2, week), ("first", 1, week), ("gone", 1, older)]
    connection.execute(views.INFLUENCER.insert(), [{**author, "author_id": a, "rank": r, **w} for a, r, w in authors])
    people = [("p1", 10, week), ("p2", 20, week), ("p1", 99, older)]
    connection.execute(views.PERSONA.insert(), [{"persona_id": p, "author_count": n, **w} for p, n, w in people])
    drift = {"persona_id": "p1", "before_persona": "旧", "state": "kept", "jaccard": 0.8, **week}
    connection.execute(views.PERSONA_DRIFT.insert(), [drift, drift | {"state": "moved", "jaccard": 0.1}])
    members = [("p1", "loud"), ("p1", "first"), *(("p1", f"u{at}") for at in (101, 102, 103)), ("p2", "u105")]
    account = {"platform": "weibo", "is_primary": True, "author_count": 1, **week}
    connection.execute(
        views.PERSONA_MEMBER.insert(), [{"persona_id": p, "author_id": author, **account} for p, author in members]
    )


def test_totals_per_period_and_platform_leave_out_other_brands_and_undated_rows(connection: sa.Connection) -> None:
    rows = answers.brand_totals(connection, "a", NOW, BEFORE).records()
    assert {(row["when"], row["platform"]): row["mention_count"] for row in rows} == {
        ("now", "weibo"): 10, ("now", "jd"): 5, ("before", "weibo"): 6,
    }  # fmt: skip
    tracked = answers.tracked_totals(connection, NOW, BEFORE).records()
    assert sum(row["mention_count"] for row in tracked if row["when"] == "now") == 30  # 10 + 5 + 15, not the 99
    assert answers.undated_count(connection, "a") == 3


def test_series_and_share_of_voice(connection: sa.Connection) -> None:
    series = answers.daily_series(connection, "a", Period(BEFORE.start, NOW.end)).records()
    assert [(row["day"], row["platform"], row["negative_count"]) for row in series] == [
        (SUNDAY, "weibo", 1), (MONDAY, "jd", 0), (MONDAY, "weibo", 6),
    ]  # fmt: skip
    voice = answers.share_of_voice(connection, NOW, BEFORE).records()
    assert sum(r["mention_count"] for r in voice if r["when"] == "now" and r["brand_id"] == "b") == 15


def test_shares_may_be_of_named_brands_only(connection: sa.Connection) -> None:
    tracked = answers.tracked_totals(connection, NOW, BEFORE, brands=["b", "nobody"]).records()
    assert sum(row["mention_count"] for row in tracked if row["when"] == "now") == 15
    voice = answers.share_of_voice(connection, NOW, BEFORE, brands=["b", "nobody"]).records()
    assert {row["brand_id"] for row in voice} == {"b"}


def test_the_first_day_of_a_brand_is_its_first_dated_mention(connection: sa.Connection) -> None:
    assert answers.data_since(connection, "a") == SUNDAY
    assert answers.data_since(connection, "nobody") is None


def test_contributions_of_topics_add_up_to_the_change(connection: sa.Connection) -> None:
    parts = answers.contributions(answers.topic_drivers(connection, "a", NOW, BEFORE).records())
    # before: (3 - 1 + 1) / 5 = 0.6; now: (2.5 - 0.5 + 0.5 - 6.5) / 10 = -0.4
    assert sum(parts.values()) == pytest.approx(-0.4 - 0.6)
    assert parts["safety"] == pytest.approx((0.5 - 6.5 - 0.6 * 7) / 10)
    assert min(parts, key=lambda topic: parts[topic]) == "safety"
    assert answers.contributions([]) == {}


def test_complaints_by_cell_lift_and_service(connection: sa.Connection) -> None:
    rows = answers.complaint_cells(connection, "a", NOW).records()
    cells = {(row["complaint_type"], row["product"]): row["complaint_count"] for row in rows}
    assert cells == {("quality", "tea"): 2, ("price", None): 1}
    lifts = answers.lift(rows, "complaint_type", "product")
    assert lifts["quality", "tea"] == pytest.approx(2 * 3 / (2 * 2))
    service = answers.complaint_service(connection, "a", NOW).records()
    assert service == [
        {
            "platform": "heimao",
            "complaint_count": 3,
            "replied_count": 2,
            "resolved_count": 0,
            "timed_count": 2,
            "median_reply_minutes": 20,
        }
    ]


def test_incidents_touch_the_period_or_are_left_out(connection: sa.Connection) -> None:
    assert [row["topic"] for row in answers.alerts(connection, "a", NOW).records()] == ["now"]
    assert [row["name"] for row in answers.events(connection, "a", NOW).records()] == ["crossing"]
    products = answers.negative_products(connection, "a", NOW).rows
    assert products == (("cake", 1), ("tea", 1), (None, 1))  # the abstained one does not count
    assert answers.negative_products(connection, "a", NOW, topic="taste").rows == (("cake", 1),)


def test_profiles_are_of_the_latest_overlapping_period_in_order(connection: sa.Connection) -> None:
    ranked = answers.influencers(connection, "a", Period(BEFORE.start, NOW.end)).records()
    assert [row["author_id"] for row in ranked] == ["first", "second"]
    assert [row["own_count"] for row in ranked] == [1, 0], "the brand's own texts of that period"


def test_personas_are_of_those_who_spoke_about_the_brand(connection: sa.Connection) -> None:
    (row,) = answers.personas(connection, "a", NOW).records()
    assert (row["persona_id"], row["author_count"]) == ("p1", 5)
    assert (row["mention_count"], row["neutral_count"]) == (60 + 4, 60)
    assert (row["state"], row["before_persona"], row["jaccard"]) == ("kept", "旧", 0.8)
    assert answers.personas(connection, "b", NOW).rows == (), "one author is no kind of people"


def test_posts_prefer_engagement_but_every_cell_has_some(connection: sa.Connection) -> None:
    found = answers.posts(connection, "a", NOW, limit=12).records()
    assert len(found) == 12
    ids = {row["mention_id"] for row in found}
    assert {"weibo:100", "weibo:101", "weibo:102", "weibo:103"} <= ids  # small cells, though engaged little
    assert {"weibo:060", "weibo:059"} <= ids
    assert answers.posts(connection, "a", NOW).rows[0] == answers.posts(connection, "a", NOW, limit=1).rows[0]
    tones = {row["mention_id"]: row["tone"] for row in found}
    assert (tones["weibo:101"], tones["weibo:102"]) == ("negative", "abstained")
    earlier = answers.posts_per_day(connection, "a", BEFORE, per_day=1).records()
    assert [(row["mention_id"], row["tone"]) for row in earlier] == [("weibo:104", "unread")]


def test_cube_counts_everything_and_drops_dimensions_when_too_large(connection: sa.Connection) -> None:
    cube = answers.mention_cube(connection, "a", NOW)
    assert cube.columns[:-1] == ("day", "platform", "tone", "topic", "product", "complaint_type")
    assert sum(row["mention_count"] for row in cube.records()) == 64
    small = answers.mention_cube(connection, "a", NOW, cell_limit=3)
    assert len(small.rows) <= 3
    assert sum(row["mention_count"] for row in small.records()) == 64


def test_coverage_judges_the_latest_run_of_each_query(connection: sa.Connection) -> None:
    (row,) = answers.coverage(connection).records()
    assert (row["query_count"], row["well_count"], row["mention_count"], row["refused_count"]) == (2, 1, 70, 2)
    assert (row["capped_count"], row["missing_estimate_count"], row["trouble"]) == (1, 30, "partial")
    last = {row["platform"]: row["last_day"] for row in answers.freshness(connection).records()}
    assert last == {"weibo": MONDAY, "jd": MONDAY}
    assert answers.model_versions(connection).rows == ()


def test_default_period_is_the_week_day_or_month_of_the_last_mention(connection: sa.Connection) -> None:
    assert answers.default_period(connection, "A") == NOW
    assert answers.default_period(connection, "a", "day") == Period(MONDAY, MONDAY)
    month = answers.default_period(connection, "a", "month")
    assert month == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert month.previous() == Period(date(2026, 10, 1), date(2026, 10, 31))
    assert NOW.previous() == BEFORE
    assert NOW.cut(MONDAY) == Period(MONDAY, MONDAY)


def test_wrong_questions_get_one_line(connection: sa.Connection, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="brands with data: A、B"):
        answers.find_brand(connection, "nobody")
    with pytest.raises(UsageError, match="lies after"):
        Period(NOW.end, NOW.start)
    with pytest.raises(UsageError, match="no warehouse yet"), answers.reading(tmp_path / "none.duckdb"):
        pass


QUESTIONS: dict[str, Callable[[sa.Connection], Answer]] = {
    "brand_totals": lambda c: answers.brand_totals(c, "a", NOW, BEFORE),
    "tracked_totals": lambda c: answers.tracked_totals(c, NOW, BEFORE),
    "daily_series": lambda c: answers.daily_series(c, "a", NOW),
    "weekly_totals": lambda c: answers.weekly_totals(c, Period(BEFORE.start, NOW.end)),
    "share_of_voice": lambda c: answers.share_of_voice(c, NOW, BEFORE),
    "topic_drivers": lambda c: answers.topic_drivers(c, "a", NOW, BEFORE),
    "complaint_cells": lambda c: answers.complaint_cells(c, "a", NOW),
    "complaint_service": lambda c: answers.complaint_service(c, "a", NOW),
    "complaint_waiting": lambda c: answers.complaint_waiting(c, "a", NOW),
    "root_causes": lambda c: answers.root_causes(c, "a"),
    "influencers": lambda c: answers.influencers(c, "a", NOW),
    "sentiment_movers": lambda c: answers.sentiment_movers(c, "a", NOW),
    "top_cascade": lambda c: answers.top_cascade(c, "a", NOW),
    "cascade_carriers": lambda c: answers.cascade_carriers(c, "a", "weibo:1"),
    "personas": lambda c: answers.personas(c, "a", NOW),
    "alert_episodes": lambda c: answers.alert_episodes(c),
    "alerts": lambda c: answers.alerts(c, "a", NOW),
    "alert_posts": lambda c: answers.alert_posts(c, "a", NOW),
    "alert_spreaders": lambda c: answers.alert_spreaders(c, "al1"),
    "events": lambda c: answers.events(c, "a", NOW),
    "negative_products": lambda c: answers.negative_products(c, "a", NOW),
    "posts": lambda c: answers.posts(c, "a", NOW),
    "posts_per_day": lambda c: answers.posts_per_day(c, "a", NOW),
    "mention_cube": lambda c: answers.mention_cube(c, "a", NOW),
    "coverage": lambda c: answers.coverage(c),
    "freshness": lambda c: answers.freshness(c),
    "model_versions": lambda c: answers.model_versions(c),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_shown_sql_gives_the_shown_rows(connection: sa.Connection, name: str) -> None:
    answer = QUESTIONS[name](connection)
    assert answer.name == name
    again = duck.native(connection).sql(answer.sql)
    assert tuple(again.columns) == answer.columns
    assert again.fetchall() == list(answer.rows)
    assert json.dumps(answer.columns)


def test_the_views_have_what_the_answers_read() -> None:
    real = {view.name: {column.name for column in view.columns} for view in VIEWS}
    for table in views.METADATA.sorted_tables:
        assert {column.name for column in table.c} <= real[table.name], table.name


REAL = Period(date(2026, 3, 2), date(2026, 3, 8))


def test_the_questions_on_a_warehouse_built_from_a_lake(star: sa.Connection) -> None:
    whole = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert {brand.name for brand in answers.tracked_brands(star)} == {"茉里茶", "松烟咖啡"}
    totals = answers.brand_totals(star, "moli", whole, whole.previous())
    cube = answers.mention_cube(star, "moli", whole)
    assert sum(cube.column("mention_count")) == sum(totals.column("mention_count")) > 0  # type: ignore[arg-type]
    assert len(answers.posts(star, "moli", whole).rows) == sum(totals.column("mention_count"))  # type: ignore[arg-type]
    assert answers.undated_count(star, "moli") == 1
    assert answers.alerts(star, "moli", REAL).rows
    assert answers.events(star, "moli", REAL).rows
    assert answers.influencers(star, "moli", REAL).rows
    assert not answers.personas(star, "moli", REAL).rows, "two authors are too few to be shown"
    assert {"sentiment", "topic"} <= set(answers.model_versions(star).column("task"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_runs_on_the_real_views(star: sa.Connection, name: str) -> None:
    answer = QUESTIONS[name](star)
    assert duck.native(star).sql(answer.sql).fetchall() == list(answer.rows)
