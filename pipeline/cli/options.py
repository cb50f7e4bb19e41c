"""Options that several commands share."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from lake.home import Home
from pipeline.job import Window
from records.errors import UsageError


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error for anything else."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write YYYY-MM-DD", param, ctx)


home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SCRM_HOME",
    default=Path("scrm-home"),
    show_default=True,
    help="Folder of raw zone, lake, warehouse and reports (or SCRM_HOME).",
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="SCRM_CONFIG",
    default=Path("brands.yml"),
    show_default=True,
    help="Your brands and sources (or SCRM_CONFIG).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
airflow_option = click.option("--no-airflow", is_flag=True, help="Run the same steps in this process, without Airflow.")


def window_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --from and --to: days of publication, both included."""
    until = click.option("--to", "until", type=Day(), help="Last day of publication, YYYY-MM-DD.")
    since = click.option("--from", "since", type=Day(), help="First day of publication, YYYY-MM-DD.")
    return since(until(command))


def window_of(since: date | None, until: date | None) -> Window:
    """The window; UsageError for a range the wrong way round."""
    return Window(since=since, until=until)


def existing_home(home: Path) -> Path:
    """A home somebody has used; UsageError with what to do otherwise."""
    if not Home(home).is_known:
        raise UsageError(f"{home}: no such home; run `scrm demo` or `scrm run` first, or give --home")
    return home


def print_json(value: Any) -> None:
    """One JSON document on stdout, Chinese readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
