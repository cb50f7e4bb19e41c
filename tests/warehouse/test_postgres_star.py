"""The same star on both engines: every table, view, answer, frame and check has identical rows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from reports.dashboards.datasets import dataset
from tests.warehouse.twin import copy_star
from warehouse import answers, duck, frames, opinionframes, postgres
from warehouse.answers import Period
from warehouse.answers.sampling import checkable, texts_of
from warehouse.daykeys import day_of
from warehouse.rules import gate_checks
from warehouse.tables import METADATA
from warehouse.views import TWINS, VIEWS

NOW, BEFORE = Period(date(2026, 3, 1), date(2026, 3, 4)), Period(date(2026, 2, 25), date(2026, 2, 28))
Both = tuple[sa.Connection, sa.Connection]


@pytest.fixture(scope="module")
def both(built: Path, database: str) -> Iterator[Both]:
    """Reading connections to the star on DuckDB and to its copy on PostgreSQL."""
    with duck.engine_for(built, is_read_only=True).connect() as one, postgres.engine_for(database).connect() as other:
        copy_star(one, other)
        other.commit()
        yield one, other


def plain(value: Any) -> Any:
    """A value as both engines should give it: whole NUMERIC and HUGEINT as int, instants as such."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.timestamp()
    return round(value, 9) if isinstance(value, float) else value


def rows(connection: sa.Connection, statement: Any) -> list[tuple[Any, ...]]:
    return [tuple(plain(cell) for cell in row) for row in connection.execute(statement)]


def unordered(connection: sa.Connection, statement: Any) -> list[str]:
    return sorted(map(repr, rows(connection, statement)))


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_table(both: Both, table: sa.Table) -> None:
    one, other = (unordered(connection, sa.select(table)) for connection in both)
    assert one == other


@pytest.mark.parametrize("view", [*VIEWS, *TWINS], ids=lambda view: view.name)
def test_view(both: Both, view: Any) -> None:
    columns = [sa.column(column.name) for column in view.columns]
    one, other = (unordered(connection, sa.select(*columns).select_from(sa.table(view.name))) for connection in both)
    assert one == other


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_data_set_of_superset(both: Both, view: Any) -> None:
    made = dataset(view)
    columns = [column.get("expression") or column["column_name"] for column in made["columns"]]
    one, other = (unordered(connection, _of_view(view, columns)) for connection in both)
    assert one == other
    metrics = [metric["expression"] for metric in made["metrics"]] or ["count(*)"]
    (mine,), (theirs,) = (rows(connection, _of_view(view, metrics)) for connection in both)
    assert theirs == pytest.approx(mine, abs=1e-8)


BY_DAY = [view for view in VIEWS if any(isinstance(column.expression, day_of) for column in view.columns)]


@pytest.mark.parametrize("view", BY_DAY, ids=lambda view: view.name)
def test_a_day_is_asked_of_the_fact(both: Both, view: Any) -> None:
    """Asked of the calendar alone, a day would not keep PostgreSQL from reading the others."""
    assert any("make_date" in line for line in _plan(both[1], f"SELECT 1 FROM {view.name} WHERE day = '2026-03-02'"))


@pytest.mark.parametrize("name", ["v_mention", "v_voice", "v_mention_brief", "v_aspect"])
def test_a_day_is_looked_up(both: Both, name: str) -> None:
    plan = _plan(both[1], f"SELECT 1 FROM {name} WHERE day = '2026-03-02'")
    assert any("Index Cond" in line and "make_date" in line for line in plan)


def _plan(connection: sa.Connection, sql: str) -> list[str]:
    """How a query is answered where a table is read whole only if it must be."""
    with connection.begin_nested():
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return list(connection.exec_driver_sql(f"EXPLAIN {sql}").scalars())


def _of_view(view: Any, chosen: list[str]) -> sa.TextClause:
    listed = ", ".join(f"{sql} AS c{place}" for place, sql in enumerate(chosen))
    return sa.text(f"SELECT {listed} FROM {view.name}")


@pytest.mark.parametrize("check", gate_checks(), ids=lambda check: f"{check.table}-{check.name}")
def test_check(both: Both, check: Any) -> None:
    one, other = (unordered(connection, check.failed_rows()) for connection in both)
    assert one == other
    one, other = (unordered(connection, check.figures()) for connection in both)
    assert one == other


ANSWERS: dict[str, Callable[[sa.Connection], Any]] = {
    "alert_episodes": answers.alert_episodes,
    "alert_posts": answers.alert_posts,
    "alert_spreaders": lambda c: answers.alert_spreaders(c, "al1"),
    "alerts": lambda c: answers.alerts(c, "moli", NOW),
    "brand_totals": lambda c: answers.brand_totals(c, "moli", NOW, BEFORE),
    "checkable": lambda c: checkable(c, "moli", NOW.start, NOW.end),
    "complaint_cells": lambda c: answers.complaint_cells(c, "moli", NOW),
    "complaint_service": lambda c: answers.complaint_service(c, "moli", NOW),
    "complaint_waiting": lambda c: answers.complaint_waiting(c, "moli", NOW),
    "confusion": lambda c: answers.confusion(c, "moli"),
    "coverage": answers.coverage,
    "daily_series": lambda c: answers.daily_series(c, "moli", NOW),
    "events": lambda c: answers.events(c, "moli", NOW),
    "freshness": answers.freshness,
    "improvements": lambda c: answers.improvements(c, "moli", NOW),
    "improvement_posts": lambda c: answers.improvement_posts(c, "moli", NOW.start.replace(day=1)),
    "influencers": lambda c: answers.influencers(c, "moli", NOW),
    "satisfaction": lambda c: answers.satisfaction(c, "moli", NOW, measures=["nps", "csat"]),
    "mention_cube": lambda c: answers.mention_cube(c, "moli", NOW),
    "mention_cube_cut": lambda c: answers.mention_cube(c, "moli", NOW, cell_limit=3),
    "model_versions": answers.model_versions,
    "models_in_use": answers.models_in_use,
    "negative_products": lambda c: answers.negative_products(c, "moli", NOW, topic="口味"),
    "personas": lambda c: answers.personas(c, "moli", NOW),
    "quality_results": answers.quality_results,
    "run_steps": answers.run_steps,
    "weekly_totals": lambda c: answers.weekly_totals(c, answers.Period(BEFORE.start, NOW.end)),
    "words": lambda c: answers.words(c, answers.BrandName("moli", "茉里茶"), NOW, BEFORE, least=1),
    "abstentions": answers.abstentions,
    "model_drift": answers.model_drift,
    "root_causes": lambda c: answers.root_causes(c, "moli"),
    "posts": lambda c: answers.posts(c, "moli", NOW, authors=("a1",)),
    "posts_per_day": lambda c: answers.posts_per_day(c, "moli", NOW),
    "cascade_carriers": lambda c: answers.cascade_carriers(c, "moli", "weibo:m1"),
    "sentiment_movers": lambda c: answers.sentiment_movers(c, "moli", NOW),
    "share_of_voice": lambda c: answers.share_of_voice(c, NOW, BEFORE),
    "top_cascade": lambda c: answers.top_cascade(c, "moli", NOW),
    "texts_of": lambda c: texts_of(c, "moli", ("weibo:m1", "weibo:m2")),
    "topic_drivers": lambda c: answers.topic_drivers(c, "moli", NOW, BEFORE),
    "tracked_totals": lambda c: answers.tracked_totals(c, NOW, BEFORE, brands=("moli",)),
}
"""Every question with rows, in the order it gives them."""


@pytest.mark.parametrize("name", ANSWERS)
def test_answer(both: Both, name: str) -> None:
    found = [ANSWERS[name](connection) for connection in both]
    one, other = ([tuple(map(plain, row)) for row in answer.rows] for answer in found)
    assert one == other
    assert found[0].columns == found[1].columns


@pytest.mark.parametrize("name", ANSWERS)
def test_the_sql_of_an_answer_gives_its_rows(both: Both, name: str) -> None:
    answer = ANSWERS[name](both[1])
    again = postgres.native(both[1]).execute(answer.sql.encode()).fetchall()
    assert [tuple(map(plain, row)) for row in again] == [tuple(map(plain, row)) for row in answer.rows]


FIGURES: dict[str, Callable[[sa.Connection], Any]] = {
    "corrected_net_sentiment": lambda c: answers.corrected_net_sentiment(c, "moli", NOW),
    "data_since": lambda c: answers.data_since(c, "moli"),
    "data_until": lambda c: answers.data_until(c, "moli"),
    "default_period": lambda c: answers.default_period(c, "moli"),
    "estimates": lambda c: answers.estimates(c, "moli", NOW),
    "find_brand": lambda c: answers.find_brand(c, "茉里茶"),
    "tracked_brands": answers.tracked_brands,
    "undated_count": lambda c: answers.undated_count(c, "moli"),
}
"""Every question with one answer."""


@pytest.mark.parametrize("name", FIGURES)
def test_figure(both: Both, name: str) -> None:
    one, other = (FIGURES[name](connection) for connection in both)
    assert one == other


def test_every_answer_is_compared() -> None:
    types = {"Answer", "BrandName", "Cell", "Corrected", "Grain", "Period"}
    no_question = {*types, "contributions", "forget", "lift", "reading", "reading_all"}
    assert set(answers.__all__) - no_question <= {*ANSWERS, *FIGURES}


def _days_of(said: pa.Table) -> list[date | None]:
    return sorted({*said["day"].to_pylist(), None}, key=str)[1:]


FRAMES: dict[str, Callable[[sa.Connection], pa.Table]] = {
    "mention": frames.mention_frame,
    "edge": frames.edge_frame,
    "said": frames.said_frame,
    "text": lambda connection: frames.text_frame(connection, _days_of(frames.said_frame(connection))),
    "daily": frames.daily_frame,
    "daily_topic": frames.daily_topic_frame,
    "author_topic": frames.author_topic_frame,
    "review": opinionframes.review_frame,
    "opinion": opinionframes.opinion_frame,
    "talk": opinionframes.talk_frame,
    "message": opinionframes.message_frame,
}


@pytest.mark.parametrize("name", FRAMES)
def test_frame(both: Both, name: str) -> None:
    one, other = (FRAMES[name](connection) for connection in both)
    assert one.column_names == other.column_names
    one, other = ([tuple(map(plain, row.values())) for row in frame.to_pylist()] for frame in (one, other))
    assert one == other


def test_every_frame_is_compared() -> None:
    assert {name.removesuffix("_frame") for name in vars(frames) if name.endswith("_frame") and name[0] != "_"} <= {
        *FRAMES
    }
