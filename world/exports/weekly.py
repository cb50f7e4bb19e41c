"""Weekly exports overlap: each holds its week and the Sunday before, whose counts have grown since."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from world.clock import WEEK_COUNT, day_of, exported_at, instant
from world.exports.files import in_order
from world.model import Item


def weeks(items: Iterable[Item], *, minute: int) -> Iterator[tuple[int, datetime, list[Item]]]:
    """Week 1..8, when its export was made, and the items in it."""
    ordered = in_order(items)
    for week in range(1, WEEK_COUNT + 1):
        begin = instant(day_of(week, 0)) if week == 1 else instant(day_of(week - 1, 6))
        end = exported_at(week).replace(hour=0)
        yield week, exported_at(week, minute), [item for item in ordered if begin <= item.at < end]


def is_in_two(item: Item) -> bool:
    """Whether two weekly exports hold it: published on a Sunday, the last one excepted."""
    return item.at.weekday() == 6 and item.at.date() != day_of(WEEK_COUNT, 6)
