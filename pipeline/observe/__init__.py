"""What other systems hear of every step: OpenLineage events and OpenTelemetry metrics.

Who is told is said by the standard environment variables of the two (`OPENLINEAGE_URL`, `OTEL_EXPORTER_OTLP_ENDPOINT`,
docs/observability.md); without them nothing is imported and nothing is sent. A listener that cannot be reached costs a
warning, never a step. No message holds texts, names or keys of people.
"""

from pipeline.observe.listeners import listeners
from pipeline.observe.step import Step, StepEnd

__all__ = ["Step", "StepEnd", "listeners"]
