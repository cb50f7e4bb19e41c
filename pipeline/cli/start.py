"""Where a user begins: `scrm init`."""

from pathlib import Path

import click

from lake.files import write_durably
from pipeline import init
from pipeline.settings.template import how_sure, template
from records.errors import UsageError


@click.command("init")
@click.option("--from", "example", type=click.Path(path_type=Path, dir_okay=False), help="An export file you have.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("brands.yml"), show_default=True
)
def init_command(example: Path | None, output: Path) -> None:
    """Writes a commented brands.yml; with a file, finds its source or its columns and adds it there."""
    if output.exists():
        raise UsageError(f"{output}: exists already; give --output another name, or edit it")
    found = init.examine(example) if example else None
    write_durably(output, template(found, example).encode())
    if found and example:
        _show(found, example)
    advice = "`scrm run" if found else "name your brand in it, then `scrm run"
    click.echo(f"{output}: written; {advice} --config {output}`")


def _show(found: init.Found, example: Path) -> None:
    """The proposal as a table, what the first rows gave, and the brand."""
    if found.proposal:
        from pipeline.cli.display import print_table

        holds = found.proposal.looks_of
        rows = [
            (each.column, each.field, holds(each.column), how_sure(each.confidence, each.is_by_values))
            for each in found.proposal.matches
        ]
        rows += [(column, "-", holds(column), "not read") for column in found.proposal.left]
        print_table(("column", "field", "holds", "how sure"), rows)
    known = found.guess
    kind = f" {found.proposal.kind}" if found.proposal and found.proposal.kind else ""
    first = "of the first " if found.proposal and known.row_count >= init.PREVIEW_ROWS else "of "
    click.echo(
        f"{example}: {known.title} ({known.source}{kind}), {known.taken_count:,} {first}{known.row_count:,} rows read"
    )
    for reason, count in found.refused:
        click.echo(f"  refused {count:,}: {reason}")
    where = f"the commonest value of {found.brand.column}" if found.brand.column else "from the file's name"
    click.echo(f"  brand: {found.brand.name} ({where}); every row is taken to be about it")


COMMANDS = (init_command,)
