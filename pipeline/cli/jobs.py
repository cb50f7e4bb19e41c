"""Commands that move data: the whole job, and each step by itself."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from crawlers.errand import Lane
from lake.home import Home
from pipeline import chain, demo
from pipeline.cli import config as configuration
from pipeline.cli.console import Reporter, reporter
from pipeline.cli.options import airflow_option, config_option, home_option, json_option, print_json, window_options
from pipeline.cli.summary import print_summary
from pipeline.job import Job, Window, open_job
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import worst_of
from pipeline.steps.inbox import gather_with_inbox
from pipeline.turn import turn
from records import Outcome


@click.command("demo")
@home_option
@airflow_option
@json_option
def demo_command(home: Path, no_airflow: bool, as_json: bool) -> int:
    """The whole job, through Airflow, on the demonstration world."""
    with demo.prepared(home) as config:
        return _whole_job(home, config, Window(), no_airflow, as_json)


@click.command("run")
@config_option
@home_option
@window_options
@airflow_option
@click.option(
    "--fast",
    is_flag=True,
    help="Only what waits in the inbox or is new in the lake, to alert cards: no pages, no Airflow.",
)
@json_option
def run_command(
    config: Path, home: Path, since: date | None, until: date | None, no_airflow: bool, fast: bool, as_json: bool
) -> int:
    """The whole job on your brands and sources."""
    if fast:
        return _fast(home, config, as_json)
    return _whole_job(home, configuration.resolve(home, config), Window(since, until), no_airflow, as_json)


@click.command("gather")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@config_option
@home_option
@window_options
@click.option("--base-url", help="Ask this server instead of the platform's own (a replay site).")
@click.option(
    "--lane",
    type=click.Choice([each.value for each in Lane]),
    help="What is new, days not yet covered, or counts of known items; by default backfill with days, else head.",
)
@json_option
def gather_command(
    sources: Sequence[str],
    config: Path,
    home: Path,
    since: date | None,
    until: date | None,
    base_url: str | None,
    lane: str | None,
    as_json: bool,
) -> int:
    """Crawls or imports the named sources into the lake."""
    with reporter() as report:
        job = _job(home, config, report)
        window = Window(since, until)
        job.settings.check(sources)
        asked_lane = Lane(lane) if lane else None
        found = [
            row
            for name in sources
            for row in gather_with_inbox(job, name, window=window, base_url=base_url, lane=asked_lane)
        ]
    if as_json:
        print_json([{"source": c.source, "query": c.query, "outcome": c.outcome, "mentions": c.mention_count,
                     "refused": c.refused_count, "message": c.message} for c in found])  # fmt: skip
    return Outcome(worst_of(found).outcome).exit_code if found else report.exit_code


@click.command("replay")
@click.argument("source")
@config_option
@home_option
@window_options
def replay_command(source: str, config: Path, home: Path, since: date | None, until: date | None) -> int:
    """Re-reads kept raw pages after a parser is mended; no network."""
    from crawlers.reparse import reparse

    with reporter() as report:
        job = _job(home, config, report)
        window = Window(since, until)
        is_linking = job.settings.identity.basis is not None
        with turn(job.home.root / "locks" / f"gather-{source}.lock", f"source {source}"):  # it lands, as a gather does
            found = reparse(
                source, home=job.home, key=job.key, since=window.since, until=window.until, is_linking=is_linking
            )
    click.echo(f"{source}: {found.row_count:,} mentions and authors read again from kept pages")
    for line in found.passed_over:
        click.echo(line, err=True)
    if not found.passed_over:
        return 0
    click.echo(
        f"{source}: {len(found.passed_over):,} kept pages are not what its yml says and were passed over", err=True
    )
    return Outcome.SCHEMA_DRIFT.exit_code


def _step_command(name: str, help_text: str) -> click.Command:
    """The command that runs one step of the chain."""

    @click.command(name, help=help_text)
    @config_option
    @home_option
    @json_option
    def command(config: Path, home: Path, as_json: bool) -> None:
        with reporter() as report:
            counts = chain.STEPS[name](_job(home, config, report))
        if as_json:
            print_json(dict(counts))

    return command


@click.command("enrich")
@config_option
@home_option
@window_options
@click.option("--on", metavar="spark://HOST:PORT", help="Master of a Spark cluster to do it, in place of this machine.")
@json_option
def enrich_command(
    config: Path, home: Path, since: date | None, until: date | None, on: str | None, as_json: bool
) -> None:
    """Texts -> annotations; days whose texts, rules or models have not changed are left alone."""
    with reporter() as report:
        counts = enrich(_job(home, config, report), window=Window(since, until), on=on)
    if as_json:
        print_json(dict(counts))


def _job(home: Path, config: Path, report: Reporter) -> Job:
    path = configuration.resolve(home, config)
    job = open_job(home, path, report=report, run_id=report.run_id)
    configuration.remember(job.home, path)
    return job


def _whole_job(home: Path, config: Path, window: Window, no_airflow: bool, as_json: bool) -> int:
    started = time.monotonic()
    with reporter() as report:
        job = open_job(home, config, report=report, run_id=report.run_id)
        job.settings.check()
        configuration.remember(job.home, config)
        if no_airflow:
            chain.run(job, window=window)
        else:
            from pipeline import airflow_run

            airflow_run.run(Home(home), config, window=window, report=report)
        exit_code = report.exit_code
    print_summary(job, seconds=time.monotonic() - started, as_json=as_json)
    return exit_code


def _fast(home: Path, config: Path, as_json: bool) -> int:
    with reporter() as report:
        job = _job(home, config, report)
        started = time.monotonic()
        chain.run_fast(job)
    if as_json:
        print_json({"seconds": round(time.monotonic() - started, 1)})
    return report.exit_code


COMMANDS = (
    demo_command,
    run_command,
    gather_command,
    replay_command,
    enrich_command,
    _step_command("load", "Lake -> a new warehouse beside the published one."),
    _step_command("profile", "Histories -> influencers, personas and alert episodes."),
    _step_command("publish", "Quality gate, then the new warehouse replaces the published one at once."),
)
