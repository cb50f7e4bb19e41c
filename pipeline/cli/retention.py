"""The command that takes away what is kept no longer."""

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli import config as configuration
from pipeline.cli.display import print_table
from pipeline.cli.options import config_option, existing_home, home_option, json_option, print_json
from pipeline.job import open_job
from records.time import SHANGHAI

_COLUMNS = ("data set", "kept days", "first day kept", "days", "files", "bytes")


@click.command("retention")
@config_option
@home_option
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@json_option
def retention_command(config: Path, home: Path, dry_run: bool, as_json: bool) -> None:
    """Removes what is older than `retention:` in the configuration keeps it, from lake and raw zone."""
    from pipeline.retention import expire, expired

    existing_home(home)
    job = open_job(home, configuration.resolve(home, config))
    today = datetime.now(SHANGHAI).date()
    found = expired(job, today) if dry_run else expire(job, today)
    rows = [
        (each.dataset, each.kept_days, each.first_kept.isoformat(), len(each.days), each.file_count, each.byte_count)
        for each in found
    ]
    if as_json:
        print_json([dict(zip((name.replace(" ", "_") for name in _COLUMNS), row, strict=True)) for row in rows])
    elif not rows:
        click.echo("retention: the configuration keeps everything for good")
    else:
        print_table(_COLUMNS, [(*row[:3], *(f"{number:,}" for number in row[3:])) for row in rows])
    if any(each.days for each in found) and not dry_run:
        click.echo("the warehouse still holds these days: run `scrm load`, `scrm profile`, `scrm publish`", err=True)


COMMANDS = (retention_command,)
