"""How sources, checks and verdicts are, as metrics: sent by whoever examines the installation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lake.home import Home
from pipeline import warehouse
from pipeline.observe import instruments
from pipeline.observe.listeners import are_metrics_wanted
from records.errors import ScrmError

if TYPE_CHECKING:
    from pipeline.doctor import Examination, SourceHealth
    from pipeline.observe.metrics import Reading


def tell_health(home: Home, found: "Examination") -> None:
    """Sends the state of the installation where the environment names a receiver of metrics."""
    if are_metrics_wanted():
        from pipeline.observe.metrics import send

        sources = [reading for health in found.sources for reading in source_readings(health)]
        send([*sources, *star_readings(home)])


def source_readings(health: "SourceHealth") -> "Iterator[Reading]":
    """Lag, coverage, quota and need of one source; what is not known is not sent."""
    from pipeline.observe.metrics import Reading

    whose = {"source": health.source}
    if health.lag is not None:
        yield Reading(instruments.SOURCE_LAG, health.lag.total_seconds(), whose)
    if health.week.requested_count:
        yield Reading(instruments.SOURCE_COVERAGE, health.week.row_count / health.week.requested_count, whose)
    for bucket, left in (health.budget_left or {}).items():
        yield Reading(instruments.SOURCE_BUDGET, float(left), {**whose, "bucket": bucket})
    yield Reading(instruments.SOURCE_UNWELL, float(not health.is_fine), whose)


def star_readings(home: Home) -> "Iterator[Reading]":
    """Failed checks, abstentions and drift of the published warehouse; nothing where none can be read."""
    from pipeline.observe.metrics import Reading
    from warehouse import answers

    try:
        with answers.reading(warehouse.published(home)) as connection:
            checks = answers.quality_results(connection).records()
            brands = answers.abstentions(connection).records()
            drifts = answers.model_drift(connection).records()
    except ScrmError:
        return
    for severity in ("fail", "warn"):
        count = sum(row["severity"] == severity and not row["is_passed"] for row in checks)
        yield Reading(instruments.CHECKS_FAILED, float(count), {"severity": severity})
    for row in brands:
        share = float(str(row["abstained_count"])) / float(str(row["mention_count"]))
        yield Reading(instruments.ABSTENTION, share, {"brand": str(row["brand_id"])})
    for row in drifts:
        parts = abs(float(str(row["observed"]))) / float(str(row["bound"]))
        yield Reading(instruments.MODEL_DRIFT, parts, {"task": str(row["task"]), "measure": str(row["measure"])})
