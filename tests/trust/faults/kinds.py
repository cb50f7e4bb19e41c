"""The kinds of faults: each takes a case, disturbs a job, and says what must hold afterwards."""

import errno
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from lake.home import Home
from lake.partition import MANIFEST
from pipeline.progress import Event
from pipeline.verify import damaged_files, orphan_files
from tests.trust.faults import rows, run, shim
from tests.trust.faults.case import Case, die

DAY_SECONDS = 86_400
_CLOCK_DAYS = (-400, -30, -1, 1, 30, 400)


def killed_at_a_boundary(case: Case) -> None:
    """kill -9 the moment a step (or a part of one) says where it is."""
    struck = case.take_stage("events", case.chance.randint(1, case.base.total.events))
    case.disturbed(lambda: _at_event({struck.nth: die}), first=struck.first)
    case.must_be_whole_or_absent()
    case.must_recover()


def killed_anywhere(case: Case) -> None:
    """kill -9 before the n-th call that changes a file of the home."""
    struck = case.take_stage("calls", case.chance.randint(1, case.base.total.calls))
    case.disturbed(lambda: shim.arm(case.home, shim.Mode.KILL, struck.nth), first=struck.first)
    case.must_be_whole_or_absent()
    case.must_recover()


def killed_twice(case: Case) -> None:
    """kill -9, and kill -9 again in the run that should make it good."""
    struck = case.take_stage("calls", case.chance.randint(1, case.base.total.calls))
    case.disturbed(lambda: shim.arm(case.home, shim.Mode.KILL, struck.nth), first=struck.first)
    # Nearer the beginning more often: the second run has less to do, and must still meet its end.
    again = case.chance.randint(1, case.chance.randint(1, case.base.total.calls))
    case.story.append(f"again at call {again}")
    case.disturbed(lambda: shim.arm(case.home, shim.Mode.KILL, again), last=struck.first)
    case.must_be_whole_or_absent()
    case.must_recover()


def disk_full(case: Case) -> None:
    """ENOSPC from the n-th call on; the first write that meets it is cut in half."""
    struck = case.take_stage("calls", case.chance.randint(1, case.base.total.calls))
    case.disturbed(lambda: shim.arm(case.home, shim.Mode.FAIL_ON, struck.nth, errno.ENOSPC), first=struck.first)
    case.must_be_whole_or_absent()
    case.must_recover()


def disk_error(case: Case) -> None:
    """EIO at one call, reading or writing; or from it on."""
    mode = case.chance.choice((shim.Mode.FAIL_ONCE, shim.Mode.FAIL_ON))
    struck = case.take_stage("calls_with_reads", case.chance.randint(1, case.base.total.calls_with_reads))
    case.story.append(mode.name)
    case.disturbed(lambda: shim.arm(case.home, mode, struck.nth, errno.EIO, has_reads=True), first=struck.first)
    case.must_be_whole_or_absent()
    case.must_recover()


def lake_damaged(case: Case) -> None:
    """A listed file of lake or raw zone is cut, flipped or gone: verify names it, its remedy brings all rows back."""
    case.take_finished()
    home = Home(case.home)
    found = [
        *home.lake.rglob("*.parquet"),
        *home.raw.rglob("page-*"),
        *home.lake.rglob(MANIFEST),
        *home.raw.rglob(MANIFEST),
    ]
    victim = case.chance.choice(sorted(found))
    case.story.append(f"{_damage(case, victim)} {victim.relative_to(case.home)}")
    _, lines = damaged_files(home)
    lines += orphan_files(home)  # files whose manifest is gone are in none
    if not any(str(victim) in line or str(victim.parent) in line for line in lines):
        case.troubles.append(f"verify does not name {victim.relative_to(case.home)}")
    _remove_folder(victim.parent)
    case.must_recover()


def star_damaged(case: Case) -> None:
    """The published file, or the one a run was killed at, is cut or flipped: the next run mends it or says so."""
    case.take_finished()
    home = Home(case.home)
    victim = home.warehouse
    if case.chance.random() < 0.5:
        victim = home.next_warehouse
        victim.write_bytes(home.warehouse.read_bytes())
    case.story.append(f"{_damage(case, victim)} {victim.name}")
    case.must_recover(may_refuse="run the job again")


def state_damaged(case: Case) -> None:
    """`state.sqlite` is cut, flipped or gone: the run says so; with the file moved away all rows come back."""
    case.take_finished()
    victim = Home(case.home).state
    case.story.append(f"{_damage(case, victim)} {victim.name}")
    case.disturbed()
    victim.unlink(missing_ok=True)
    case.must_recover()


def two_at_once(case: Case) -> None:
    """Two whole jobs on one home at one time: one may be turned away, no row is lost or doubled."""
    first = case.start(name="first")
    time.sleep(case.chance.uniform(0, 3))
    second = case.start(name="second")
    ended = [first.wait(), second.wait()]
    for each in ended:
        case.note(each)
    if case.is_whole or all(each.code != run.OK for each in ended):
        case.must_recover()
    else:
        case.must_equal(case.base.digests)


def config_half_written(case: Case) -> None:
    """The configuration breaks off somewhere: refused, or read as far as it is whole; the next run has the whole."""
    whole = case.world.files.read_bytes()
    cut = case.world.folder / f"cut-{case.seed}.yml"
    size = case.chance.randrange(len(whole))
    cut.write_bytes(whole[:size])
    case.story.append(f"{size} of {len(whole)} bytes")
    ended = case.disturbed(config=cut)
    cut.unlink()
    if ended.code == run.REFUSED and not case.is_whole and not rows.of_home(Home(case.home)):
        return  # nothing was written: what follows is an undisturbed run
    case.must_recover()


def clock_jumps(case: Case) -> None:
    """The wall clock jumps by days within a run that is then killed; the next run has the right time."""
    days = case.chance.choice(_CLOCK_DAYS)
    struck = case.take_stage("events", case.chance.randint(1, case.base.total.events))
    kill_at = struck.nth + case.chance.randint(1, 6)
    case.struck = None  # parts behind it may see the wrong time
    case.story.append(f"{days:+} days, killed {kill_at - struck.nth} events later")
    case.disturbed(
        lambda: _at_event({struck.nth: lambda: shim.shift_clock(days * DAY_SECONDS), kill_at: die}), first=struck.first
    )
    case.must_recover()


KINDS: Mapping[str, Callable[[Case], None]] = {
    each.__name__: each
    for each in (
        killed_at_a_boundary, killed_anywhere, disk_full, disk_error, lake_damaged, star_damaged, two_at_once,
        config_half_written, clock_jumps, killed_twice, state_damaged,
    )
}  # fmt: skip
"""In the order in which seeds go round them."""


def _at_event(deeds: Mapping[int, Callable[[], None]]) -> Callable[[Event], None]:
    """A listener that does something at the n-th event."""
    seen: list[Event] = []

    def report(event: Event) -> None:
        seen.append(event)
        deeds.get(len(seen), _nothing)()

    return report


def _nothing() -> None:
    """Between the events that matter."""


def _damage(case: Case, victim: Path) -> str:
    """Cuts, flips or removes; says which."""
    content = bytearray(victim.read_bytes())
    how = case.chance.choice(("cut", "flipped", "flipped", "emptied", "gone"))
    if how == "gone":
        victim.unlink()
    elif how == "flipped":
        place = case.chance.randrange(len(content))
        content[place] ^= 1 << case.chance.randrange(8)
        victim.write_bytes(content)
    else:
        victim.write_bytes(content[: case.chance.randrange(1, len(content)) if how == "cut" else 0])
    return how


def _remove_folder(folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        file.unlink()
    folder.rmdir()
