"""Commands that look at data and installation without changing them."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import click

from lake.home import Home
from lake.keys import DEVELOPMENT_KEY, author_key, standing
from pipeline.cli import config as configuration
from pipeline.cli.options import config_option, existing_home, home_option, json_option, print_json
from pipeline.settings.file import load
from records import Author, Mention
from records.errors import DamagedArtefact

_AUTHOR_KEYS = {
    "author_id": "id",
    "name": "name",
    "follower_count": "follower_count",
    "is_verified": "verified",
    "gender": "gender",
    "region": "region",
}


@click.command("read")
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Use this installation's author key.")
def read_command(source: str, file: Path, home: Path | None) -> int:
    """One recorded page or export -> mentions, one JSON object a line; no network, no state."""
    from crawlers.recording import read_recording

    key = author_key(Home(existing_home(home)).vault) if home else DEVELOPMENT_KEY
    reading = read_recording(source, file, key)
    for mention in reading.mentions:
        click.echo(json.dumps(_mention_json(mention), ensure_ascii=False))
    if not reading.mentions:
        for author in reading.authors:
            click.echo(json.dumps({"source": source, "platform": author.platform, "author": _author_json(author)},
                                  ensure_ascii=False))  # fmt: skip
        for record in (*reading.observations, *reading.feeds):
            click.echo(
                json.dumps(dataclasses.asdict(record), ensure_ascii=False, default=lambda each: each.isoformat())
            )
    for refusal in reading.refusals:
        click.echo(f"{refusal.where}:{refusal.row}: {refusal.reason}", err=True)
    if reading.message:
        click.echo(f"{file}: {reading.message}", err=True)
    return reading.outcome.exit_code


@click.command("match")
@click.argument("brand")
@click.argument("query")
@config_option
@home_option
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Posts to show.")
@json_option
def match_command(brand: str, query: str, config: Path, home: Path, limit: int, as_json: bool) -> None:
    """Which posts a boolean brand query would take, before you put it into brands.yml."""
    from pipeline.preview import preview

    settings = load(configuration.resolve(home, config))
    found = preview(Home(home), settings.brand(brand), query, limit=limit)
    if as_json:
        print_json(dataclasses.asdict(found))
        return
    click.echo(f"{found.matched_count:,} of {found.text_count:,} texts; today's rule takes {found.current_count:,}")
    click.echo(f"  would be added {found.added_count:,}, would be dropped {found.dropped_count:,}")
    for sample in found.samples:
        click.echo(f"  {sample.mark} {sample.mention_id}  {sample.text}")


@click.command("verify")
@home_option
def verify_command(home: Path) -> None:
    """Every byte of raw zone and lake against the manifests, and the published warehouse against the lake.

    Says what is changed, missing or not listed, and what makes it anew.
    """
    from pipeline.verify import damaged_files, orphan_files, star_differences

    where = Home(existing_home(home))
    count, damaged = damaged_files(where)
    for line in (*orphan_files(where), *damaged):
        click.echo(line, err=True)
    if damaged:
        raise DamagedArtefact(f"{home}: {len(damaged)} of {count} files are not what was written (listed above)")
    for line in star_differences(where):
        click.echo(line, err=True)
    click.echo(
        f"{count:,} files agree with their manifests; pseudonyms of generation {standing(where.vault).generation}"
    )


def _mention_json(mention: Mention) -> dict[str, Any]:
    """The keys of `scrm read`, in the order the design fixes."""
    names = (
        "source", "platform", "native_id", "kind", "parent_id", "root_id", "author", "title", "text", "url",
        "published_at", "observed_at", "like_count", "comment_count", "share_count", "favorite_count", "view_count",
        "count_precision", "rating", "rating_scale", "product", "status", "extra",
    )  # fmt: skip
    plain: dict[str, Any] = {name: getattr(mention, name) for name in names}
    plain["author"] = _author_json(mention.author) if mention.author else None
    plain["extra"] = dict(mention.extra)
    for name in ("published_at", "observed_at"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return {name: _printable(value) for name, value in plain.items()}


def _author_json(author: Author) -> dict[str, Any]:
    return {shown: _printable(getattr(author, name)) for name, shown in _AUTHOR_KEYS.items()}


def _printable(value: Any) -> Any:
    """Lone surrogates of damaged files cannot be printed as UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


COMMANDS = (read_command, match_command, verify_command)
