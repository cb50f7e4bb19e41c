"""Brings data sets, charts and dashboards into Superset, and lets people in to single brands. Runs where Superset does.

    python superset_assets.py import superset/dashboards    # the address of the warehouse: WAREHOUSE_URL
    python superset_assets.py limit qinghe --user anna      # a role of that brand, and anna has it

Both may be repeated: ids stay, what is there is replaced. Charts and dashboards that people made themselves are kept.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from flask import g
from superset.app import create_app

DUCKDB = {"engine_params": {"connect_args": {"read_only": True}}}
"""What a file wants that PostgreSQL's login has by itself: never a lock on what the job publishes."""


def import_all(folder: Path, url: str) -> int:
    """Replaces everything that the folder's files describe. Returns the number of files."""
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    contents = {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml")}
    for name in contents:
        if name.startswith("databases/"):
            contents[name] = _at(contents[name], url)
    ImportAssetsCommand(contents).run()
    return len(contents)


def _at(database: str, url: str) -> str:
    told = yaml.safe_load(database)
    told["sqlalchemy_uri"] = url
    if url.startswith("duckdb"):
        told["extra"] |= DUCKDB
    return yaml.safe_dump(told, allow_unicode=True)


def limit(brand_id: str, users: Iterable[str]) -> str:
    """A role that reads this brand's rows of every data set that has brands, and nothing else. Returns its name.

    Who has it must have neither Alpha nor Admin beside it: rights add up, and those roles read every data set.
    Data sets without a brand (months of customers, coverage) stay closed. Several such roles add up to several
    brands. Raises SystemExit for an unknown user.
    """
    from superset import db
    from superset.connectors.sqla.models import SqlaTable

    name = f"brand:{brand_id}"
    tables = [table for table in db.session.query(SqlaTable) if "brand_id" in table.column_names]
    role = _reader(name, tables)
    _put_rule(name, brand_id, tables, role)
    for user_name in users:
        _admit(user_name, role)
    db.session.commit()
    return name


def _reader(name: str, tables: list[Any]) -> Any:
    """The role: what Gamma may do, on these data sets."""
    from superset import security_manager

    role = security_manager.add_role(name)
    gamma = security_manager.find_role("Gamma")
    reading = [security_manager.add_permission_view_menu("datasource_access", table.get_perm()) for table in tables]
    role.permissions = list({*gamma.permissions, *reading})
    return role


def _put_rule(name: str, brand_id: str, tables: list[Any], role: Any) -> None:
    """The condition that every query of the role carries; conditions of one group are joined by OR."""
    from superset import db
    from superset.connectors.sqla.models import RowLevelSecurityFilter

    rule = db.session.query(RowLevelSecurityFilter).filter_by(name=name).one_or_none() or RowLevelSecurityFilter()
    quoted = brand_id.replace("'", "''")
    rule.name, rule.filter_type, rule.group_key = name, "Regular", "brand"
    rule.clause, rule.tables, rule.roles = f"brand_id = '{quoted}'", tables, [role]
    db.session.add(rule)


def _admit(user_name: str, role: Any) -> None:
    from superset import security_manager

    user = security_manager.find_user(username=user_name)
    if user is None:
        raise SystemExit(f"no user {user_name} in Superset; create it first")
    user.roles = list({*user.roles, role})


def main() -> None:
    """Reads the arguments and does it as Superset's administrator."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("import").add_argument("folder", type=Path)
    limiting = commands.add_parser("limit")
    limiting.add_argument("brand_id")
    limiting.add_argument("--user", action="append", default=[])
    arguments = parser.parse_args()
    with create_app().app_context():
        from superset import security_manager

        g.user = security_manager.find_user(username="admin")
        if arguments.command == "import":
            done = f"{import_all(arguments.folder, os.environ['WAREHOUSE_URL'])} files imported"
        else:
            done = f"role {limit(arguments.brand_id, arguments.user)}"
    sys.stdout.write(f"{done}\n")


if __name__ == "__main__":
    main()
