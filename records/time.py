"""Days are Asia/Shanghai days; instants carry a zone and are kept in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one zone without daylight saving since 1992; a fixed offset needs no zone database."""

SHANGHAI_SECONDS = 8 * 3600
DAY_SECONDS = 24 * 3600

UNKNOWN_DAY = "unknown"
"""The `dt=` of a mention whose source gives no time."""


def shanghai_day(instant: datetime) -> date:
    """The calendar day in China of a zone-aware instant. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"a naive datetime has no day: {instant!r}")
    return instant.astimezone(SHANGHAI).date()


def partition_day(instant: datetime | None) -> str:
    """The `dt=` value of an instant: an ISO day, or `unknown`. Raises ValueError for a naive one."""
    if instant is None:
        return UNKNOWN_DAY
    if instant.tzinfo is None:
        raise ValueError(f"a naive datetime has no day: {instant!r}")
    return day_of_number(int((instant.timestamp() + SHANGHAI_SECONDS) // DAY_SECONDS))


@lru_cache(maxsize=4096)
def day_of_number(number: int) -> str:
    """The ISO day so many days after 1970-01-01; asked for every row that is landed."""
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"a naive datetime is no instant: {instant!r}")
    return instant.astimezone(UTC)
