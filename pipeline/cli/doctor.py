"""`scrm doctor`: findings line by line, sources as a table, and what to do about those that are not well."""

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from lake.home import Home
from pipeline.cli import config as configuration
from pipeline.cli.display import print_table
from pipeline.cli.options import config_option, home_option, json_option, print_json
from pipeline.doctor import Examination, Finding, SourceHealth, examine
from pipeline.observe.health import tell_health
from pipeline.settings.file import Settings, load
from records.errors import ConfigError
from records.time import SHANGHAI

_COLUMNS: dict[str, Callable[[SourceHealth], str]] = {
    "": lambda each: "✓" if each.is_fine else "✗",
    "source": lambda each: each.source,
    "newest run": lambda each: each.past.outcome or "never",
    "last success": lambda each: _moment(each.past.success_at),
    "lag": lambda each: f"{_length(each.lag)} ({each.lag_since})" if each.lag else "",
    "ok/part/fail": lambda each: _runs(each),
    "got": lambda each: f"{each.week.row_count:,}" if each.past.run_at else "",
    "requested": lambda each: _number(each.week.requested_count),
    "capped": lambda each: _number(each.week.capped_count or None),
    "refused": lambda each: f"{each.week.refused_share:.1%}" if each.week.refused_count else "",
    "gaps": lambda each: f"{each.week.gap_count} ({each.week.gap_hours:.0f} h)" if each.week.gap_count else "",
    "budget left": lambda each: ", ".join(f"{name} {left:,}" for name, left in (each.budget_left or {}).items()),
    "credential": lambda each: _credential(each),
    "next run": lambda each: _moment(each.due.next_run_at),
}
"""Heading -> cell; a column without any content is left out. ok/part/fail to gaps are of the last seven days."""


_LENGTHS = ("lag", "period")


@click.command("doctor")
@config_option
@home_option
@json_option
def doctor_command(config: Path, home: Path, as_json: bool) -> int:
    """Environment, the health of each source, dropped and refused files, how fresh the warehouse is.

    Exits with 0 when nobody has to do anything, with 1 when somebody has: fit for cron and monitoring. Where
    OTEL_EXPORTER_OTLP_ENDPOINT names a receiver, the figures go there too.
    """
    settings, trouble = _settings(home, config)
    found = examine(Home(home), settings)
    found = dataclasses.replace(found, findings=[*trouble, *found.findings])
    tell_health(Home(home), found)
    if as_json:
        print_json(_plain(found))
    else:
        _print(found)
    return 0 if found.is_fine else 1


def _settings(home: Path, config: Path) -> tuple[Settings | None, list[Finding]]:
    """The configuration, where there is one; one that is wrong is a finding."""
    try:
        path = configuration.resolve(home, config)
    except ConfigError:
        return None, []
    try:
        return load(path), []
    except ConfigError as error:
        return None, [Finding("configuration", False, str(error))]


def _print(found: Examination) -> None:
    for finding in found.findings:
        click.echo(f"{finding.mark} {finding.what:<20} {finding.detail}")
    if not found.sources:
        return
    click.echo("\nSources (times in Beijing; figures of the last seven days) / 来源（北京时间；近七天）")
    cells = {name: [cell(each) for each in found.sources] for name, cell in _COLUMNS.items()}
    shown = {name: column for name, column in cells.items() if any(column)}
    print_table(list(shown), list(zip(*shown.values(), strict=True)))
    for each in found.sources:
        if each.advice:
            click.echo(f"✗ {each.source}: {each.advice}")
            if each.past.message and not _is_well(each):
                click.echo(f"    {each.past.message}")


def _is_well(health: SourceHealth) -> bool:
    return health.past.outcome in ("ok", "ok_empty")


def _plain(found: Examination) -> dict[str, Any]:
    """All of it as plain values: instants in ISO 8601, lengths in seconds."""
    content: dict[str, Any] = _values(dataclasses.asdict(found))
    for plain, each in zip(content["sources"], found.sources, strict=True):
        plain["is_fine"] = each.is_fine
        plain["week"]["refused_share"] = each.week.refused_share
    return {"is_fine": found.is_fine, **content}


def _values(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{key}_seconds" if key in _LENGTHS else key: _values(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_values(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return round(value.total_seconds()) if isinstance(value, timedelta) else value


def _moment(instant: datetime | None) -> str:
    return f"{instant.astimezone(SHANGHAI):%m-%d %H:%M}" if instant else ""


def _length(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} d"


def _runs(health: SourceHealth) -> str:
    week = health.week
    counts = (week.ok_run_count, week.partial_run_count, week.failed_run_count)
    return "/".join(map(str, counts)) if any(counts) else ""


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _credential(health: SourceHealth) -> str:
    if health.credential is None:
        return ""
    return f"{health.credential.variable} {'set' if health.credential.is_set else 'missing'}"


COMMANDS = (doctor_command,)
