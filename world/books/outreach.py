"""What the service leaves unanswered, and whom it turns to by itself: those who have gone quiet.

A call changes nobody's mind here: who buys again after it would have done so anyway, so an attempt fails where the
customer was lost already, and that is what the planted truth tells.
"""

from datetime import datetime, timedelta
from itertools import chain
from random import Random

from world.books.model import BOOKS_FIRST_DAY, Books, Line, Talk
from world.clock import LAST_DAY, LAST_MOMENT, instant

AGAIN_SHARE, IGNORED_SHARE = 0.7, 0.85
"""Of those whom the service lost: who wrote again, and how often nobody answered."""
UNANSWERED_SHARE = 0.08
"""Of other customers' contacts: those followed by a word that nobody answers."""
FIRST_CALL_MONTH = 2
"""Months after the opening from which the shop calls."""
CALL_DAY = 12
"""Day of the month on which it does."""
QUIET_DAYS, LOST_DAYS, FORGOTTEN_DAYS = 25, 60, 150
"""Silence after which somebody is called, is called to come back, and is not called any more."""
CALL_COUNT = 12
"""Calls a month at most, to keep somebody and to bring somebody back each."""
PICK_UP_SHARE = 0.7
SILENT_DAYS = 45
"""Days without an order after which a message is sent."""
REMINDED_SHARE = 0.6
"""Silences that are followed by one, of members who agreed to messages."""


def reach_out(rng: Random, books: Books) -> None:
    """Adds both to the talks, behind those that the costs of service were reckoned from."""
    _ignore(rng, books)
    _call(rng, books)
    _remind(rng, books)
    books.talks.sort(key=lambda each: (each.at, each.number))


def _ignore(rng: Random, books: Books) -> None:
    for talk in list(books.talks):
        is_lost = books.customers[talk.customer].reason == "service"
        if rng.random() >= (AGAIN_SHARE if is_lost else UNANSWERED_SHARE):
            continue
        at = talk.at + timedelta(hours=rng.uniform(5, 90))
        is_answered = is_lost and rng.random() >= IGNORED_SHARE
        if at <= LAST_MOMENT:
            _note(books, talk.customer, at, reason=talk.reason, channel=talk.channel, is_answered=is_answered)


def _call(rng: Random, books: Books) -> None:
    """Month by month, of either purpose those who have been silent for the shortest time."""
    lines = books.lines_of()
    called: dict[str, datetime] = {}
    for day in _call_days():
        quiet = [(since, each) for each in books.customers if (since := _silence(lines[each], day)) is not None]
        due = sorted((since, each) for since, each in quiet if _is_due(called.get(each), day))
        chosen = [[pair for pair in due if (pair[0] >= LOST_DAYS) is is_lost][:CALL_COUNT] for is_lost in (False, True)]
        for since, number in chain(*chosen):
            called[number] = day
            at = day + timedelta(minutes=rng.randint(0, 480))
            purpose = "赢回" if since >= LOST_DAYS else "挽留"
            is_answered = rng.random() < PICK_UP_SHARE
            _note(books, number, at, reason="回访", channel="电话", is_answered=is_answered, purpose=purpose)


def _call_days() -> list[datetime]:
    days, month = [], BOOKS_FIRST_DAY
    while month <= LAST_DAY:
        days.append(instant(month.replace(day=CALL_DAY), 10))
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return days[FIRST_CALL_MONTH:]


def _silence(lines: list[Line], day: datetime) -> int | None:
    """Days since the last order, where they call for a call."""
    before = [line.at for line in lines if line.at < day and line.amount > 0]
    since = (day - max(before)).days if before else 0
    return since if QUIET_DAYS <= since < FORGOTTEN_DAYS else None


def _is_due(called: datetime | None, day: datetime) -> bool:
    return called is None or day - called >= timedelta(days=80)


def _remind(rng: Random, books: Books) -> None:
    """A message the day after a silence has become long, to who agrees to messages by then."""
    for number, lines in books.lines_of().items():
        bought = sorted({line.at for line in lines if line.amount > 0})
        for at, following in zip(bought, [*bought[1:], None], strict=True):
            due = at + timedelta(days=SILENT_DAYS + 1)
            is_silent = following is None or following > due
            if is_silent and due <= LAST_MOMENT and _agrees(books, number, due) and rng.random() < REMINDED_SHARE:
                _note(books, number, due, reason="新品消息", channel="短信", is_answered=None, purpose="关怀")


def _agrees(books: Books, customer: str, at: datetime) -> bool:
    told = [each.state for each in books.decisions if each.customer == customer and each.purpose == "营销短信"
            and each.at <= at]  # fmt: skip
    return bool(told) and told[-1] == "已同意"


def _note(
    books: Books, customer: str, at: datetime, *, reason: str, channel: str, is_answered: bool | None, purpose: str = ""
) -> None:
    books.talks.append(
        Talk(
            number=f"C{len(books.talks) + 1:05d}", customer=customer, at=at.replace(microsecond=0), reason=reason,
            channel=channel, agent="K09" if purpose else "", seconds=None, minutes=4 if is_answered else None,
            is_resolved=None, satisfaction=None, is_outbound=bool(purpose), is_answered=is_answered, purpose=purpose,
        )
    )  # fmt: skip
