"""kill -9 at random moments: whoever goes on afterwards has every item once, with the same run or with a new one."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lake.home import Home
from tests.crawlers.replaying import asked, bytecode, check_whole, crawl, fresh_home, rows, sized, truth
from world.replay import FaultPlan, Server, Timeline, Timelines, running

pytestmark = pytest.mark.usefixtures("bytecode")
__all__ = ["bytecode"]

KILL_COUNT = {"same": sized(3, 25), "new": sized(2, 25)}
ITEM_COUNT = sized(300, 5_000)
PAGE_SIZE = sized(10, 50)
_GATHER = """
import sys
from pathlib import Path
from crawlers.gather import gather
from lake.home import Home
from records import SourceQuery
home, source, query, base_url, run_id = sys.argv[1:]
gather(source, [SourceQuery(source=source, query=query)], home=Home(Path(home)), key=b"k" * 32, run_id=run_id,
       base_url=base_url)
"""


class Requests:
    """Counts the requests of one try."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, number: int, target: str) -> None:
        """Called by the server with each request, before it is answered."""
        self.count += 1


@pytest.mark.parametrize("kind", ["same", "new"])
def test_killed_at_random_and_gone_on_with(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, chosen, requests = fresh_home(tmp_path), random.Random(f"kills {kind}"), Requests()
    timeline = Timeline.generate(ITEM_COUNT, day_count=5, largest_page=PAGE_SIZE)
    plan = FaultPlan(seed=5, shares={"reset": 0.05, "server_error": 0.05}, longest_streak=2)
    killed, tries, ended, kept = 0, 0, 0, []
    with running(Timelines({"steam": timeline}), [plan], delay_seconds=0.005, on_request=requests.note) as server:
        while killed < KILL_COUNT[kind] and tries < 3 * KILL_COUNT[kind]:
            is_last = killed == KILL_COUNT[kind] - 1
            moment = _landing(home) if is_last or chosen.random() < 0.2 else _asking(kind, requests, chosen)
            # A run that has ended asks no more: what came since is for the next one.
            is_killed = _killed(home, server, f"r{ended if kind == 'same' else tries}", moment, chosen)
            killed, tries = killed + is_killed, tries + 1
            kept.append(len(rows(home)))
            if not is_killed:
                timeline.add(PAGE_SIZE * 3)
                ended += 1
        coverage = crawl(home, "steam", asked("steam"), server.base_url, f"r{ended if kind == 'same' else tries}")
        request_count = len(server.asked)
    (found,) = coverage.values()
    assert found.outcome == "ok", found.message
    expected = truth("steam", [timeline])
    check_whole(home, expected)
    assert killed == KILL_COUNT[kind], f"only {killed} of {tries} tries were killed before their end"
    with capsys.disabled():
        if sized(0, 1):
            line = f"\nkills ({kind} run): {killed} in the midst of work, {tries} tries, {len(expected)} items, "
            print(line + f"{request_count} requests, 0 lost, 0 doubled; rows in the lake at each kill: {kept}")  # noqa: T201


def _asking(kind: str, requests: Requests, chosen: random.Random) -> Callable[[], bool]:
    """Tells when so many requests have come as make the kills spread over the crawl."""
    pages = ITEM_COUNT // PAGE_SIZE
    goal = requests.count + chosen.randint(1, max(2 * pages // KILL_COUNT[kind], 2))
    return lambda: requests.count >= goal


def _landing(home: Home) -> Callable[[], bool]:
    """Tells when the first file of a landing has come."""
    before = _file_count(home)
    return lambda: _file_count(home) != before


def _file_count(home: Home) -> int:
    return sum(1 for _ in home.lake.rglob("*.parquet"))


def _killed(home: Home, server: Server, run_id: str, is_due: Callable[[], bool], chosen: random.Random) -> bool:
    """Starts a run and kills it with its crawling child; whether it was still at work."""
    (query,) = asked("steam")
    arguments = [str(home.root), "steam", query.query, server.base_url, run_id]
    # A process group of its own: what is killed holds the gathering process and its child.
    process = subprocess.Popen(
        [sys.executable, "-c", _GATHER, *arguments], start_new_session=True, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not is_due():
        time.sleep(0.005)
    time.sleep(chosen.random() * 0.05)
    is_at_work = process.poll() is None
    if is_at_work:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    return is_at_work
