"""Commands about people's data: erasure, what is held about somebody, objections."""

from dataclasses import asdict
from pathlib import Path

import click

from lake.home import Home
from pipeline.cli.options import existing_home, home_option, json_option, print_json

_platform = click.option("--platform", required=True, help="Where the account lives; `own` for a customer of yours.")
_author = click.option("--author", "author", required=True, help="The account's own id there (native id).")


@click.command("erase")
@_platform
@_author
@click.option("--reason", default=None, help="Why, for the audit log; name nobody in it.")
@home_option
@json_option
def erase_command(platform: str, author: str, reason: str | None, home: Path, as_json: bool) -> None:
    """Takes everything of one person out of the home, and keeps it from coming back."""
    from pipeline.erase.run import DEFAULT_REASON, erase

    done = erase(Home(existing_home(home)), platform, author, reason or DEFAULT_REASON)
    if as_json:
        print_json([asdict(each) for each in done])
        return
    for each in done:
        click.echo(
            f"{each.author_id}: {each.mention_count:,} contents; {each.record_count:,} records cut from "
            f"{each.page_count:,} pages, {each.lake_row_count:,} rows from the lake, {each.warehouse_row_count:,} from "
            f"the warehouse; {each.masked_count:,} quotations masked; {each.report_count:,} reports removed, "
            f"{each.file_count:,} other files changed"
        )
    click.echo("counts follow with `scrm load`, `scrm profile`, `scrm publish` and `scrm report`", err=True)


@click.command("mask")
@home_option
def mask_command(home: Path) -> None:
    """Masks private numbers and addresses in texts that landed before this was done on landing."""
    from pipeline.masking import mask_lake

    seen, changed = mask_lake(Home(existing_home(home)))
    click.echo(f"{changed:,} of {seen:,} partitions rewritten; `scrm enrich` and `scrm load` follow")


@click.command("unmask")
@click.argument("author_id")
@click.option("--reason", required=True, help="Why, for the audit log; name nobody in it.")
@home_option
def unmask_command(author_id: str, reason: str, home: Path) -> None:
    """Whose public account a pseudonym is, for those who may read the vault; noted in its audit log."""
    from pipeline.keys import unmasked

    found = unmasked(Home(existing_home(home)), author_id, reason)
    print_json({"platform": found.platform, "native_id": found.native_id, "name": found.name})


@click.group("keys")
def keys_group() -> None:
    """The keys of the vault."""


@keys_group.command("rotate")
@click.option("--pseudonyms", is_flag=True, help="The key of pseudonyms instead, and every pseudonym with it.")
@home_option
def rotate_command(home: Path, pseudonyms: bool) -> None:
    """Seals the vault's handles under a fresh key, or renames all pseudonyms; noted in the audit log.

    A key from SCRM_VAULT_KEY is changed there: set the new one, the old one as SCRM_VAULT_OLD_KEY, and run this. With
    --pseudonyms a secret is added to `vault/author.key` (with SCRM_AUTHOR_KEY: put it behind the others there, a comma
    between) and lake, vault and pages are rewritten; what was killed is ended by running it again. All secrets stay
    needed.
    """
    if pseudonyms:
        _rotate_pseudonyms(Home(existing_home(home)))
        return
    from pipeline.keys import rotate

    click.echo(f"{rotate(Home(existing_home(home))):,} handles sealed anew")


def _rotate_pseudonyms(home: Home) -> None:
    from pipeline.rotation import rotate_pseudonyms

    for each in rotate_pseudonyms(home):
        click.echo(
            f"generation {each.generation}: {each.file_count:,} files of the lake, {each.page_count:,} tombstones, "
            f"{each.handle_count:,} handles and {each.report_count:,} reports rewritten"
        )
    click.echo("the published warehouse is of before until `scrm load`, `scrm profile` and `scrm publish`", err=True)


@click.group("subject")
def subject_group() -> None:
    """What is held about one person, and their objection to being profiled; every use is in the vault's audit log."""


@subject_group.command("export")
@_platform
@_author
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help="JSON; a text beside.")
@home_option
def export_command(platform: str, author: str, output: Path | None, home: Path) -> None:
    """Everything held about one person, as JSON (and for reading, with --output)."""
    from pipeline.erase.held import held, write_held

    found = held(Home(existing_home(home)), platform, author)
    if output is None:
        print_json(found.to_json())
        return
    for file in write_held(found, output):
        click.echo(f"{file}: written; hand it to the person alone")


@subject_group.command("object")
@_platform
@_author
@click.option("--withdraw", is_flag=True, help="The person no longer objects.")
@home_option
def object_command(platform: str, author: str, withdraw: bool, home: Path) -> None:
    """Notes that a person objects to being profiled: the next `scrm profile` describes them nowhere."""
    from pipeline.erase.objection import set_objection

    author_id = set_objection(Home(existing_home(home)), platform, author, is_objecting=not withdraw)
    click.echo(
        f"{author_id}: {'no longer objects' if withdraw else 'objects'}; `scrm profile` and `scrm publish` follow"
    )


COMMANDS = (erase_command, mask_command, unmask_command, keys_group, subject_group)
