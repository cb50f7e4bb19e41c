"""What a person reads when the whole job has ended."""

from pathlib import Path

import click

from pipeline import warehouse
from pipeline.cli.options import print_json
from pipeline.job import Job


def print_summary(job: Job, *, seconds: float, as_json: bool) -> None:
    """Rows per table, then where the pages are."""
    from warehouse.connect import open_published
    from warehouse.load import row_counts

    with open_published(warehouse.published(job.home)) as connection:
        counts = row_counts(connection)
    pages = report_pages(job)
    if as_json:
        print_json({"tables": counts, "reports": [str(page) for page in pages], "seconds": round(seconds, 1)})
        return
    click.echo("\nRows in the published warehouse / 已发布数仓的行数")
    for table, count in counts.items():
        click.echo(f"  {table:<28} {count:>10,}")
    click.echo(f"\n{seconds:.0f} s. Open in a browser / 用浏览器打开:")
    for page in pages:
        click.echo(f"  {page}")


def report_pages(job: Job) -> list[Path]:
    """The index and the newest page of each tracked brand; pages of brands tracked once are not of this run."""
    from reports import newest_pages

    return [job.home.reports / "index.html", *newest_pages(warehouse.published(job.home), job.home.reports)]
