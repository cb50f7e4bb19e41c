"""Scripted faults of the replay site: which request goes wrong, and how."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

PLAN_NAME = "faults.json"

Action = Literal["status", "reset", "empty", "slow", "truncate"]
"""status: answer with `status`; reset: close the connection without an answer; empty: a page without entries;
slow: wait `seconds`, then answer; truncate: promise the whole body and send half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong."""

    path: str
    """A part of the requested path (with query) to which it applies."""
    action: Action
    on: tuple[int, ...] = (1,)
    """Which requests of one path go wrong, counted from 1; empty for all."""
    status: int = 503
    """HTTP status of action `status`."""
    retry_after: int | None = None
    """Seconds in a Retry-After header; None for no header."""
    seconds: float = 0.0
    """Waiting time of action `slow`."""

    def hits(self, path: str, number: int) -> bool:
        """Whether the `number`th request of `path` goes wrong."""
        return self.path in path and (not self.on or number in self.on)


DEMONSTRATION = (
    Fault(path="page=2/id=1500000001", action="status", status=503),
    Fault(path="/feeds/citynews.xml", action="status", status=429, retry_after=1),
)
"""The demonstration's two: a passing outage and a polite request to wait a second."""


def write_plan(site: Path, faults: Sequence[Fault]) -> Path:
    """Writes the plan that `world.site` follows when it is given no other."""
    path = site / PLAN_NAME
    path.write_text(json.dumps([asdict(fault) for fault in faults], indent=1) + "\n", encoding="utf-8")
    return path


def read_plan(site: Path) -> tuple[Fault, ...]:
    """The plan beside the pages; none if there is no file."""
    path = site / PLAN_NAME
    if not path.is_file():
        return ()
    return tuple(Fault(**{**row, "on": tuple(row["on"])}) for row in json.loads(path.read_text(encoding="utf-8")))
