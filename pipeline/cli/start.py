"""Where a user begins: `scrm init`."""

from pathlib import Path

import click

from lake.files import write_durably
from pipeline import init
from records.errors import UsageError


@click.command("init")
@click.option("--from", "example", type=click.Path(path_type=Path, dir_okay=False), help="An export file you have.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("brands.yml"), show_default=True
)
def init_command(example: Path | None, output: Path) -> None:
    """Writes a commented brands.yml; with a file, says which source reads it and adds it there."""
    if output.exists():
        raise UsageError(f"{output}: exists already; give --output another name, or edit it")
    found = init.guess(example) if example else None
    write_durably(output, init.template(found, example).encode())
    if found and example:
        click.echo(f"{example}: {found.title} ({found.source}), {found.taken_count:,} of {found.row_count:,} rows read")
    click.echo(f"{output}: written; name your brand in it, then `scrm run --config {output}`")


COMMANDS = (init_command,)
