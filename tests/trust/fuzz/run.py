"""Asks inputs in child processes of limited memory and time; what falls is told with the number that repeats it."""

import contextlib
import json
import os
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

from records.errors import ScrmError
from tests.trust.fuzz.targets import Target, targets

MEMORY_BYTES = 5 << 29
"""Address space of a child beside what its parent had mapped already."""
SECONDS = 10.0
"""Longest an input may take, in CPU seconds: other processes of the machine do not count."""


class TooSlow(BaseException):
    """An input took longer than SECONDS; no `except Exception` of a reader swallows it."""


@dataclass(frozen=True)
class Found:
    """An input that was not met with the reader's own error."""

    seed: int
    number: int
    target: str
    what: str
    """The error, or how the child died, without any byte of the input."""


@cache
def _weighted() -> tuple[Sequence[Target], Sequence[int]]:
    return targets(), [each.weight for each in targets()]


def case(seed: int, number: int) -> tuple[Target, bytes]:
    """The target and the input of a number."""
    chance = Random(f"{seed}:{number}")
    (target,) = chance.choices(*_weighted())
    return target, target.make(chance)


def ask(seed: int, number: int) -> Found | None:
    """Asks one input in this process."""
    target, data = case(seed, number)
    try:
        _within(SECONDS, target, data)
    except ScrmError:
        return None
    except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever else comes is what is looked for
        return Found(seed, number, target.name, f"{type(error).__name__} at {_place(error)}")
    return None


def _within(seconds: float, target: Target, data: bytes) -> None:
    """Asks with the clock running; it stands again before anything is told of the outcome."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        target.ask(data)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _place(error: BaseException) -> str:
    """Where the error arose, and where in the project it passed last."""
    frames = traceback.extract_tb(error.__traceback__)
    root = str(Path(__file__).resolve().parents[3])
    own = [
        f for f in frames if f.filename.startswith(root) and "/tests/" not in f.filename and ".venv" not in f.filename
    ]
    return " from ".join(f"{Path(f.filename).name}:{f.lineno}" for f in (frames[-1], *own[-1:]))


def run(seed: int, numbers: range, told: Callable[[int], None] = lambda _: None) -> Iterator[Found]:
    """Asks inputs of these numbers; a child that dies is replaced by one that goes on behind the input it died of."""
    first = numbers.start
    while first < numbers.stop:
        last, found, death = _child(seed, range(first, numbers.stop), told)
        yield from found
        if death:
            yield Found(seed, last, case(seed, last)[0].name, death)
        first = last + 1


def _child(seed: int, numbers: range, told: Callable[[int], None]) -> tuple[int, list[Found], str]:
    """The last number that was begun, what was found, and how the child died ('' where it came to its end)."""
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiving)
        _work(seed, numbers, sending)
    os.close(sending)
    last, found = numbers.start, []
    with os.fdopen(receiving, encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if isinstance(said, int):
                last = said
                told(said)
            else:
                found.append(Found(**said))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return last, found, f"the process died of signal {os.WTERMSIG(status)}"
    return last, found, "" if os.WEXITSTATUS(status) == 0 else f"the process ended with {os.WEXITSTATUS(status)}"


def _mapped_bytes() -> int:
    """Address space of this process (proc(5), statm: the first number, in pages)."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _work(seed: int, numbers: range, sending: int) -> None:
    """The child: never returns."""
    limit = _mapped_bytes() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGVTALRM, _alarm)
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    warnings.simplefilter("ignore")
    for number in numbers:
        os.write(sending, b"%d\n" % number)
        found = ask(seed, number)
        if found:
            os.write(sending, json.dumps(asdict(found)).encode() + b"\n")
    os._exit(0)


def _alarm(_: int, __: FrameType | None) -> None:
    raise TooSlow
