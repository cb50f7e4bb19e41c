"""How many people a service desk needs: Erlang C.

Erlang (1917); arrivals at random, one queue, nobody hangs up. With A erlang (arrivals per second times handling
seconds) on N agents, the probability of waiting is Pw = B / (1 - (A/N)(1 - B)), B being Erlang B; the service level is
1 - Pw exp(-(N - A) t / h), the average speed of answer Pw h / (N - A) for handling time h and target t.
"""

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import numbers_of, require, shaped
from records.errors import UsageError

STAFFING_DTYPES: Final = {
    "contact_count": "Float64", "load_erlang": "Float64", "agent_count": "Int64", "service_level": "Float64",
    "average_wait_seconds": "Float64", "occupancy": "Float64",
}  # fmt: skip
MAX_AGENTS: Final = 100_000
"""Beyond which a load is taken for a wrong unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What to expect of a desk."""

    wait_probability: float
    """Share of contacts that wait at all; 1 where the load is more than the agents can carry."""
    service_level: float
    """Share answered within the target."""
    average_wait_seconds: float | None
    """Average speed of answer (ASA), those who do not wait included; None where the queue grows without end."""
    occupancy: float
    """Share of their time that agents are busy; 1 where the queue grows without end."""


def queue(load_erlang: float, agent_count: int, *, handling_seconds: float, target_seconds: float) -> Queue:
    """What `agent_count` agents make of a load. Raises UsageError for a negative load, target or no handling time."""
    _check(load_erlang, handling_seconds, target_seconds)
    if agent_count < 0:
        raise UsageError(f"{agent_count} agents cannot be")
    if load_erlang == 0:
        return Queue(wait_probability=0.0, service_level=1.0, average_wait_seconds=0.0, occupancy=0.0)
    if agent_count <= load_erlang:
        return Queue(wait_probability=1.0, service_level=0.0, average_wait_seconds=None, occupancy=1.0)
    return _queue(_blocked(load_erlang, agent_count), load_erlang, agent_count, handling_seconds, target_seconds)


def agents_needed(
    load_erlang: float, *, handling_seconds: float, target_seconds: float, service_level: float = 0.8
) -> int:
    """The fewest agents that answer at least `service_level` of the contacts within the target; 0 without a load.

    Raises UsageError as `queue`, for a level outside [0, 1), and for a load that no desk carries.
    """
    _check(load_erlang, handling_seconds, target_seconds)
    if not 0 <= service_level < 1:
        raise UsageError(f"a service level lies in [0, 1), not {service_level}")
    if load_erlang >= MAX_AGENTS / 2:
        raise UsageError(f"{load_erlang:g} erlang: are handling times in seconds and contacts per interval?")
    if load_erlang == 0:
        return 0
    blocked = 1.0
    for agents in range(1, MAX_AGENTS):
        blocked = load_erlang * blocked / (agents + load_erlang * blocked)
        if agents > load_erlang:
            found = _queue(blocked, load_erlang, agents, handling_seconds, target_seconds)
            if found.service_level >= service_level:
                return agents
    raise UsageError(f"more than {MAX_AGENTS} agents would be needed")


def staffing(
    intervals: pd.DataFrame,
    *,
    handling_seconds: float,
    interval_minutes: float = 30,
    target_seconds: float = 20,
    service_level: float = 0.8,
) -> pd.DataFrame:
    """Agents for each interval (row) of `intervals`, which has contact_count; its other columns stay, see DTYPES.

    An interval without a known count has no agents (NULL). Raises UsageError as `agents_needed`.
    """
    if interval_minutes <= 0:
        raise UsageError(f"an interval lasts more than 0 minutes, not {interval_minutes:g}")
    table = require(intervals, ["contact_count"], name="interval")
    table["contact_count"] = numbers_of(table, "contact_count")
    table["load_erlang"] = table["contact_count"] * handling_seconds / (60 * interval_minutes)
    rows: list[dict[str, float | None]] = []
    for load in table["load_erlang"]:
        if math.isnan(load):
            rows.append({})
            continue
        terms = {"handling_seconds": handling_seconds, "target_seconds": target_seconds}
        agents = agents_needed(load, **terms, service_level=service_level)
        found = queue(load, agents, **terms)
        rows.append({
            "agent_count": agents, "service_level": found.service_level, "occupancy": found.occupancy,
            "average_wait_seconds": found.average_wait_seconds,
        })  # fmt: skip
    figures = pd.DataFrame(rows, index=table.index)
    kept = [column for column in table.columns if column not in STAFFING_DTYPES]
    return pd.concat(
        [table[kept], shaped(table[["contact_count", "load_erlang"]].join(figures), STAFFING_DTYPES)], axis=1
    )


def _blocked(load: float, agents: int) -> float:
    """Erlang B by its recursion, stable for any number of agents."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def _queue(blocked: float, load: float, agents: int, handling: float, target: float) -> Queue:
    occupancy = load / agents
    wait = blocked / (1 - occupancy * (1 - blocked))
    return Queue(
        wait_probability=wait,
        service_level=1 - wait * math.exp(-(agents - load) * target / handling),
        average_wait_seconds=wait * handling / (agents - load),
        occupancy=occupancy,
    )


def _check(load: float, handling: float, target: float) -> None:
    if not (load >= 0 and handling > 0 and target >= 0):
        raise UsageError(f"impossible desk: {load:g} erlang, {handling:g} s of handling, {target:g} s of target")
