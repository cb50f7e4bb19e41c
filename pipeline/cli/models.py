"""Commands about models and words: what moved, and what the dictionary lacks."""

import dataclasses
from pathlib import Path

import click

from pipeline.cli import config as configuration
from pipeline.cli.options import config_option, existing_home, home_option, json_option, print_json
from pipeline.job import open_job


@click.command("moved")
@click.argument("task")
@home_option
@config_option
@click.option("--from", "before", help="Version before; the one written before the last when left out.")
@click.option("--to", "after", help="Version after; the one written last when left out.")
@json_option
def moved_command(task: str, home: Path, config: Path, before: str | None, after: str | None, as_json: bool) -> None:
    """What another version of an engine judges otherwise, and why. TASK: sentiment, emotion, complaint, ..."""
    from pipeline.moved import movement

    existing_home(home)
    found = movement(open_job(home, configuration.resolve(home, config)), task, before, after)
    shift = found.shift
    if as_json:
        groups = [
            {**dataclasses.asdict(each), "flips": [[*pair, count] for pair, count in each.flips.items()]}
            for each in shift.moved
        ]
        print_json({**dataclasses.asdict(shift), "moved": groups, "why": found.why})
        return
    click.echo(f"{task}: {', '.join(shift.models_before)} -> {', '.join(shift.models_after)}")
    for each in shift.moved:
        name = f"{each.column} {each.value}" if each.column else "all"
        net = (
            ""
            if each.net_before is None or each.net_after is None
            else (f", net sentiment {each.net_before:+.3f} -> {each.net_after:+.3f}")
        )
        click.echo(f"  {name}: {each.pair_count:,} verdicts, {each.flip_share:.1%} became another{net}")
    for (old, new), count in shift.moved[0].flips.items():
        click.echo(f"    {old} -> {new}: {count:,}")
    for reason in found.why:
        click.echo(f"  why: {reason}")


@click.command("restate")
@home_option
@config_option
@click.option("--dry-run", is_flag=True, help="Only list what is stale.")
@click.option("--publish", "is_published", is_flag=True, help="Publish the result; else it waits for `scrm publish`.")
@json_option
def restate_command(home: Path, config: Path, dry_run: bool, is_published: bool, as_json: bool) -> None:
    """What a changed brand, alias, taxonomy or correction makes stale: judges it anew and shows what moved."""
    from pipeline.restate import restate, stale
    from pipeline.steps.publish import publish

    existing_home(home)
    job = open_job(home, configuration.resolve(home, config))
    found = stale(job)
    moved = [] if dry_run else restate(job)
    if is_published and not dry_run:
        publish(job)
    if as_json:
        print_json({"stale": dataclasses.asdict(found), "moved": [dataclasses.asdict(each) for each in moved]})
        return
    click.echo(f"stale: {found.mention_count:,} mentions on {len(found.days):,} days")
    for task, version in found.tasks.items():
        click.echo(f"  {task}: no verdicts of version {version} yet")
    for each in moved:
        click.echo(f"  {each.brand_id} {each.figure}: {_figure(each.before)} -> {_figure(each.after)}")
    if not dry_run and not moved:
        click.echo("no figure of any brand moved")
    if not dry_run and not is_published:
        click.echo("not published yet: `scrm publish` shows it to readers")


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:,.4g}"


@click.command("words")
@home_option
@config_option
@click.option(
    "--sheet", type=click.Path(path_type=Path, dir_okay=False), help="TSV to write [words.tsv beside the config]."
)
def words_command(home: Path, config: Path, sheet: Path | None) -> None:
    """New words in what was gathered, on a sheet: write yes or no beside each; brands.yml names it as `words_file`."""
    from pipeline.words import search

    existing_home(home)
    job = open_job(home, configuration.resolve(home, config))
    file = sheet or job.settings.folder / (job.settings.words_file or "words.tsv")
    count = search(job, file)
    click.echo(f"{file}: {count} words to decide on; put `words_file: {file.name}` into brands.yml if it is not there")


COMMANDS = (moved_command, restate_command, words_command)
