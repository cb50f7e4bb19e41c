"""The command that rewrites many small files of the lake into few."""

from pathlib import Path

import click

from lake.home import Home
from pipeline.cli.display import print_table
from pipeline.cli.options import existing_home, home_option, json_option, print_json

_COLUMNS = ("partition", "files before", "files after", "swept")


@click.command("compact")
@home_option
@json_option
def compact_command(home: Path, as_json: bool) -> None:
    """Rewrites days of the lake that lie in many small files; same rows, nothing is judged or loaded anew.

    Also removes files that killed runs left and no manifest lists (swept). The nightly maintenance DAG does the same.
    """
    from pipeline.compaction import compact, sweep

    existing_home(home)
    if (swept := sweep(Home(home))) is not None:
        if as_json:
            print_json({"swept": swept})
        else:
            click.echo(f"compact: {swept:,} objects swept; days on an object store are not rewritten")
        return
    lake = Home(home).lake
    rows = [
        (each.folder.relative_to(lake).as_posix(), each.files_before, each.files_after, each.swept_count)
        for each in compact(Home(home))
    ]
    if as_json:
        print_json([dict(zip((name.replace(" ", "_") for name in _COLUMNS), row, strict=True)) for row in rows])
    elif rows:
        print_table(_COLUMNS, [(row[0], *(f"{number:,}" for number in row[1:])) for row in rows])
    else:
        click.echo("compact: no day lies in many small files")


COMMANDS = (compact_command,)
