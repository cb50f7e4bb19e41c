"""Commands that ask the published warehouse."""

import dataclasses
from datetime import date
from pathlib import Path

import click

from lake.files import write_durably
from lake.home import Home
from pipeline.cli import config as configuration
from pipeline.cli.display import print_result, print_table
from pipeline.cli.options import existing_home, home_option, json_option, print_json, window_options
from pipeline.job import Window
from records.errors import UsageError

FORMATS = ("table", "csv", "json", "parquet", "xlsx")


@click.command("sql")
@click.argument("statement")
@home_option
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; needed for xlsx.")
def sql_command(statement: str, home: Path, format_: str, output: Path | None) -> None:
    """Read-only SQL on the published warehouse."""
    from warehouse.connect import read_only_sql
    from warehouse.export import write_result

    result = read_only_sql(Home(existing_home(home)).warehouse, statement)
    if output:
        write_result(result.table, output, format="csv" if format_ == "table" else format_)
        click.echo(f"{output}: {result.table.num_rows:,} rows")
    elif format_ == "table":
        print_table(result.columns, result.rows)
    elif format_ in ("csv", "json"):
        print_result(result.table, format_)
    else:
        raise click.UsageError(f"--format {format_} needs --output FILE")


@click.command("export")
@home_option
@click.option("--format", "format_", type=click.Choice(["parquet"]), default="parquet", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path("star"), show_default=True)
def export_command(home: Path, format_: str, output: Path) -> None:
    """The whole star as Parquet files with DDL and a manifest."""
    from warehouse.export import export_star

    counts = export_star(Home(existing_home(home)).warehouse, output)
    click.echo(f"{output}: {len(counts)} tables, {sum(counts.values()):,} rows ({format_})")


@click.command("metrics")
@json_option
def metrics_command(as_json: bool) -> None:
    """Every metric with its one definition."""
    from warehouse.metrics import METRICS

    if as_json:
        print_json([dataclasses.asdict(metric) for metric in METRICS])
        return
    for metric in METRICS:
        click.echo(f"{metric.name:<28} {metric.zh}\n{'':<28} {metric.formula}")


@click.command("dictionary")
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="File to write; stdout when left out.")
def dictionary_command(write: Path | None) -> None:
    """The data dictionary: every table, column, unit and privacy class, in Chinese and English."""
    from warehouse.dictionary import render

    if write is None:
        click.echo(render())
    else:
        write_durably(write, render().encode())


@click.command("report")
@click.argument("brand")
@home_option
@window_options
@click.option("--compare", "rivals", multiple=True, help="Brand id or name to compare with; may be repeated.")
@click.option("--format", "format_", type=click.Choice(["html"]), default="html", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def report_command(
    brand: str,
    home: Path,
    since: date | None,
    until: date | None,
    rivals: tuple[str, ...],
    format_: str,
    output: Path | None,
) -> None:
    """The brand page; its default period is the last week with data."""
    from pipeline.steps.report import write_page

    where = Home(existing_home(home))
    brand_id = _brand_id(where, brand)
    named = tuple(dict.fromkeys(_brand_id(where, each) for each in rivals))
    if brand_id in named:
        raise UsageError(f"--compare {brand}: is the brand of the page; name another one")
    compare = named or configuration.competitors(home, brand_id)
    click.echo(write_page(where, brand_id, window=Window(since, until), compare=compare, output=output))


def _brand_id(home: Home, name: str) -> str:
    """The id of a brand by its id, its name or, where the configuration is known, an alias. Raises UsageError."""
    from reports import brand_id_of

    try:
        return brand_id_of(home.warehouse, name)
    except UsageError:
        found = configuration.brand(home.root, name)  # tracked, perhaps without a mention yet
        if found is None:
            raise
        return found.brand_id


COMMANDS = (sql_command, export_command, metrics_command, dictionary_command, report_command)
