"""How counters and accounts grew."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from records import Observation
from records.arrow import author_table, mention_table, table_of
from tests.warehouse.conftest import rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import at, author, mention
from warehouse import duck
from warehouse.load import Inputs, load


def seen(native_id: str, observed_at: datetime, source: str = "weibo_posts", **counts: int) -> Observation:
    """Counters of a content at one moment."""
    return Observation(mention_id=f"weibo:{native_id}", source=source, observed_at=observed_at, **counts)  # type: ignore[arg-type]


OBSERVATIONS = [
    seen("m1", at(1, 20), like_count=10, view_count=100),
    seen("m1", at(3, 12), like_count=30),
    seen("m1", at(4, 12), "rival", like_count=33),
    seen("m1", at(4, 12), like_count=25),
    seen("m1", at(5, 12), like_count=50, view_count=500),
    seen("late", at(1, 11), like_count=1),
    seen("undated", at(2), like_count=1),
]
AUTHORS = [
    author("a1", at(1, 9), follower_count=100, following_count=5),
    author("a1", at(1, 21), follower_count=120),
    author("a1", at(2, 9), name="青***"),
    author("a1", at(5, 9), follower_count=115, post_count=40, like_total_count=7),
    author("a1", at(6, 9), follower_count=2_000, post_count=41, like_total_count=9),
]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """One warehouse of these observations."""
    folder: Path = tmp_path_factory.mktemp("grown")
    lake = Lake(folder / "lake")
    texts = [mention("m1", "一"), mention("late", "二"), mention("undated", "三", published_at=None)]
    inputs = Inputs(
        mentions=lake.write("mentions", mention_table(texts)),
        observations=lake.write("observations", table_of(Observation, OBSERVATIONS)),
        authors=lake.write("authors", author_table(AUTHORS)),
    )
    load(folder / "x.duckdb", inputs)
    with duck.engine_for(folder / "x.duckdb", is_read_only=True).connect() as connection:
        yield connection


def observed(connection: sa.Connection, columns: str, native_id: str = "m1") -> list[tuple[Any, ...]]:
    sql = f"""select {columns} from fact_engagement f join dim_content c using (content_key)
        where native_id = '{native_id}' order by f.observed_at, f.source"""
    return rows_of(connection, sql)


def test_deltas_are_those_of_one_source_and_fall_where_it_recounts(grown: sa.Connection) -> None:
    assert observed(grown, "f.source, like_delta, view_delta") == [
        ("weibo_posts", None, None),
        ("weibo_posts", 20, None),
        ("rival", None, None),
        ("weibo_posts", -5, None),
        ("weibo_posts", 25, None),
    ]


def test_deltas_sum_to_last_minus_first(grown: sa.Connection) -> None:
    sql = """select sum(like_delta), arg_max(like_count, observed_at) - arg_min(like_count, observed_at)
        from fact_engagement group by content_key, source having count(*) > 1"""
    assert rows_of(grown, sql) == [(40, 40)]


def test_counts_are_compared_at_equal_age_and_mature_at_t_plus_4(grown: sa.Connection) -> None:
    # published on 1 March at noon: 72 hours are over on the 4th at noon, 96 on the 5th
    assert observed(grown, "f.source, age_hours, is_mature, is_at_72h") == [
        ("weibo_posts", 8, False, False),
        ("weibo_posts", 48, False, False),
        ("rival", 72, False, True),
        ("weibo_posts", 72, False, False),
        ("weibo_posts", 96, True, False),
    ]


@pytest.mark.parametrize("native_id", ["late", "undated"])
def test_an_age_that_cannot_be_is_unknown(grown: sa.Connection, native_id: str) -> None:
    assert observed(grown, "age_hours, is_mature, is_at_72h", native_id) == [(None, None, None)]


def test_an_accounts_day_has_the_last_known_of_each_figure_and_nothing_of_another_day(grown: sa.Connection) -> None:
    sql = """select date_key - 20260300, follower_count, following_count, post_count, like_total_count, follower_delta,
        post_delta, like_total_delta, days_since_previous from fact_author_day order by 1"""
    assert rows_of(grown, sql) == [
        (1, 120, 5, None, None, None, None, None, None),
        (5, 115, None, 40, 7, -5, None, None, 4),
        (6, 2000, None, 41, 9, 1885, 1, 2, 1),
    ]


def test_an_accounts_day_is_under_its_version_of_that_day(grown: sa.Connection) -> None:
    sql = "select date_key - 20260300, tier from fact_author_day join dim_author using (author_key) order by 1"
    assert rows_of(grown, sql) == [(1, "ordinary"), (5, "ordinary"), (6, "tail")]
