"""When a source is due, from the `schedule` of its yml. Times of a cron expression are UTC, as Airflow reads them."""

from datetime import datetime, timedelta

from croniter import CroniterError, croniter  # type: ignore[import-untyped]


def next_run(schedule: str | None, now: datetime) -> datetime | None:
    """The first due time after `now`; None without a schedule, or for a preset that names no times (@continuous)."""
    if schedule is None:
        return None
    try:
        due: datetime = croniter(schedule, now).get_next(datetime)
    except CroniterError:
        return None
    return due


def period(schedule: str | None, now: datetime) -> timedelta | None:
    """The time between the next two runs."""
    first = next_run(schedule, now)
    second = next_run(schedule, first) if first else None
    return second - first if first and second else None
