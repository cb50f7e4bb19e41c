"""The command that writes what Superset imports."""

from pathlib import Path

import click

from lake.files import write_durably


@click.command("dashboards")
@click.option(
    "--write",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder to write; YAML files in it that belong to nothing any more are removed.",
)
def dashboards_command(write: Path) -> None:
    """Superset's data sets, charts and dashboards over the views and the metric registry, as files to import."""
    from reports.dashboards import files

    made = {write / path: content for path, content in files().items()}
    for path, content in made.items():
        write_durably(path, content.encode())
    for gone in set(write.rglob("*.yaml")) - made.keys():
        gone.unlink()
    click.echo(f"{write}: {len(made)} files")


COMMANDS = (dashboards_command,)
