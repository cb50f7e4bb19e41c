"""Commands with which people check the machine."""

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import click

from lake.home import Home
from pipeline import warehouse
from pipeline.cli import config as configuration
from pipeline.cli.options import config_option, existing_home, home_option, json_option, print_json, window_options
from pipeline.job import open_job
from records.errors import UsageError


@click.command("sample")
@click.argument("brand")
@home_option
@click.option("-n", "--count", type=click.IntRange(min=4, max=5_000), default=100, show_default=True, help="Posts.")
@window_options
@click.option("--seed", type=int, default=1, show_default=True, help="Another number draws other posts.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="XLSX to write [BRAND-sample.xlsx].")
def sample_command(
    brand: str, home: Path, count: int, since: date | None, until: date | None, seed: int, output: Path | None
) -> None:
    """Posts of a brand for a person to check, as XLSX: half at random, the rest where the machine is in doubt."""
    from pipeline.corrections.draw import Candidate, draw
    from pipeline.corrections.sheet import write_sheet
    from warehouse.answers import find_brand
    from warehouse.answers.sampling import checkable, texts_of
    from warehouse.connect import open_published

    file = output or Path(f"{brand}-sample.xlsx")
    if file.exists():
        raise UsageError(f"{file}: is there already, perhaps filled in; give another --output or remove it")
    with open_published(warehouse.published(Home(existing_home(home)))) as connection:
        brand_id = find_brand(connection, brand).brand_id
        found = checkable(connection, brand_id, since, until)
        drawn = draw([Candidate(str(row[0]), bool(row[1]), bool(row[2])) for row in found.rows], count, seed)
        if not drawn:
            raise UsageError(f"{brand}: no judged posts in these days; widen --from and --to, or run `scrm run` first")
        posts = {row[0]: row for row in texts_of(connection, brand_id, [each.mention_id for each in drawn]).rows}
    write_sheet(
        file,
        brand_id,
        [posts[each.mention_id] for each in drawn],
        [each.stratum for each in drawn],
        datetime.now(UTC),
    )
    strata = ", ".join(f"{sum(each.stratum == name for each in drawn)} {name}" for name in _STRATA)
    click.echo(f"{file}: {len(drawn)} posts ({strata}); fill it in, then run `scrm correct {file}`")


_STRATA = ("random", "uncertain", "disputed")


@click.command("correct")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@home_option
@config_option
@click.option("--by", help="Who judged; your user name when left out.")
@json_option
def correct_command(file: Path, home: Path, config: Path, by: str | None, as_json: bool) -> None:
    """Takes a sheet of `scrm sample` back: a person's judgement wins over every model, whatever runs later."""
    from pipeline.corrections.take import take

    existing_home(home)
    taken = take(open_job(home, configuration.resolve(home, config)), file, by=by)
    if as_json:
        print_json(dataclasses.asdict(taken))
        return
    if not taken.annotation_count:
        click.echo(f"{file}: taken before, nothing new")
        return
    tasks = ", ".join(f"{count} {task}" for task, count in taken.by_task.items())
    click.echo(f"{file}: {taken.judged_count} posts judged ({tasks})")
    click.echo("Run `scrm load`, `scrm profile`, `scrm publish` and `scrm report` to see them count.")


COMMANDS = (sample_command, correct_command)
