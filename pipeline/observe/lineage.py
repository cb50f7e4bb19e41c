"""OpenLineage: a START and a COMPLETE or FAIL event for every step, with what it reads and writes.

Transport (HTTP, file, console, Kafka...) and its secrets are configured as OpenLineage's client documents:
https://openlineage.io/docs/client/python
"""

import warnings
from datetime import datetime
from functools import cache

from attrs import evolve
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import (
    JobFacet,
    OutputDatasetFacet,
    RunFacet,
    job_type_job,
    output_statistics_output_dataset,
    parent_run,
)

from pipeline.observe.datasets import read_by, written_by
from pipeline.observe.step import Step, StepEnd

NAMESPACE = "social-crm"
PRODUCER = "https://github.com/social-crm-pipeline"


class LineageEvents:
    """Tells OpenLineage of steps."""

    def began(self, step: Step) -> None:
        """START."""
        _send(_event(step, RunState.START, step.started_at))

    def ended(self, step: Step, end: StepEnd) -> None:
        """COMPLETE with the rows counted, or FAIL without a reason: errors may quote what people wrote."""
        event = _event(step, RunState.COMPLETE if end.outcome == "ok" else RunState.FAIL, end.ended_at)
        if end.row_count is not None and event.outputs:
            rows = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(end.row_count)
            counted: dict[str, OutputDatasetFacet] = {"outputStatistics": rows}
            event.outputs[-1] = evolve(event.outputs[-1], outputFacets=counted)
        _send(event)


def _event(step: Step, state: RunState, at: datetime) -> RunEvent:
    parent = parent_run.ParentRunFacet(
        run=parent_run.Run(runId=str(step.job_id)), job=parent_run.Job(namespace=NAMESPACE, name="social_crm")
    )
    run: dict[str, RunFacet] = {"parent": parent}
    kind = job_type_job.JobTypeJobFacet(processingType="BATCH", integration="SOCIAL_CRM", jobType="STEP")
    job: dict[str, JobFacet] = {"jobType": kind}
    return RunEvent(
        eventType=state,
        eventTime=at.isoformat(),
        run=Run(runId=str(step.id), facets=run),
        job=Job(namespace=NAMESPACE, name=f"social_crm.{step.title}", facets=job),
        producer=PRODUCER,
        inputs=[InputDataset(namespace=place.namespace, name=place.name) for place in read_by(step)],
        outputs=[OutputDataset(namespace=place.namespace, name=place.name) for place in written_by(step)],
    )


@cache
def _client() -> OpenLineageClient:
    return OpenLineageClient()


def _send(event: RunEvent) -> None:
    try:
        _client().emit(event)
    except Exception as error:  # noqa: BLE001 - whatever a transport raises must not fail the step it tells of
        warnings.warn(f"OpenLineage: an event was not sent ({type(error).__name__})", stacklevel=2)
