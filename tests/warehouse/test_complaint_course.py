"""What happened to complaints, whether in time, and on which days they were open."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from records import Annotation, Brand, LinkRule, Mention
from records.arrow import mention_table, table_of
from records.brand import Hours, OpeningHours, ServiceTerm
from records.time import SHANGHAI
from tests.warehouse.conftest import rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import CURRENT, at, mention, said
from warehouse import duck
from warehouse.holidays import known_years
from warehouse.load import Inputs, load
from warehouse.load.backlog import load_backlog
from warehouse.rules.course import course_checks
from warehouse.tables import METADATA

LATE = OpeningHours(
    begins_on=date(2026, 1, 1), workday=Hours(opens=600, closes=1320), day_off=Hours(opens=600, closes=720)
)
BRANDS = (
    Brand(
        brand_id="moli",
        name="茉里茶",
        rule=LinkRule(aliases=("茉里茶",)),
        opening_hours=(LATE,),
        service_terms=(ServiceTerm(begins_on=date(2026, 3, 10), reply_workdays=1),),
    ),
)
OPENED, END = at(4), at(31)


def complaint(name: str, opened: datetime | None = OPENED, status: str | None = "open", **given: Any) -> Mention:
    """A complaint of brand moli."""
    return mention(name, "茉里茶里有异物", "customer", kind="complaint", platform="heimao", source="heimao",
                   published_at=opened, status=status, **({"observed_at": END} | given))  # fmt: skip


def step(name: str, number: int, moment: datetime | None, status: str | None = None, by: str = "shop") -> Mention:
    """An entry of its thread; `shop` answers for the brand."""
    return mention(f"{name}/{number}", "处理", by, kind="comment", platform="heimao", source="heimao", parent_id=name,
                   root_id=name, published_at=moment, status=status, observed_at=END)  # fmt: skip


def thread(name: str, *moves: tuple[int, str], by: str = "shop") -> list[Mention]:
    """A complaint and entries of its thread: days of March and the states they brought."""
    entries = [step(name, number, at(day), status, by) for number, (day, status) in enumerate(moves, 1)]
    return [complaint(name), *entries]


def page(name: str, *seen: tuple[int, str]) -> list[Mention]:
    """A complaint without a thread whose page was seen again and again."""
    return [complaint(name, status=status, observed_at=at(day)) for day, status in seen]


LAKE: list[Mention] = [
    *thread("told", (5, "replied"), (6, "replied")),
    step("told", 3, at(7), by="customer"),
    step("told", 4, at(8), by="someone"),
    step("told", 5, at(9), "escalated", by="someone"),
    step("told", 6, at(10), "resolved"),
    *thread("twice", (5, "resolved"), (7, "reopened"), (9, "resolved"), (11, "reopened"), (13, "resolved")),
    *thread("again", (5, "resolved"), (7, "reopened")),
    *thread("unanswered", (6, "resolved"), by="platform"),
    *thread("backwards", (2, "replied"), (3, "closed")),
    complaint("undated", None),
    step("undated", 1, None, "replied"),
    *page("page", (5, "open"), (8, "replied"), (9, "replied"), (12, "resolved"), (15, "open"), (20, "closed")),
    *page("ended", (9, "resolved")),
    # Sunday 8 March, 11:00 to 12:30: open 10-12. Before its promise of 10 March the public term holds.
    complaint("early", at(8, 11)),
    step("early", 1, datetime(2026, 3, 8, 12, 30, tzinfo=SHANGHAI), "replied"),
    complaint("promised", at(12, 21)),
    step("promised", 1, at(16, 11), "replied"),
    complaint("overdue", at(12)),
    step("overdue", 1, at(17), "replied"),
]


def built_of(folder: Path, texts: list[Mention]) -> Path:
    """A warehouse of these."""
    lake = Lake(folder / "lake")
    links = {each.mention_id for each in texts if each.kind == "complaint"}
    judged = [said(mention_id, "link", "alias", "moli") for mention_id in sorted(links)]
    inputs = Inputs(
        mentions=lake.write("mentions", mention_table(texts)),
        annotations=lake.write("annotations", table_of(Annotation, judged)),
        current=CURRENT,
        brands=BRANDS,
    )
    load(folder / "x.duckdb", inputs)
    return folder / "x.duckdb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of LAKE in one warehouse."""
    return built_of(tmp_path_factory.mktemp("course"), LAKE)


@pytest.fixture
def star(course: Path) -> Iterator[sa.Connection]:
    """A connection whose changes are taken back."""
    with duck.engine_for(course).connect() as connection:
        yield connection
        connection.rollback()


def events(star: sa.Connection, name: str) -> list[tuple[Any, ...]]:
    sql = f"""select event, actor, seen_in, confidence, e.date_key from fact_complaint_event e
        join dim_content c using (content_key) where native_id = '{name}' order by event_number"""
    return rows_of(star, sql)


def milestones(star: sa.Connection, name: str, *columns: str) -> list[tuple[Any, ...]]:
    named = ", ".join(f"f.{column}" for column in columns)
    return rows_of(
        star, f"select {named} from fact_complaint f join dim_content using (content_key) where native_id = '{name}'"
    )


def open_days(star: sa.Connection, name: str) -> list[tuple[Any, ...]]:
    sql = f"""select min(date_key), max(date_key), count(*), min(age_days), max(age_days) from fact_complaint_backlog
        join dim_content using (content_key) where native_id = '{name}' group by content_key"""
    return rows_of(star, sql)


def broken(star: sa.Connection) -> list[str]:
    """Names of the checks of this family that find rows."""
    return [check.name for check in course_checks() if star.execute(check.failed_rows()).first()]


def test_a_thread_is_told_step_by_step(star: sa.Connection) -> None:
    assert events(star, "told") == [
        ("opened", "customer", "complaint", "stated", 20260304),
        ("replied", "brand", "thread", "stated", 20260305),
        ("followed_up", "brand", "thread", "stated", 20260306),
        ("followed_up", "customer", "thread", "stated", 20260307),
        ("escalated", "other", "thread", "stated", 20260309),
        ("resolved", "other", "thread", "stated", 20260310),
    ]
    assert milestones(star, "told", "status", "escalated_date_key", "ended_date_key", "is_reopened") == [
        ("resolved", 20260309, 20260310, False)
    ]
    sql = """select state from fact_complaint_backlog join dim_content using (content_key) where native_id = 'told'
        order by date_key"""
    assert [state for (state,) in rows_of(star, sql)] == ["open", *["replied"] * 4, "escalated"]


def test_reopened_twice_counts_twice_and_stays_open_until_the_last_end(star: sa.Connection) -> None:
    moves = ["opened", "resolved", "reopened", "resolved", "reopened", "resolved"]
    assert [row[0] for row in events(star, "twice")] == moves
    assert milestones(star, "twice", "status", "reopened_count", "reopened_date_key", "resolved_date_key") == [
        ("resolved", 2, 20260311, 20260313)
    ]
    assert open_days(star, "twice") == [(20260304, 20260312, 9, 0, 8)]


def test_a_reopened_one_is_open_to_the_last_day_of_the_data(star: sa.Connection) -> None:
    named = ("status", "resolved_date_key", "ended_date_key", "resolution_business_minutes")
    assert milestones(star, "again", *named) == [("open", -3, -3, None)]
    assert open_days(star, "again") == [(20260304, 20260331, 28, 0, 27)]


def test_resolved_without_a_reply_has_none(star: sa.Connection) -> None:
    named = ("first_reply_date_key", "reply_count", "is_reply_late", "is_resolution_late")
    assert milestones(star, "unanswered", *named) == [(-3, 0, None, False)]


def test_closed_before_opened_has_no_durations_and_was_never_open(star: sa.Connection) -> None:
    named = ("status", "reply_minutes", "reply_business_minutes", "resolution_business_minutes", "ended_date_key")
    assert milestones(star, "backwards", *named) == [("closed", None, None, None, 20260303)]
    assert open_days(star, "backwards") == []
    assert [row[0] for row in events(star, "backwards")] == ["replied", "closed", "opened"]


def test_without_a_date_it_is_kept_and_not_followed(star: sa.Connection) -> None:
    named = ("date_key", "first_reply_date_key", "reply_due_date_key", "is_reply_late", "reply_business_minutes")
    assert milestones(star, "undated", *named) == [(-1, -1, -1, None, None)]
    assert [row[:4] for row in events(star, "undated")] == [
        ("opened", "customer", "complaint", "undated"),
        ("replied", "brand", "thread", "undated"),
    ]
    assert open_days(star, "undated") == []


def test_a_page_seen_again_bounds_what_its_thread_does_not_tell(star: sa.Connection) -> None:
    assert [(row[0], row[3]) for row in events(star, "page")] == [
        ("opened", "stated"),
        ("replied", "bounded"),
        ("resolved", "bounded"),
        ("reopened", "bounded"),
        ("closed", "bounded"),
    ]
    assert milestones(star, "page", "status", "ended_date_key", "reopened_date_key", "is_reopened") == [
        ("closed", 20260320, -1, True)
    ]
    assert open_days(star, "page") == [(20260304, 20260319, 16, 0, 15)]


def test_a_page_first_seen_ended_has_ended_by_then(star: sa.Connection) -> None:
    assert events(star, "ended")[1:] == [("resolved", "unknown", "page", "undated", -1)]
    assert milestones(star, "ended", "resolved_date_key", "ended_date_key") == [(-1, 20260309)]


def test_hours_and_terms_are_the_brands(star: sa.Connection) -> None:
    named = ("reply_business_minutes", "reply_due_date_key", "resolution_due_date_key", "is_reply_late")
    assert milestones(star, "early", *named) == [(60, 20260317, 20260522, False)]
    # 60 on Thursday, 12 hours on Friday, 120 a day on the weekend, 60 on Monday; due on Friday
    assert milestones(star, "promised", *named) == [(60 + 720 + 240 + 60, 20260313, 20260528, True)]


def test_overdue_is_told_day_by_day(star: sa.Connection) -> None:
    sql = """select date_key - 20260300, is_reply_overdue from fact_complaint_backlog join dim_content
        using (content_key) where native_id = 'overdue' and date_key <= 20260318 order by 1"""
    assert rows_of(star, sql) == [
        (12, False), (13, False), (14, True), (15, True), (16, True), (17, False), (18, False),
    ]  # fmt: skip
    sql = "select is_reply_late, is_resolution_late, age_days from v_complaint where complaint_id = 'heimao:overdue'"
    assert rows_of(star, sql) == [(True, False, 19)]


def test_past_the_announced_years_business_time_is_unknown(tmp_path: Path) -> None:
    year = known_years()[1] + 1
    opened = datetime(year, 1, 4, 9, tzinfo=SHANGHAI)
    seen = {"observed_at": datetime(year, 1, 6, tzinfo=SHANGHAI)}
    replied = mention("k1/1", "处理", "shop", kind="comment", platform="heimao", parent_id="k1", status="replied",
                      published_at=datetime(year, 1, 5, 9, tzinfo=SHANGHAI), **seen)  # fmt: skip
    path = built_of(tmp_path, [complaint("k1", opened, **seen), replied])
    named = ("reply_minutes", "reply_business_minutes", "reply_due_date_key", "is_reply_late")
    with duck.engine_for(path, is_read_only=True).connect() as late:
        assert milestones(late, "k1", *named) == [(1440, None, -1, None)]
        sql = "select distinct is_reply_overdue, state from fact_complaint_backlog where age_days = 2"
        assert rows_of(late, sql) == [(None, "replied")]
        assert broken(late) == ["business_time_known"]


class Some:
    """The complaints of some names."""

    def __init__(self, *names: str) -> None:
        content = METADATA.tables["dim_content"].c
        self.keys = sa.select(content.content_key).where(content.native_id.in_(names))

    def rows_of(self, table: sa.Table, columns: Any = None) -> sa.ColumnElement[bool]:
        """Membership."""
        return (table.c if columns is None else columns).content_key.in_(self.keys)


@pytest.mark.parametrize("names", [(), ("again",), ("early", "ended"), ("again", "early", "promised", "page")])
def test_days_made_anew_equal_a_whole_build(star: sa.Connection, names: tuple[str, ...]) -> None:
    table = METADATA.tables["fact_complaint_backlog"]
    whole = sorted(map(tuple, star.execute(sa.select(table))))
    # As the warehouse was on 15 March, with the touched ones gone as an update leaves them.
    star.execute(sa.delete(table).where(sa.or_(table.c.date_key > 20260315, Some(*names).rows_of(table))))
    load_backlog(star, Some(*names))
    assert sorted(map(tuple, star.execute(sa.select(table)))) == whole
    assert broken(star) == []


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        ("update fact_complaint_event set event_number = event_number + 1", "steps_numbered_through"),
        ("delete from fact_complaint_event where event = 'opened'", "steps_numbered_through"),
        ("update fact_complaint set ended_date_key = 20260301", "open_on_that_day"),
    ],
)
def test_a_spoiled_course_is_found(star: sa.Connection, spoil: str, name: str) -> None:
    star.exec_driver_sql(spoil)
    assert broken(star) == [name]
