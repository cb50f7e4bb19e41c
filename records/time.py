"""Days are Asia/Shanghai days; instants carry a zone and are kept in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one zone without daylight saving since 1992; a fixed offset needs no zone database."""

UNKNOWN_DAY = "unknown"
"""The `dt=` of a mention whose source gives no time."""


def shanghai_day(instant: datetime) -> date:
    """The calendar day in China of a zone-aware instant. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"a naive datetime has no day: {instant!r}")
    return instant.astimezone(SHANGHAI).date()


def partition_day(instant: datetime | None) -> str:
    """The `dt=` value of an instant: an ISO day, or `unknown`."""
    return UNKNOWN_DAY if instant is None else shanghai_day(instant).isoformat()


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"a naive datetime is no instant: {instant!r}")
    return instant.astimezone(UTC)
