"""Opening minutes from many moments to one: how long those who still wait have waited by a brand's clock."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from records.brand import OpeningHours
from records.time import SHANGHAI
from warehouse.businesstime import CalendarUnknown, business_minutes


def open_minutes(
    starts: Sequence[datetime | None], end: datetime, hours: Iterable[OpeningHours] = ()
) -> list[int | None]:
    """Whole opening minutes from each start to `end`, all zone-aware; None for an unknown start or one after `end`.

    The same as `business_minutes` for each, days reckoned once (so that it may differ by one minute for moments within
    a minute). None for all where a year's holidays are not announced.
    """
    entries, known = list(hours), [start for start in starts if start is not None and start <= end]
    if not known:
        return [None for _ in starts]
    try:
        until = _until(min(known), end, entries)
        return [
            None if start is None or start > end else until[_day(start)] - _since_midnight(start, entries)
            for start in starts
        ]
    except CalendarUnknown:
        return [None for _ in starts]


def _until(first: datetime, end: datetime, hours: Sequence[OpeningHours]) -> dict[date, int]:
    """Day -> opening minutes from its midnight to `end`."""
    last, begin = _day(end), _day(first)
    days = [last - timedelta(days=n) for n in range((last - begin).days + 1)]
    each = [_since_midnight(end, hours), *(_whole(day, hours) for day in days[1:])]
    return dict(zip(days, accumulate(each), strict=True))


def _whole(day: date, hours: Sequence[OpeningHours]) -> int:
    return business_minutes(_midnight(day), _midnight(day + timedelta(days=1)) - timedelta(seconds=1), hours)


def _since_midnight(moment: datetime, hours: Sequence[OpeningHours]) -> int:
    return business_minutes(_midnight(_day(moment)), moment, hours)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
