"""Bad input has a defined result or a clear error, and the published warehouse is whole whatever happens."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from records import Annotation, Author, Observation
from records.arrow import author_table, mention_table, table_of
from records.errors import ScrmError, UsageError
from tests.conftest import REPOSITORY
from tests.warehouse.conftest import rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import BRANDS, CURRENT, at, author, mention, said
from warehouse import duck, migrations
from warehouse.checks import gate_checks, run
from warehouse.connect import read_only_sql
from warehouse.load import Inputs, load
from warehouse.publish import publish

NOW = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def published(built: Path, tmp_path: Path) -> Path:
    """The hand-written warehouse, published."""
    path = tmp_path / "published" / "warehouse.duckdb"
    path.parent.mkdir()
    path.write_bytes(built.read_bytes())
    return path


def is_whole(published: Path) -> bool:
    """Whether readers get the published rows."""
    return read_only_sql(published, "select count(*) from v_mention").rows[0][0] > 10


def failures(connection: sa.Connection) -> list[tuple[str, str]]:
    return [(r.check.name, r.check.severity) for r in run(connection, gate_checks()) if not r.is_passed]


# --- what sources and configuration hand in ---

HEIMAO = {"platform": "heimao", "source": "heimao"}


def odd_inputs(lake: Lake, *, profiles: tuple[Author, ...] = ()) -> Inputs:
    """Repeated rows, counts that go down, a complaint resolved before it was opened, authors that change or lack."""
    answer = {"parent_id": "c1", "root_id": "c1", "status": "resolved", "published_at": at(8)}
    texts = [
        *[mention("twice", "茉里茶好喝", "twin")] * 2,
        mention("c1", "茉里茶里有异物", "u1", kind="complaint", status="open", published_at=at(9), **HEIMAO),
        mention("c2", "已解决", "shop", kind="comment", **answer, **HEIMAO),
        mention("early", "一", "renamed", published_at=at(5)),
        mention("late", "二", "renamed", published_at=at(20)),
        mention("away", "三", "renamed", published_at=at(5), platform="douyin", source="mediacrawler_douyin"),
        mention("first", "四", "unseen", published_at=at(5)),
    ]
    counts = [(2, 10), (3, 4), (3, 4)]
    seen = [
        Observation(mention_id="weibo:twice", source="weibo_posts", observed_at=at(day), like_count=likes)
        for day, likes in counts
    ]
    judged = [said("weibo:twice", "link", "alias", "moli"), said("weibo:twice", "sentiment", "positive", value=0.5)]
    known = [
        *[author("twin", name="双***")] * 2,
        author("renamed", at(1), name="青***"),
        author("renamed", at(10), name="绿***"),
        author("renamed", at(2), "douyin", name="抖***"),
        *profiles,
    ]
    return Inputs(
        mentions=lake.write("m", mention_table(texts), pieces=1),
        observations=lake.write("o", table_of(Observation, seen), pieces=1),
        authors=lake.write("a", author_table(known), pieces=1),
        annotations=lake.write("n", table_of(Annotation, [*judged, *judged]), pieces=1),
        current=CURRENT,
        brands=BRANDS,
    )


@pytest.fixture(scope="module")
def odd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of such input."""
    folder = tmp_path_factory.mktemp("odd")
    load(folder / "odd.duckdb", odd_inputs(Lake(folder / "lake")))
    return folder / "odd.duckdb"


@pytest.fixture
def odd(odd_file: Path) -> Iterator[sa.Connection]:
    """A reading connection to it."""
    with duck.engine_for(odd_file, is_read_only=True).connect() as connection:
        yield connection


def test_nothing_odd_keeps_the_rest_from_being_published(odd: sa.Connection) -> None:
    assert failures(odd) == [("order_opened_at_resolved_at", "warn")]


def test_the_same_natural_key_twice_in_one_batch_is_one_row(odd: sa.Connection) -> None:
    """Mentions, counts, authors and verdicts, each twice in one file."""
    for table, count in (("fact_mention", 1), ("content_text", 1), ("fact_sentiment", 1), ("fact_engagement", 2)):
        sql = f"select count(*) from {table} join dim_content using (content_key) where native_id = 'twice'"
        assert (table, rows_of(odd, sql)) == (table, [(count,)])
    assert rows_of(odd, "select count(*) from dim_author where author_id = 'twin'") == [(1,)]


def test_counts_that_go_down_are_kept_as_seen(odd: sa.Connection) -> None:
    """Platforms remove false likes: the newest number holds, the older one stays, and nothing is wrong."""
    sql = "select like_count, is_latest from fact_engagement order by observed_at"
    assert rows_of(odd, sql) == [(10, False), (4, True)]
    assert rows_of(odd, "select engagement_count from v_mention where mention_id = 'weibo:twice'") == [(4,)]


def test_a_complaint_resolved_before_it_was_opened_has_no_duration(odd: sa.Connection) -> None:
    sql = "select resolved_at < opened_at, resolution_minutes from fact_complaint"
    assert rows_of(odd, sql) == [(True, None)]


AUTHOR_OF = """select a.name, a.is_inferred from fact_mention join dim_content c using (content_key)
    join dim_author a using (author_key) where c.native_id = '{}'"""


@pytest.mark.parametrize(("native_id", "name"), [("early", "青***"), ("late", "绿***"), ("away", "抖***")])
def test_a_post_keeps_the_name_its_author_had_then_and_there(odd: sa.Connection, native_id: str, name: str) -> None:
    """A new name is a new version of the account; the same pseudonym on another platform is another account."""
    assert rows_of(odd, AUTHOR_OF.format(native_id)) == [(name, False)]


def test_a_mention_before_its_author_has_an_inferred_one_that_is_filled_in_later(
    odd: sa.Connection, tmp_path: Path, lake: Lake
) -> None:
    assert rows_of(odd, AUTHOR_OF.format("first")) == [(None, True)]
    load(tmp_path / "x.duckdb", odd_inputs(lake, profiles=(author("unseen", at(20), name="迟***"),)))
    with duck.engine_for(tmp_path / "x.duckdb", is_read_only=True).connect() as later:
        assert rows_of(later, AUTHOR_OF.format("first")) == [("迟***", False)]


BRAND_ROWS = """select brand_key, brand_id, b.name, sum(mention_count)::int from fact_mention
    join dim_brand b using (brand_key) group by all order by all"""


def test_a_brand_renamed_keeps_its_key_and_one_removed_gives_its_mentions_back(
    star: sa.Connection, tmp_path: Path, lake: Lake
) -> None:
    """Mentions of a brand that is no longer tracked are of no tracked brand; those of the other stay its own."""
    before = rows_of(star, BRAND_ROWS)
    load(tmp_path / "x.duckdb", lake.inputs(brands=(replace(BRANDS[1], name="松烟"),)))
    with duck.engine_for(tmp_path / "x.duckdb", is_read_only=True).connect() as connection:
        after = rows_of(connection, BRAND_ROWS)
        assert [name for name, severity in failures(connection) if severity == "fail"] == []
    assert {row[1] for row in before} == {None, "moli", "songyan"}
    (kept,) = (row for row in before if row[1] == "songyan")
    assert [row for row in after if row[1] is not None] == [(kept[0], "songyan", "松烟", kept[3])]


# --- the disk, other programs, other versions ---


def child(script: str, *, obeys_permissions: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs Python with this repository; `obeys_permissions` also where the tests run as root."""
    head = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", head + script],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=_drop_override if obeys_permissions and os.geteuid() == 0 else None,
    )


def _drop_override() -> None:
    """Takes CAP_DAC_OVERRIDE (1) and CAP_DAC_READ_SEARCH (2) from what a program started next may have."""
    library = ctypes.CDLL(None)
    for capability in (1, 2):
        library.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def publishing(next_path: Path, published: Path, before: str = "") -> str:
    """A script that publishes and prints the error's line."""
    return f"""
import resource
from datetime import UTC, datetime
from pathlib import Path
from records.errors import ScrmError
from warehouse.publish import publish
{before}
try:
    publish(Path({str(next_path)!r}), Path({str(published)!r}), run_id="r2", checked_at=datetime.now(UTC))
except ScrmError as error:
    print(error)
"""


def test_a_disk_that_fills_up_while_publishing(next_file: Path, published: Path) -> None:
    size = next_file.stat().st_size
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 4}, {size // 4}))"
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql("update content_text set text = repeat(text, 2000)")
    done = child(publishing(next_file, published, before=limit))
    assert done.stdout.count("\n") == 1, done.stderr
    assert str(next_file) in done.stdout
    assert is_whole(published)


@pytest.fixture
def read_only_folder(published: Path) -> Iterator[Path]:
    """The published warehouse's folder without the right to write."""
    published.parent.chmod(0o555)
    yield published.parent
    published.parent.chmod(0o755)


def test_a_folder_without_the_right_to_write(next_file: Path, published: Path, read_only_folder: Path) -> None:
    done = child(publishing(next_file, published), obeys_permissions=True)
    assert done.stdout.count("\n") == 1, done.stderr
    assert str(published) in done.stdout
    assert is_whole(published)
    assert next_file.exists()


def test_two_writers_at_once(next_file: Path, published: Path) -> None:
    """Another program holds the built file: the second is told, in one line, and nothing is published."""
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb; c = duckdb.connect({str(next_file)!r}); print(1, flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(ScrmError, match=r"warehouse\.next\.duckdb: publish failed .*lock") as caught:
            publish(next_file, published, run_id="r2", checked_at=NOW)
    finally:
        holder.communicate("\n")
    assert "\n" not in str(caught.value)
    assert is_whole(published)
    publish(next_file, published, run_id="r2", checked_at=NOW)
    assert is_whole(published)


@pytest.mark.parametrize("version", ["behind", "ahead"])
def test_a_build_of_another_schema_is_not_published(next_file: Path, published: Path, version: str) -> None:
    with duck.engine_for(next_file).begin() as connection:
        if version == "behind":
            migrations.downgrade(connection, "-1")
        else:
            connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(UsageError, match="run `scrm load` again"):
        publish(next_file, published, run_id="r2", checked_at=NOW)
    assert is_whole(published)
