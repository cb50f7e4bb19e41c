"""OpenTelemetry: the figures of a step when it ends, sent before the process may go.

Endpoint, headers and timeouts are OpenTelemetry's own variables: https://opentelemetry.io/docs/specs/otel/protocol/exporter
"""

import logging
import os
import warnings
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, MetricExportResult
from opentelemetry.sdk.resources import Resource

from pipeline.observe import instruments
from pipeline.observe.instruments import Instrument
from pipeline.observe.step import Step, StepEnd

SERVICE = "social-crm"
PATIENCE_SECONDS = 5
"""How long a receiver may take, unless OTEL_EXPORTER_OTLP_TIMEOUT says otherwise."""


class Reading(NamedTuple):
    """One value of one instrument."""

    instrument: Instrument
    value: float
    attributes: Mapping[str, str]


class StepMetrics:
    """Tells of steps when they end."""

    def began(self, step: Step) -> None:
        """Nothing to tell yet."""

    def ended(self, step: Step, end: StepEnd) -> None:
        """Sends what the step took and how it ended."""
        send(readings_of(step, end))


def readings_of(step: Step, end: StepEnd) -> list[Reading]:
    """The figures of one step."""
    values = {
        instruments.STEP_DURATION: (end.ended_at - step.started_at).total_seconds(),
        instruments.STEP_CPU: end.cpu_seconds,
        instruments.STEP_MEMORY: float(end.memory_peak_bytes),
        instruments.STEP_FAILED: float(end.outcome != "ok"),
    }
    if end.row_count is not None:
        values[instruments.STEP_ROWS] = float(end.row_count)
    attributes = {"step": step.name, "subject": step.subject}
    return [Reading(instrument, value, attributes) for instrument, value in values.items()]


def send(readings: Iterable[Reading]) -> None:
    """Sends the values at once. A receiver that does not take them costs a warning."""
    if "OTEL_EXPORTER_OTLP_TIMEOUT" in os.environ:
        exporter = OTLPMetricExporter()
    else:
        exporter = OTLPMetricExporter(timeout=PATIENCE_SECONDS)
    logging.getLogger(OTLPMetricExporter.__module__).setLevel(logging.CRITICAL)  # we warn ourselves, in one line
    reader = InMemoryMetricReader()
    service = Resource.create({} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": SERVICE})
    provider = MeterProvider(metric_readers=[reader], resource=service)
    meter = provider.get_meter(SERVICE)
    for reading in readings:
        one = reading.instrument
        meter.create_gauge(one.name, unit=one.unit, description=f"{one.zh} | {one.en}").set(
            reading.value, dict(reading.attributes)
        )
    collected = reader.get_metrics_data()
    if collected and exporter.export(collected) is not MetricExportResult.SUCCESS:
        warnings.warn("OpenTelemetry: metrics were not taken by the receiver", stacklevel=2)
    provider.shutdown()
    exporter.shutdown()
