"""Who may read what on PostgreSQL, asked as the logins themselves."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from records.errors import UsageError
from tests.warehouse.escapes import ESCAPES
from tests.warehouse.postgres import OWNER, Server
from tests.warehouse.twin import copy_star
from warehouse import duck, migrations, postgres, postgres_read, roles
from warehouse.columns import METADATA, Privacy, field_of
from warehouse.connect import (
    RefusedSql,
    SchemaMismatch,
    WarehouseMissing,
    name_of,
    open_published,
    published_engine,
    read_only_sql,
)
from warehouse.views import TWINS, VIEWS

VIEW = {view.name: view for view in (*VIEWS, *TWINS)}
LOGINS = {"vera": roles.VIEWER, "anna": roles.ANALYST, "mo": roles.ANALYST, "eng": roles.ENGINEER, "nobody_else": None}


@pytest.fixture(scope="module")
def star_url(built: Path, database: str, server: Server) -> Iterator[str]:
    """The star with rights granted; `mo` may see the brand moli only."""
    with (
        duck.engine_for(built, is_read_only=True).connect() as star,
        postgres.engine_for(database).begin() as connection,
    ):
        copy_star(star, connection)
        roles.grant_roles(connection)
        roles.limit_to_brands(connection, "mo", ["moli"])
    with server.administrator() as connection:
        for login, role in LOGINS.items():
            connection.exec_driver_sql(f"CREATE ROLE {login} LOGIN")
            if role:
                connection.exec_driver_sql(f"GRANT {role} TO {login}")
    yield database
    with server.administrator() as connection:
        for login in LOGINS:
            connection.exec_driver_sql(f"DROP ROLE {login}")


As = Callable[[str], AbstractContextManager[sa.Connection]]


@pytest.fixture
def acting(star_url: str) -> As:
    """Connections of a login."""

    @contextmanager
    def connected(login: str) -> Iterator[sa.Connection]:
        with postgres.engine_for(url_of(star_url, login)).connect() as connection:
            yield connection

    return connected


def url_of(url: str, login: str) -> str:
    return url.replace(f"//{OWNER}@", f"//{login}@")


def may(connection: sa.Connection, sql: str) -> bool:
    try:
        postgres.native(connection).execute(sql.encode())
    except psycopg.errors.InsufficientPrivilege:
        connection.rollback()
        return False
    return True


@pytest.mark.parametrize("login", ["vera", "anna"])
def test_columns_are_open_by_their_class(acting: As, login: str) -> None:
    classes = roles.READABLE[str(LOGINS[login])]
    asked = [(table.name, column.name, field_of(column).privacy) for table in METADATA.tables.values()
             for column in table.columns]  # fmt: skip
    asked += [(view.name, c.name, roles.privacy_of(c)) for view in VIEW.values() for c in view.columns]
    with acting(login) as connection:
        sql = sa.text("SELECT has_column_privilege(:name, :column, 'SELECT')")
        for name, column, privacy in asked:
            granted = connection.scalar(sql, {"name": f'"{name}"', "column": column})
            assert granted is (privacy in classes), (name, column)


def test_nobody_but_an_engineer_reads_what_people_wrote(acting: As) -> None:
    for login in ("vera", "anna", "nobody_else"):
        with acting(login) as connection:
            assert not may(connection, "SELECT text FROM content_text")
            assert not may(connection, "SELECT text FROM v_mention")
            assert not may(connection, "SELECT * FROM v_mention")
            assert not may(connection, "COPY (SELECT text FROM content_text) TO STDOUT")
    with acting("eng") as connection:
        assert may(connection, "SELECT text FROM content_text")
        assert may(connection, "SELECT * FROM v_mention")


def test_a_viewer_reads_figures_and_no_pseudonym(acting: As) -> None:
    with acting("vera") as connection:
        assert may(connection, "SELECT * FROM v_insight_day")
        assert may(connection, "SELECT day, brand, sentiment FROM v_mention")
        assert not may(connection, "SELECT author_id FROM v_mention")
        assert not may(connection, "SELECT mention_id FROM v_mention")
        assert not may(connection, "SELECT author_id FROM dim_author")
    with acting("anna") as connection:
        assert may(connection, "SELECT author_id, mention_id FROM v_mention")
    with acting("nobody_else") as connection:
        assert not may(connection, "SELECT day FROM v_insight_day")


def test_only_an_engineer_writes(acting: As) -> None:
    for login, allowed in (("vera", False), ("anna", False), ("eng", True)):
        with acting(login) as connection:
            assert may(connection, "DELETE FROM fact_alert RETURNING alert_id") is allowed
            connection.rollback()


BY_BRAND = [table.name for table in METADATA.sorted_tables if table.name.startswith("fact_") and "brand_key" in table.c]


@pytest.mark.parametrize("table", BY_BRAND)
def test_a_limited_analyst_sees_its_brand_only(acting: As, table: str) -> None:
    sql = f"SELECT DISTINCT b.brand_id FROM {table} f JOIN dim_brand b USING (brand_key)"
    with acting("mo") as limited, acting("anna") as free:
        seen, all_ = (set(connection.exec_driver_sql(sql).scalars()) for connection in (limited, free))
    assert seen == all_ & {"moli"}


def test_views_and_contents_obey_the_limit_too(acting: As) -> None:
    with acting("mo") as limited, acting("anna") as free:
        for view in ("v_mention", "v_insight_day", "v_complaint", "v_aspect"):
            sql = f"SELECT DISTINCT brand_id FROM {view}"
            assert set(limited.exec_driver_sql(sql).scalars()) == {"moli"}, view
        count = "SELECT count(*) FROM v_mention WHERE brand_id = 'moli'"
        assert limited.exec_driver_sql(count).scalar() == free.exec_driver_sql(count).scalar() == 12
        for table in ("dim_content", "fact_sentiment", "fact_engagement", "bridge_mention_topic"):
            contents = f"SELECT DISTINCT content_key FROM {table} WHERE content_key > 0"
            mine = "SELECT content_key FROM fact_mention"
            seen, allowed = (set(limited.exec_driver_sql(sql).scalars()) for sql in (contents, mine))
            assert seen == allowed & set(free.exec_driver_sql(contents).scalars()), table
        assert limited.exec_driver_sql(f"SELECT DISTINCT login FROM {roles.ACCESS}").scalars().all() == ["mo"]
        assert free.exec_driver_sql(f"SELECT login FROM {roles.ACCESS}").scalars().all() == []


def test_a_limit_is_lifted_and_names_only_known_brands(star_url: str) -> None:
    with postgres.engine_for(star_url).connect() as connection:
        with pytest.raises(UsageError, match="brands not in the warehouse: no-such-brand"):
            roles.limit_to_brands(connection, "mo", ["moli", "no-such-brand"])
        roles.limit_to_brands(connection, "mo", [])
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {roles.ACCESS}").scalar() == 0
        connection.rollback()


def test_rights_come_back_after_views_are_built_anew(star_url: str, acting: As) -> None:
    with postgres.engine_for(star_url).begin() as connection:
        connection.exec_driver_sql("COMMENT ON TABLE alembic_version IS 'made by other code'")
        migrations.upgrade(connection)
    with acting("vera") as connection:
        assert may(connection, "SELECT * FROM v_insight_day")
        assert not may(connection, "SELECT author_id FROM v_mention")


def test_a_column_made_of_a_closed_one_is_closed() -> None:
    columns = {column.name: column for column in VIEW["v_mention"].columns}
    assert roles.privacy_of(columns["text"]) is Privacy.RESTRICTED
    assert roles.privacy_of(columns["author_id"]) is Privacy.PSEUDONYMOUS
    assert roles.privacy_of(columns["brand_id"]) is Privacy.PUBLIC
    twins = [c for view in TWINS for c in view.columns if roles.privacy_of(c) is Privacy.RESTRICTED]
    assert len(twins) == sum(roles.privacy_of(c) is Privacy.RESTRICTED for view in VIEWS for c in view.columns)


@pytest.mark.parametrize("sql", ESCAPES)
def test_everything_but_reading_is_refused(star_url: str, sql: str) -> None:
    before = _alert_count(star_url)
    with pytest.raises(RefusedSql, match="^sql: ") as caught:
        read_only_sql(star_url, sql)
    assert "\n" not in str(caught.value)
    assert _alert_count(star_url) == before > 0


def test_there_are_enough_of_them() -> None:
    assert len(set(ESCAPES)) >= 60


ENDLESS = [
    "select count(*) from generate_series(1, 1e7) a, generate_series(1, 1e7) b",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
]


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_statement_without_end_is_stopped(star_url: str, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = [each.replace(postgres_read.TIMEOUT, "200ms") for each in postgres_read._SESSION]
    monkeypatch.setattr(postgres_read, "_SESSION", session)
    with pytest.raises(RefusedSql, match="statement timeout"):
        read_only_sql(star_url, sql)
    assert read_only_sql(star_url, "select 1").rows == [(1,)]


def _alert_count(star_url: str) -> int:
    with postgres.engine_for(star_url).connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM fact_alert").scalar_one())


READS = [
    "select 1", "select 1;", "  -- why\n(select 1) union all (select 2)", "/* a */ with a as (select 1) table a",
    "values (1), (2)", "table v_event", "show timezone", "explain select day from v_mention", "select '50%'",
]  # fmt: skip


@pytest.mark.parametrize("sql", READS)
def test_reading_is_allowed(star_url: str, sql: str) -> None:
    assert read_only_sql(star_url, sql).rows


def test_types_limit_and_time_zone(star_url: str, built: Path) -> None:
    sql = """select sum(mention_count) as n, min(published_at) as t, max(day) as d, avg(organic_weight) as w,
        bool_or(is_complaint) as b, max(brand) as s, cast(null as bigint) as nothing from v_mention"""
    one, other = read_only_sql(built, sql), read_only_sql(star_url, sql)
    assert one.rows == other.rows
    assert [type(cell) for cell in one.rows[0]] == [type(cell) for cell in other.rows[0]]
    assert one.rows[0][1].isoformat() == other.rows[0][1].isoformat()
    cut = read_only_sql(star_url, "select day from dim_date order by 1", limit=5)
    assert (len(cut.rows), cut.is_cut) == (5, True)
    assert not read_only_sql(star_url, "select 1", limit=1).is_cut
    assert read_only_sql(star_url, "select brand, begins_on from v_event where false").columns == ["brand", "begins_on"]


def test_a_login_that_may_read_the_servers_files_is_refused(star_url: str) -> None:
    with pytest.raises(RefusedSql, match="may read files of the database server"):
        read_only_sql(url_of(star_url, "postgres"), "select 1")


def test_a_published_connection_only_reads(star_url: str) -> None:
    with open_published(star_url) as connection, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        connection.exec_driver_sql("DELETE FROM fact_alert")
    with published_engine(star_url).connect() as connection:
        assert connection.exec_driver_sql("SHOW search_path").scalar() == "public"
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10min"


def test_a_limited_login_publishes_through_its_own_url(star_url: str) -> None:
    sql = "select distinct brand_id from v_insight_day"
    assert read_only_sql(url_of(star_url, "mo"), sql).rows == [("moli",)]
    assert len(read_only_sql(url_of(star_url, "anna"), sql).rows) > 1


def test_before_the_first_publish_and_without_a_server(empty_database: str) -> None:
    with pytest.raises(WarehouseMissing, match="run `scrm run` first"), open_published(empty_database):
        pass
    url = "postgresql://someone:secret@/nowhere?host=/nonexistent"
    with pytest.raises(Exception, match="cannot open the warehouse") as caught, open_published(url):
        pass
    assert "secret" not in str(caught.value) + name_of(url)
    assert "\n" not in str(caught.value)


def test_a_view_that_is_gone_says_how_to_build_it_anew(star_url: str) -> None:
    with postgres.engine_for(star_url).begin() as connection:
        connection.exec_driver_sql("ALTER VIEW v_event RENAME TO v_gone")
    try:
        with pytest.raises(SchemaMismatch, match="has no v_event; .*run `scrm load`"):
            read_only_sql(star_url, "select brand from v_event")
        with pytest.raises(SchemaMismatch, match="has no v_event"), open_published(star_url) as connection:
            connection.exec_driver_sql("select brand from v_event")
    finally:
        with postgres.engine_for(star_url).begin() as connection:
            connection.exec_driver_sql("ALTER VIEW v_gone RENAME TO v_event")
