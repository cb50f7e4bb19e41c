"""Report: the published warehouse -> a page for each brand and an index over them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lake.home import Home
from pipeline import storage, warehouse
from pipeline.job import Job, Window
from pipeline.progress import Event
from pipeline.runs import noted
from records.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from warehouse.answers import Period

Grain = Literal["day", "week", "month"]
"""Length of a default period."""


@noted("report")
def report(job: Job) -> Mapping[str, int]:
    """Writes a page for every brand with mentions (its last period with data), the index, and that of operations."""
    from reports import brands_with_data, build_index, build_operations, reading_pages

    wanted = [job.settings.brand(name).brand_id for name in job.settings.report.brands]
    with reading_pages(warehouse.published(job.home)) as connection:
        brands = [brand for brand in brands_with_data(connection) if not wanted or brand in wanted]
        for number, brand in enumerate(brands):
            job.report(Event(step="report", state="running", done=number, total=len(brands)))
            rivals = job.settings.brand(brand).competitors
            write_page(
                job.home, brand, window=Window(), compare=rivals, grain=job.settings.report.grain, connection=connection
            )
        build_operations(connection, job.home.reports, stored=storage.of(job.home))
        build_index(connection, job.home.reports)
    note = f"{len(brands)} brand page{'s' * (len(brands) != 1)}, {job.home.reports / 'index.html'}"
    undated = sorted({brand.brand_id for brand in job.settings.brand_records()} - set(brands) if not wanted else ())
    if undated:
        note += f"; without dated mentions, hence without a page: {', '.join(undated)}"
    job.report(Event(step="report", state="done", done=len(brands), total=len(brands), note=note))
    return {"pages": len(brands)}


def write_page(
    home: Home,
    brand: str,
    *,
    window: Window,
    compare: Sequence[str] = (),
    output: Path | None = None,
    grain: Grain = "week",
    format_: str = "html",
    against: "Period | None" = None,
    language: Literal["zh", "en"] = "zh",
    connection: "Connection | None" = None,
) -> Path:
    """Writes a brand's page (or another format of it) beside `compare` (brand ids; empty: all tracked).

    By default of its last period with data. `connection` is the published warehouse's where it is open. Raises
    UsageError for an output that ends otherwise than the format.
    """
    from pipeline.alertlist import acknowledged
    from reports.formats import write_report

    if output is not None and output.suffix.lower() != f".{format_}":
        raise UsageError(f"--output {output.name}: a file of --format {format_} ends in .{format_}")
    return write_report(
        connection or warehouse.published(home),
        brand,
        format=format_,
        period_from=window.since,
        period_to=window.until,
        out=output or home.reports,
        grain=grain,
        compare=compare,
        against=against,
        acknowledged=acknowledged(home),
        language=language,
    )
