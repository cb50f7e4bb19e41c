"""Sending one message: in the platform's pace, with growing pauses between tries, each noted before and after."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipeline.deliver.outbox import Outbox
from pipeline.deliver.transport import Unanswered, Unreached
from reports.messages import Message, Verdict, Window

TRIES = 4
LONGEST_PAUSE_SECONDS = 60.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, as the world or a test has it."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A verdict, and how many seconds the other side asks to wait."""

    verdict: Verdict
    retry_after: float | None = None


Post = Callable[[Message, datetime], Answered]
"""Makes one try. Raises BadAddress, Unreached or Unanswered."""


@dataclass(frozen=True, slots=True)
class Sender:
    """One channel, ready to send."""

    channel: str
    """Its title."""
    robot: str
    """What is paced: channels with one address are one robot."""
    post: Post
    pace: Sequence[Window]
    outbox: Outbox
    clock: Clock

    def send(self, message: Message) -> Verdict:
        """Tries until it is known to have arrived or not to. Raises BadAddress.

        `later` means that every try failed for now, or that one may have arrived and it is not tried again.
        """
        verdict = Verdict("later", "not tried")
        for number in range(TRIES):
            answered = self._try(message)
            verdict = answered.verdict
            if verdict.outcome != "later":
                return verdict
            entry = self.outbox.entries()[(self.channel, message.key)]
            if entry.state == "given_up":
                return Verdict("later", f"{verdict.reason}; it may have arrived twice and is not sent again")
            message = replace(message, is_repeat=entry.unsure_count > 0)
            if number < TRIES - 1:
                self.clock.sleep(pause_seconds(number, answered.retry_after, self.clock.chance()))
        return verdict

    def _try(self, message: Message) -> Answered:
        self._keep_pace()
        now, key = self.clock.now(), message.key
        self.outbox.begin(self.channel, key, size=message.size, is_over=message.is_over, at=now)
        try:
            answered = self.post(message, now)
        except Unanswered as error:
            self.outbox.settle(self.channel, key, "unsure", str(error))
            return Answered(Verdict("later", str(error)))
        except Unreached as error:
            self.outbox.settle(self.channel, key, "failed", str(error))
            return Answered(Verdict("later", str(error)))
        except Exception as error:
            self.outbox.settle(self.channel, key, "failed", type(error).__name__)
            raise
        is_sent = answered.verdict.outcome == "ok"
        self.outbox.settle(self.channel, key, "sent" if is_sent else "failed", answered.verdict.reason)
        return answered

    def _keep_pace(self) -> None:
        now = self.clock.now().timestamp()
        wait = wait_seconds(self.pace, self.outbox.tries(self.robot), now)
        if wait:
            self.clock.sleep(wait)
        self.outbox.note_try(self.robot, now + wait)


def wait_seconds(pace: Sequence[Window], tries: Sequence[float], now: float) -> float:
    """How long until one more message is within every window; times to come (a clock put back) do not count."""
    wait = 0.0
    for window in pace:
        recent = sorted(at for at in tries if 0 <= now - at < window.seconds)
        if len(recent) >= window.count:
            wait = max(wait, recent[-window.count] + window.seconds - now)
    return wait


def pause_seconds(number: int, retry_after: float | None, chance: float) -> float:
    """1, 2, 4 ... seconds, shortened at random by up to a half, but no less than the other side asks."""
    pause = 2.0**number * (0.5 + chance / 2)
    return min(max(pause, retry_after or 0.0), LONGEST_PAUSE_SECONDS)
