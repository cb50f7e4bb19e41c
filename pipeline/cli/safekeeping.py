"""Commands that copy an installation and bring a copy back."""

from pathlib import Path

import click

from lake.home import Home
from pipeline.cli.options import existing_home, home_option


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@home_option
def backup_command(target: Path, home: Path) -> None:
    """Copies the whole home into a new folder, with a list of hashes; steps may run meanwhile.

    The copy holds keys and what people wrote: keep it as safe as the home.
    """
    from pipeline.safekeeping.backup import backup

    files = backup(Home(existing_home(home)), target)
    size = sum(each.byte_count for each in files)
    click.echo(f"{target}: {len(files):,} files, {size:,} bytes; `scrm restore {target} --home NEW` brings them back")


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path, file_okay=False))
@home_option
@click.option(
    "--erasures",
    "later_list",
    type=click.Path(path_type=Path, dir_okay=False),
    help="vault/erasures.sqlite of after the backup: who was erased since stays erased.",
)
def restore_command(backup: Path, home: Path, later_list: Path | None) -> None:
    """Brings a backup back into an empty place; every hash is compared, and the erased stay erased."""
    from pipeline.safekeeping.restore import restore

    done = restore(backup, home, later_list=later_list)
    click.echo(f"{home}: {done.file_count:,} files as they were, {done.erased_count:,} people erased anew")


COMMANDS = (backup_command, restore_command)
