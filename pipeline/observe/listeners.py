"""Who listens, by the environment."""

import os
from typing import Protocol

from pipeline.observe.step import Step, StepEnd

LINEAGE = ("OPENLINEAGE_URL", "OPENLINEAGE_CONFIG", "OPENLINEAGE__TRANSPORT__TYPE")
"""Any of these, as OpenLineage's own client reads them, turns its events on."""
METRICS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")
"""Any of these, as OpenTelemetry's own exporter reads them, turns its metrics on."""


class Listener(Protocol):
    """Is told of the begin and the end of each step; never raises."""

    def began(self, step: Step) -> None:
        """A step has begun."""

    def ended(self, step: Step, end: StepEnd) -> None:
        """A step has ended, well or not."""


def listeners() -> list[Listener]:
    """Those that the environment names; read anew each time, imported only when named."""
    found: list[Listener] = []
    if _is_set(LINEAGE):
        from pipeline.observe.lineage import LineageEvents

        found.append(LineageEvents())
    if _is_set(METRICS):
        from pipeline.observe.metrics import StepMetrics

        found.append(StepMetrics())
    return found


def are_metrics_wanted() -> bool:
    """Whether the environment names a receiver of metrics."""
    return _is_set(METRICS)


def _is_set(names: tuple[str, ...]) -> bool:
    return any(os.environ.get(name) for name in names)
