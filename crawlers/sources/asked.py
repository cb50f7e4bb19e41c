"""What several sources ask alike: a window of time, and single items again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from records import SourceQuery
from records.errors import UsageError
from records.ids import version_of
from records.time import SHANGHAI, shanghai_day

IDS = "ids"
"""Key of a request that asks for single items again: the native ids asked for, joined by commas."""


def window_of(query: SourceQuery) -> tuple[datetime | None, datetime | None]:
    """The instants `since` (inclusive) and `until` (exclusive) of a query's parameters, in UTC; None without.

    Raises UsageError for a parameter that is no ISO 8601 instant and for a window the wrong way round.
    """
    since, until = (_instant(query, name) for name in ("since", "until"))
    if since and until and since >= until:
        raise UsageError(
            f"{query.source}: the window {since} to {until} is the wrong way round; give the earlier first"
        )
    return since, until


def zulu(instant: datetime) -> str:
    """An instant as `2026-03-02T04:05:00Z`, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def days_of(query: SourceQuery, *, default_count: int = 1) -> list[date]:
    """The days in China of the query's window, else the last `default_count` whole days up to yesterday.

    Raises UsageError.
    """
    since, until = window_of(query)
    yesterday = datetime.now(SHANGHAI).date() - timedelta(days=1)
    last = min(shanghai_day(until - timedelta(seconds=1)), yesterday) if until else yesterday
    first = shanghai_day(since) if since else last - timedelta(days=default_count - 1)
    return days_between(first, last)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def asked_again(query: SourceQuery, ids: Sequence[str], base_url: str | None) -> dict[str, str]:
    """The request that asks for these items again, without its address."""
    chain = f"refresh:{version_of(*ids)}"
    return {"query": query.query, "chain": chain, IDS: ",".join(ids), "base_url": base_url or ""}


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The ids in groups of at most `size`."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _instant(query: SourceQuery, name: str) -> datetime | None:
    written = query.params.get(name)
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{query.source}: {name} {written!r} is no time; give it as 2026-03-02T00:00:00Z") from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
