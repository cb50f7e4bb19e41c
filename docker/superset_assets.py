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
    Data sets without a brand (months of customers, coverage) stay closed. Raises SystemExit for an unknown user.
    """
    from superset.connectors.sqla.models import RowLevelSecurityFilter, SqlaTable
    from superset.models.dashboard import Dashboard

    from superset import db, security_manager

    tables = [table for table in db.session.query(SqlaTable) if "brand_id" in table.column_names]
    role = security_manager.add_role(f"brand:{brand_id}") or security_manager.find_role(f"brand:{brand_id}")
    reading = {
        view for table in tables if (view := security_manager.add_permission_view_menu("datasource_access", table.perm))
    }
    gamma = security_manager.find_role("Gamma")
    role.permissions = [*gamma.permissions, *reading]
    name = f"brand:{brand_id}"
    rule = db.session.query(RowLevelSecurityFilter).filter_by(name=name).one_or_none() or RowLevelSecurityFilter(
        name=name
    )
    quoted = brand_id.replace("'", "''")
    rule.filter_type, rule.clause, rule.group_key = "Regular", f"brand_id = '{quoted}'", "brand"
    rule.tables, rule.roles = tables, [role]
    db.session.add(rule)
    for user_name in users:
        user = security_manager.find_user(username=user_name)
        if user is None:
            raise SystemExit(f"no user {user_name} in Superset; create it first")
        user.roles = [*{*user.roles, role}]
    for dashboard in db.session.query(Dashboard):
        if dashboard.roles:
            dashboard.roles = [*{*dashboard.roles, role}]
    db.session.commit()
    return name


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
