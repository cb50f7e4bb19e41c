"""Faults of a job that crawls: the network in trouble, a crawl killed, the command of its own killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping

from tests.trust.faults import network, run
from tests.trust.faults.case import Case, Struck
from world.replay import FaultPlan

_GATHER = 0
"""The part of the job that crawls comes first."""
_COMMAND_SECONDS = 20.0
"""A command is killed within so many seconds: some six are imports, the rest the job."""


def network_in_trouble(case: Case) -> None:
    """Resets, cut and slow bodies, 5xx, 429, broken gzip, wrong lengths; then the network is well again."""
    plan = network.drawn(case.chance)
    case.story.append(_told(plan))
    case.struck = Struck(_GATHER, 0)
    with network.serving([plan]) as server:
        ended = case.disturbed(last=None if case.is_whole else _GATHER)
        case.story.append(f"{len(server.struck)} of {len(server.asked)} requests struck")
        server.plan()
        if ended.code != run.OK:
            case.must_be_whole_or_absent()
        case.must_recover()


def crawl_killed(case: Case) -> None:
    """kill -9 of job and crawling child when the n-th request comes, amid faults that pass."""
    plan = network.drawn(case.chance)
    nth = case.chance.randint(1, network.REVIEWS // network.PAGE)
    case.story.append(f"{_told(plan)}; killed at request {nth}")
    case.struck = Struck(_GATHER, 0)
    doomed: list[int] = []

    def on_request(number: int, _: str) -> None:
        if number == nth and doomed:
            os.killpg(doomed.pop(), signal.SIGKILL)

    with network.serving([plan], on_request) as server:
        running = case.start(last=None if case.is_whole else _GATHER)
        doomed.append(running.leader)
        ended = running.wait()
        doomed.clear()  # where it had asked less often: the next run lives
        case.note(ended)
        server.plan()
        if ended.code != run.OK:
            case.must_be_whole_or_absent()
        case.must_recover()


def command_killed(case: Case) -> None:
    """kill -9 of `scrm run` as a command of its own, with all it has started, at any moment."""
    moment = case.chance.uniform(0, _COMMAND_SECONDS)
    with network.serving():
        command = [sys.executable, "-m", "pipeline.cli", "run", "--no-airflow"]
        places = ["--home", str(case.home), "--config", str(case.world.files)]
        with (case.folder / "command.log").open("wb") as log:
            started = subprocess.Popen([*command, *places], start_new_session=True, stdout=log, stderr=log)
            try:
                code = started.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                code = started.wait()
        case.story.append(f"killed after {moment:.1f} s, ended with {code}")
        if code not in (0, -signal.SIGKILL):
            case.troubles.append(f"unclean end {code}: {(case.folder / 'command.log').read_text()[-1500:]}")
        case.must_be_whole_or_absent()
        case.must_recover()


CRAWLED: Mapping[str, Callable[[Case], None]] = {
    each.__name__: each for each in (network_in_trouble, crawl_killed, command_killed)
}


def _told(plan: FaultPlan) -> str:
    lasting = "lasting" if plan.longest_streak is None else "passing"
    return f"{lasting} {', '.join(f'{kind} {share:.2f}' for kind, share in plan.shares.items())}"
