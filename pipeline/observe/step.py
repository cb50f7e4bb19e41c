"""A step as listeners are told of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from lake.home import Home

_NAMES = uuid.UUID("b2a1d1f4-6f0e-4a3e-9d57-0c6f5a3c7a10")
"""Namespace of the ids below, so that one step of one run has one id wherever it is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that has begun."""

    run_id: str
    name: str
    """gather, inbox, enrich, load, profile, publish, warn, report, alert."""
    subject: str
    """Source the step is about; empty for none."""
    home: Home
    started_at: datetime
    """Zone-aware."""

    @property
    def id(self) -> uuid.UUID:
        """Of this step of this run."""
        return uuid.uuid5(_NAMES, f"{self.run_id}/{self.name}/{self.subject}/{self.started_at.isoformat()}")

    @property
    def job_id(self) -> uuid.UUID:
        """Of the run that the step belongs to."""
        return uuid.uuid5(_NAMES, self.run_id)

    @property
    def title(self) -> str:
        """`gather:steam`, `enrich`."""
        return f"{self.name}:{self.subject}" if self.subject else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEnd:
    """How a step ended."""

    ended_at: datetime
    outcome: str
    """ok or error."""
    row_count: int | None
    """What it counted; None when it failed."""
    cpu_seconds: float
    """Of this process and the children it waited for, during the step."""
    memory_peak_bytes: int
    """Largest resident size of this process up to the step's end."""
