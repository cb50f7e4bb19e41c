"""Commands that ask the published warehouse."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from lake.files import write_durably
from lake.home import Home
from pipeline.cli import config as configuration
from pipeline.cli.display import print_result, print_table
from pipeline.cli.options import existing_home, home_option, json_option, print_json, window_options
from pipeline.job import Window
from pipeline.warehouse import published
from records.errors import UsageError

if TYPE_CHECKING:
    from warehouse.answers import Period

FORMATS = ("table", "csv", "json", "parquet", "xlsx")


@click.command("sql")
@click.argument("statement", required=False)
@home_option
@click.option("--question", help="A worked question instead of a statement: its number or name (`scrm questions`).")
@click.option(
    "--about", multiple=True, metavar="NAME=VALUE", help="Asks the question about something else: brand=茉里茶."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; needed for xlsx.")
@click.option("--on", metavar="spark://HOST:PORT", help="Master of a Spark cluster to ask, in place of the warehouse.")
@click.option("--star", metavar="DIR", help="With --on: what `scrm export` wrote, under a path the cluster reads.")
def sql_command(
    statement: str | None,
    home: Path,
    question: str | None,
    about: tuple[str, ...],
    format_: str,
    output: Path | None,
    on: str | None,
    star: str | None,
) -> None:
    """Read-only SQL on the published warehouse, or by Spark on an exported one."""
    from warehouse import questions
    from warehouse.connect import QueryResult, read_only_sql
    from warehouse.export import write_result

    if (statement is None) == (question is None):
        raise click.UsageError("give a statement or --question")
    if (on is None) != (star is None):
        raise click.UsageError("--on and --star go together")
    sql = str(statement if question is None else questions.question(question).about(**_values(about)).sql)
    if on is not None and star is not None:
        from pipeline.spark import star as exported

        result = QueryResult(table=exported.ask(on, star, sql))
    else:
        result = read_only_sql(published(Home(existing_home(home))), sql)
    if output:
        write_result(result.table, output, format="csv" if format_ == "table" else format_)
        click.echo(f"{output}: {result.table.num_rows:,} rows")
    elif format_ == "table":
        print_table(result.columns, result.rows)
    elif format_ in ("csv", "json"):
        print_result(result.table, format_)
    else:
        raise click.UsageError(f"--format {format_} needs --output FILE")


def _values(about: tuple[str, ...]) -> dict[str, str]:
    """Name -> value of `--about NAME=VALUE`."""
    pairs = [each.partition("=") for each in about]
    if any(not equals for _, equals, _ in pairs):
        raise click.UsageError("--about is written NAME=VALUE")
    return {name: value for name, _, value in pairs}


@click.command("questions")
@home_option
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="Writes the guide with results there.")
def questions_command(home: Path, write: Path | None) -> None:
    """The worked questions for analysts; with --write the guide, each with its result on this home."""
    from warehouse import questions
    from warehouse.connect import read_only_sql
    from warehouse.questions import guide

    if write is None:
        click.echo("\n".join(f"{each.name:<32} {each.zh} {each.en}" for each in questions.questions()))
        return
    warehouse = published(Home(existing_home(home)))
    write_durably(write, guide.render(lambda sql: read_only_sql(warehouse, sql).table).encode())


@click.command("export")
@home_option
@click.option("--format", "format_", type=click.Choice(["parquet"]), default="parquet", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path("star"), show_default=True)
@click.option("--with-text", is_flag=True, help="Also what people wrote (restricted): only with a purpose.")
def export_command(home: Path, format_: str, output: Path, with_text: bool) -> None:
    """The whole star as Parquet files with a manifest and the DDL of StarRocks, Doris, MaxCompute, BigQuery, ..."""
    from warehouse.export import export_star

    counts = export_star(Home(existing_home(home)).warehouse, output, with_restricted=with_text)
    click.echo(f"{output}: {len(counts)} tables, {sum(counts.values()):,} rows ({format_})")


METRIC_FORMATS = ("table", "json", "markdown", "superset")


@click.command("metrics")
@click.argument("name", required=False)
@click.option("--format", "format_", type=click.Choice(METRIC_FORMATS), default="table", show_default=True)
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="File to write; stdout when left out.")
@json_option
def metrics_command(name: str | None, format_: str, write: Path | None, as_json: bool) -> None:
    """Every metric with its one definition, or all that is said of one NAME."""
    from warehouse.metrics import DEFINITIONS, page

    if name is not None:
        found = [one for one in DEFINITIONS if one.name == name]
        if not found:
            raise UsageError(f"metric {name!r}: no such metric; `scrm metrics` lists them")
        click.echo(page.whole(found[0])) if not as_json else print_json(page.as_data(found[0]))
    elif as_json or format_ == "json":
        print_json([page.as_data(metric) for metric in DEFINITIONS])
    elif write is None:
        click.echo(_metrics_as(format_))
    else:
        write_durably(write, _metrics_as(format_).encode())


def _metrics_as(format_: str) -> str:
    from warehouse import superset
    from warehouse.metrics import DEFINITIONS, page

    if format_ == "superset":
        return superset.render()
    if format_ == "markdown":
        return page.render()
    return "\n".join(f"{one.name:<30} {page.marks(one):<2} {one.zh}\n{'':<33} {one.formula}" for one in DEFINITIONS)


@click.command("dictionary")
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="File to write; stdout when left out.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Searchable page to write.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Picture of the star to write.")
@click.option(
    "--textbook",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Map from the textbooks' concepts to functions, tables and tests, to write.",
)
@click.option(
    "--privacy",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Data map whose list of columns to write anew.",
)
def dictionary_command(
    write: Path | None, html: Path | None, svg: Path | None, textbook: Path | None, privacy: Path | None
) -> None:
    """The data dictionary: every table, column, unit and privacy class, in Chinese and English."""
    from pipeline import lineage
    from pipeline import textbook as concepts
    from warehouse import dictionary

    if html is not None:
        page = dictionary.render_html(lineage.source_fields(), lineage.panel_uses())
        write_durably(html, page.encode())
    if write is not None:
        write_durably(write, dictionary.render().encode())
    if svg is not None:
        write_durably(svg, f"{dictionary.bus_matrix()}\n".encode())
    if textbook is not None:
        write_durably(textbook, concepts.render().encode())
    if privacy is not None:
        write_durably(privacy, dictionary.filled(privacy.read_text("utf-8")).encode())
    if html is None and write is None and svg is None and textbook is None and privacy is None:
        click.echo(dictionary.render())


@click.command("roles")
@click.option("--login", help="A login of the database to let in.")
@click.option("--as", "role", type=click.Choice(("viewer", "analyst", "engineer")), help="What it may read.")
@click.option("--brand", "brands", multiple=True, help="Brand id it may see; repeat for several, none for all.")
def roles_command(login: str | None, role: str | None, brands: tuple[str, ...]) -> None:
    """Who may read what on a PostgreSQL warehouse: makes the roles; with --login and --as lets somebody in.

    viewer reads public columns, analyst pseudonyms as well, engineer everything. No role reads the text of posts but
    the engineer's. May be run again at any time.
    """
    from pipeline.warehouse import admit

    if (login is None) != (role is None) or (brands and login is None):
        raise click.UsageError("--login and --as go together, and --brand with both")
    admit(login, role, brands)
    click.echo(f"{login} reads as {role}" if login else "roles are there: scrm_viewer, scrm_analyst, scrm_engineer")


REPORT_FORMATS = ("html", "pdf", "xlsx", "docx", "png", "csv")


@click.command("report")
@click.argument("brand")
@home_option
@window_options
@click.option("--compare", "rivals", multiple=True, help="Brand id or name to compare with; may be repeated.")
@click.option("--against", metavar="FROM..TO", help="Days to compare with, as many; the period before when left out.")
@click.option("--format", "format_", type=click.Choice(REPORT_FORMATS), default="html", show_default=True)
@click.option("--language", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Of what we say.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def report_command(
    brand: str,
    home: Path,
    since: date | None,
    until: date | None,
    rivals: tuple[str, ...],
    against: str | None,
    format_: str,
    language: Literal["zh", "en"],
    output: Path | None,
) -> None:
    """The brand's week (the last one with data, or the days named) as page, PDF, workbook, document, card or posts.

    pdf and png need Chromium on the PATH or in SCRM_CHROMIUM; docx shows the curve as a picture where it is there.
    """
    from pipeline.steps.report import write_page

    where = Home(existing_home(home))
    brand_id = _brand_id(where, brand)
    named = tuple(dict.fromkeys(_brand_id(where, each) for each in rivals))
    if brand_id in named:
        raise UsageError(f"--compare {brand}: is the brand of the page; name another one")
    compare = named or configuration.competitors(home, brand_id)
    window = Window(since, until)
    click.echo(
        write_page(
            where,
            brand_id,
            window=window,
            compare=compare,
            output=output,
            format_=format_,
            against=_days(against),
            language=language,
        )  # fmt: skip
    )


def _days(text: str | None) -> "Period | None":
    """The days of FROM..TO. Raises UsageError for anything else."""
    from warehouse.answers import Period

    if text is None:
        return None
    try:
        first, last = (date.fromisoformat(part) for part in text.split(".."))
    except ValueError as error:
        raise UsageError(f"--against {text}: write days as 2026-08-03..2026-08-09") from error
    return Period(first, last)


def _brand_id(home: Home, name: str) -> str:
    """The id of a brand by its id, its name or, where the configuration is known, an alias. Raises UsageError."""
    from reports import brand_id_of

    try:
        return brand_id_of(published(home), name)
    except UsageError:
        found = configuration.brand(home.root, name)  # tracked, perhaps without a mention yet
        if found is None:
            raise
        return found.brand_id


COMMANDS = (
    sql_command, questions_command, export_command, metrics_command, dictionary_command, roles_command, report_command,
)  # fmt: skip
