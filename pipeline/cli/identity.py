"""Commands about which accounts are which customers."""

from datetime import UTC, datetime
from pathlib import Path

import click

from lake.home import Home
from pipeline.cli.options import existing_home, home_option
from records.errors import UsageError


@click.group("identity")
def identity_group() -> None:
    """Links of accounts to customers; off until brands.yml records a legal basis under `identity:`."""


@identity_group.command("review")
@home_option
@click.option("--write", "target", type=click.Path(path_type=Path, dir_okay=False), help="XLSX of undecided pairs.")
@click.option("--read", "source", type=click.Path(path_type=Path, dir_okay=False), help="The XLSX with the answers.")
def review_command(home: Path, target: Path | None, source: Path | None) -> None:
    """Pairs that no threshold decides, for a person: out as XLSX, and the answers back in."""
    from pipeline.findings.customers.review import decide, pairs_to_review, read_review, write_review

    if (target is None) == (source is None):
        raise UsageError("identity review: give either --write FILE or --read FILE")
    place = Home(existing_home(home))
    if source is not None:
        done = decide(place, read_review(source), at=datetime.now(UTC))
        click.echo(f"{source}: {done.linked_count} linked, {done.refused_count} refused, {done.open_count} left open")
        click.echo("Run `scrm profile` and `scrm publish` to see them count.")
    elif target is not None:
        if target.exists():
            raise UsageError(f"{target}: is there already, perhaps filled in; give another file or remove it")
        pairs = pairs_to_review(place)
        write_review(target, pairs)
        click.echo(f"{target}: {len(pairs)} pairs; answer in the last column, then `scrm identity review --read`")


COMMANDS = (identity_group,)
