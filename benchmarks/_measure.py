"""One thing measured, for benchmarks of many parts."""

import time
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Measure:
    """What was done and how long it took."""

    name: str
    cpu_seconds: float
    bound: float | None = None
    """Processor seconds it must not exceed; None where nothing was asked."""
    detail: dict[str, Any] = field(default_factory=dict)
    """Sizes and parts of the time."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `holds` says whether the bound is kept, None without one."""
        holds = None if self.bound is None else self.cpu_seconds <= self.bound
        return {
            "cpu_seconds": round(self.cpu_seconds, 3),
            "bound": self.bound,
            "holds": holds,
            "detail": self.detail,
        }


class Clock:
    """Processor seconds of this process, step by step."""

    def __init__(self) -> None:
        self._begin = self._last = time.process_time()
        self.steps: dict[str, float] = {}

    def step(self, name: str) -> None:
        """Ends a step."""
        now = time.process_time()
        self.steps[f"{name}_seconds"] = round(now - self._last, 3)
        self._last = now

    @property
    def total(self) -> float:
        """Seconds until the last step's end."""
        return self._last - self._begin
