"""The group of commands; each module beside this one holds a family."""

from importlib.metadata import version

import click

from pipeline.cli import (
    alerts,
    compaction,
    corrections,
    dashboards,
    doctor,
    identity,
    inspect,
    jobs,
    models,
    privacy,
    retention,
    safekeeping,
    start,
    texts,
    warehouse,
)
from pipeline.cli.edge import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(version("social-crm-pipeline"), prog_name="scrm")
def app() -> None:
    """Social posts and reviews in; a star schema and a brand page out.

    Start with `scrm demo`, then `scrm init` for your own brand.
    """


for family in (
    start, jobs, inspect, doctor, texts, corrections, identity, models, warehouse, dashboards, retention, compaction,
    privacy, safekeeping, alerts,
):  # fmt: skip
    for command in family.COMMANDS:
        app.add_command(command)
