"""Commands about alerts: which there are, that somebody has taken one on, and what is sent."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import click

from lake.home import Home
from pipeline.cli import config as configuration
from pipeline.cli.edge import Commands
from pipeline.cli.options import config_option, existing_home, home_option, json_option, print_json
from pipeline.job import open_job


@click.group("alert", cls=Commands)
def alert_group() -> None:
    """Alerts: list them, acknowledge one, send what is due."""


@alert_group.command("list")
@home_option
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The newest so many.")
@json_option
def list_command(home: Path, limit: int, as_json: bool) -> None:
    """The newest alerts, who was told of them, and which somebody has taken on."""
    from pipeline.alertlist import listed

    rows = listed(Home(existing_home(home)))[:limit]
    if as_json:
        print_json([dataclasses.asdict(row) for row in rows])
        return
    for row in rows:
        click.echo(f"{row.alert_id}  {row.day}  {row.brand}  {row.told}")
    if not rows:
        click.echo("no alerts / 没有警报")


@alert_group.command("ack")
@click.argument("alert_id", metavar="ID")
@home_option
def ack_command(alert_id: str, home: Path) -> None:
    """Takes an alert on: no channel is told more of it. ID may be its first letters."""
    from pipeline.alertlist import full_id
    from pipeline.deliver.outbox import Outbox

    where = Home(existing_home(home))
    whole = full_id(where, alert_id)
    Outbox(where.state).acknowledge(whole, datetime.now(UTC))
    click.echo(f"{whole}: acknowledged; nothing more of it is sent / 已确认，不再发送后续消息")


@alert_group.command("send")
@config_option
@home_option
@click.option("--dry-run", "is_dry", is_flag=True, help="Print what would be sent, and send nothing.")
@json_option
def send_command(config: Path, home: Path, is_dry: bool, as_json: bool) -> None:
    """Sends every channel what it has not been told."""
    from pipeline.deliver.run import DeliveryFailed, deliver

    existing_home(home)
    delivered = deliver(open_job(home, configuration.resolve(home, config)), is_dry=is_dry)
    if is_dry or as_json:
        shown = delivered.previews if is_dry else [{"channel": c, "key": k, "stage": s} for c, k, s in delivered.sent]
        print_json([dataclasses.asdict(each) if not isinstance(each, dict) else each for each in shown])
    if is_dry:
        click.echo(delivered.note, err=True)
    elif delivered.failures:
        raise DeliveryFailed(delivered.note)
    else:
        click.echo(delivered.note, err=as_json)


COMMANDS = (alert_group,)
