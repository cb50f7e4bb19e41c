"""Who may read what on PostgreSQL: by the privacy class of a column, and by brand.

| role            | tables                                  | views                  |
|-----------------|-----------------------------------------|------------------------|
| `scrm_viewer`   | public columns                          | public columns         |
| `scrm_analyst`  | public and pseudonymous columns         | the same               |
| `scrm_reader`   | the same (what `scrm sql` steps down to)| the same               |
| `scrm_engineer` | everything, and may change it           | everything             |

A login becomes a member of one of them (`GRANT scrm_analyst TO anna`). `limit_to_brands` further narrows a login to
brands: row-level security then hides every other brand's rows of facts, and of contents that mention none of its
brands. Views belong to a role that owns no table (`scrm_views`), so that they obey the same rules.

The embedded DuckDB file has no roles: whoever may read the file reads all of it.
"""

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from records.errors import ScrmError, UsageError
from warehouse.columns import Privacy, field_of
from warehouse.postgres import execute_as_is, first_line, quoted
from warehouse.tables import METADATA
from warehouse.views import TWINS, VIEWS, ViewColumn

VIEWER, ANALYST, READER, ENGINEER = "scrm_viewer", "scrm_analyst", "scrm_reader", "scrm_engineer"
VIEW_OWNER = "scrm_views"
ROLES = (VIEWER, ANALYST, READER, ENGINEER, VIEW_OWNER)
READABLE: dict[str, frozenset[Privacy]] = {
    VIEWER: frozenset({Privacy.PUBLIC}),
    ANALYST: frozenset({Privacy.PUBLIC, Privacy.PSEUDONYMOUS}),
    READER: frozenset({Privacy.PUBLIC, Privacy.PSEUDONYMOUS}),
}
"""Classes of columns that a role may select."""
_SCHEMA = "scrm_access"
"""Apart from the star, which a whole build replaces with its schema."""
ACCESS = f"{_SCHEMA}.brand_access"
"""Which login may see which brands; a login without a row here may see all."""
_POLICY = "by_brand"
_STRICTNESS = (Privacy.PUBLIC, Privacy.PSEUDONYMOUS, Privacy.RESTRICTED)


def prepare(connection: sa.Connection) -> None:
    """Creates the roles where they are missing, with rights on nothing yet; from now on every new star grants theirs.

    The connection's login may create roles, or an administrator has created them and granted `scrm_views` and
    `scrm_reader` to it. Raises ScrmError.
    """
    _execute(connection, (*_roles(connection), *_access()))


def grant_roles(connection: sa.Connection) -> None:
    """Creates the roles where they are missing and gives them exactly their rights; may be run again at any time.

    The connection's login must own the warehouse and be able to `prepare`. Raises ScrmError.
    """
    prepare(connection)
    _execute(connection, _statements(connection))


def admit(connection: sa.Connection, login: str, role: str) -> None:
    """Makes a login a member of a role of `READABLE` or the engineers'. Raises UsageError for a login that is none."""
    if connection.scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :login"), {"login": login}) is None:
        raise UsageError(f"no login {login}; an administrator creates it: CREATE ROLE {quoted(login)} LOGIN")
    _execute(connection, [f"GRANT {role} TO {quoted(login)}"])


def _execute(connection: sa.Connection, statements: Iterable[str]) -> None:
    try:
        for statement in statements:
            execute_as_is(connection, statement)
    except sa.exc.DBAPIError as error:
        made = f"an administrator may create {', '.join(ROLES)} and grant {VIEW_OWNER} and {READER} to this login"
        raise ScrmError(f"PostgreSQL: granting rights failed ({first_line(error)}); {made}") from None


def are_in_use(connection: sa.Connection) -> bool:
    """Whether `grant_roles` was ever run in this database."""
    return sa.inspect(connection).has_schema(_SCHEMA)


def limit_to_brands(connection: sa.Connection, login: str, brand_ids: Sequence[str]) -> None:
    """From now on a login sees these brands only; with none named, all again.

    The brands must be in `dim_brand`. Raises UsageError for one that is not.
    """
    brand = METADATA.tables["dim_brand"].c
    known = sa.select(brand.brand_key, brand.brand_id).where(brand.brand_id.in_(brand_ids))
    found = {row.brand_id: row.brand_key for row in connection.execute(known)}
    if missing := sorted(set(brand_ids) - found.keys()):
        raise UsageError(f"brands not in the warehouse: {', '.join(missing)}")
    connection.execute(sa.text(f"DELETE FROM {ACCESS} WHERE login = :login"), {"login": login})
    rows = [{"login": login, "brand_key": key} for key in found.values()]
    if rows:
        connection.execute(sa.text(f"INSERT INTO {ACCESS} (login, brand_key) VALUES (:login, :brand_key)"), rows)


def privacy_of(column: ViewColumn) -> Privacy:
    """The strictest class among the columns a view's column is made of and its own."""
    classes = {column.meaning.privacy}
    for part in _parts(column.expression):
        if isinstance(part, sa.Column) and "field" in part.info:
            classes.add(field_of(part).privacy)
    return max(classes, key=_STRICTNESS.index)


def _parts(expression: sa.ClauseElement) -> Iterator[visitors.ExternallyTraversible]:
    """Everything an expression is made of, columns of subqueries and aliases down to their tables."""
    for part in visitors.iterate(expression):
        yield part
        if isinstance(part, sa.ColumnElement):
            yield from (base for base in part.base_columns if base is not part)


def _statements(connection: sa.Connection) -> Iterator[str]:
    schema = quoted(str(connection.exec_driver_sql("SELECT current_schema()").scalar()))
    yield f"GRANT USAGE ON SCHEMA {schema} TO {', '.join(ROLES)}"
    yield f"GRANT CREATE ON SCHEMA {schema} TO {VIEW_OWNER}"
    yield "GRANT SELECT ON alembic_version TO PUBLIC"
    for table in METADATA.sorted_tables:
        yield f"REVOKE ALL ON {table.name} FROM PUBLIC, {', '.join(ROLES)}"
        yield f"GRANT SELECT ON {table.name} TO {VIEW_OWNER}"
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table.name} TO {ENGINEER}"
        yield from _grants(table.name, [(column.name, field_of(column).privacy) for column in table.columns])
        yield from _policies(table)
    for view in (*VIEWS, *TWINS):
        yield f"REVOKE ALL ON {view.name} FROM PUBLIC, {', '.join(ROLES)}"
        yield f"ALTER VIEW {view.name} OWNER TO {VIEW_OWNER}"
        yield f"GRANT SELECT ON {view.name} TO {ENGINEER}"
        yield from _grants(view.name, [(column.name, privacy_of(column)) for column in view.columns])


def _roles(connection: sa.Connection) -> Iterator[str]:
    present = set(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
    for role in ROLES:
        if role not in present:
            yield f"CREATE ROLE {role} NOLOGIN"
    is_member = sa.text("SELECT pg_has_role(current_user, :role, 'USAGE')")
    for role in (VIEW_OWNER, READER):
        if role not in present or not connection.scalar(is_member, {"role": role}):
            yield f"GRANT {role} TO CURRENT_USER"


def _access() -> Iterator[str]:
    yield f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}"
    yield f"GRANT USAGE ON SCHEMA {_SCHEMA} TO PUBLIC"
    yield f"CREATE TABLE IF NOT EXISTS {ACCESS} (login name, brand_key bigint, PRIMARY KEY (login, brand_key))"
    yield f"COMMENT ON TABLE {ACCESS} IS '一行是一个登录名可见的一个品牌 | One row is one brand that a login may see'"
    yield f"ALTER TABLE {ACCESS} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS own ON {ACCESS}"
    yield f"CREATE POLICY own ON {ACCESS} FOR SELECT USING (login = session_user)"
    yield f"GRANT SELECT ON {ACCESS} TO PUBLIC"


def _grants(name: str, columns: Iterable[tuple[str, Privacy]]) -> Iterator[str]:
    listed = list(columns)
    for role, classes in READABLE.items():
        allowed = [quoted(column) for column, privacy in listed if privacy in classes]
        if allowed:
            yield f"GRANT SELECT ({', '.join(allowed)}) ON {name} TO {role}"


def _policies(table: sa.Table) -> Iterator[str]:
    visible = _visible(table)
    if visible is None:
        return
    is_limited = f"EXISTS (SELECT FROM {ACCESS} WHERE login = session_user)"
    yield f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS {_POLICY} ON {table.name}"
    yield f"CREATE POLICY {_POLICY} ON {table.name} USING (NOT {is_limited} OR {visible})"


def _visible(table: sa.Table) -> str | None:
    """What a limited login sees of a table: its brands' rows, or what belongs to contents about its brands."""
    if table.name.startswith("fact_") and "brand_key" in table.c:
        return f"brand_key IN (SELECT a.brand_key FROM {ACCESS} AS a WHERE a.login = session_user)"
    if "content_key" in table.c:
        return "content_key < 0 OR content_key IN (SELECT m.content_key FROM fact_mention AS m)"
    return None
