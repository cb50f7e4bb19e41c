"""A replay server for crawls: generated timelines in real formats, recorded pages, and faults by a plan.

    plan = FaultPlan(seed=1, shares={"reset": 0.1})
    with running(Timelines({"steam": Timeline.generate(5_000)}), [plan]) as server:
        ...  # gather(..., base_url=server.base_url); server.struck says what went wrong, by intent

As a command: `python -m world.replay --help`. docs/replay.md has a worked example.
"""

from world.replay.messages import Answer, Asked
from world.replay.plan import FaultPlan, Struck
from world.replay.recorded import Recorded
from world.replay.server import Server, running
from world.replay.timeline import Item, Timeline
from world.replay.timelines import Timelines

__all__ = ["Answer", "Asked", "FaultPlan", "Item", "Recorded", "Server", "Struck", "Timeline", "Timelines", "running"]
