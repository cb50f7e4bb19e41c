"""The desk's load by hour of the day, and the agents it needs: Erlang C on the mean hour of a month."""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import DATE, local_times, numbers_of, require, shaped
from crm.service.erlang import STAFFING_DTYPES, staffing
from crm.value.evidence import NotEnoughEvidence

HOUR_DTYPES: Final = {
    "month": DATE, "hour": "Int64", "contact_count": "Int64", "day_count": "Int64", "handling_minutes": "Float64",
    "load_erlang": "Float64", "agent_count": "Int64", "service_level": "Float64", "average_wait_seconds": "Float64",
    "occupancy": "Float64",
}  # fmt: skip
MIN_HANDLED: Final = 5
"""Contacts of known length below which a month's handling time is a guess; our own bound."""
TARGET_SECONDS, SERVICE_LEVEL = 20.0, 0.8
"""The usual aim of desks: eight of ten within twenty seconds."""


def desk_hours(contacts: pd.DataFrame, *, end: date) -> pd.DataFrame | NotEnoughEvidence:
    """HOUR_DTYPES, one row per month and hour with a contact up to `end`; sorted.

    contacts: contacted_at (zone-aware) and handling_minutes (may be unknown) of single contacts that customers began.
    The load is of the mean day of the month (its days until `end`): a desk with peaks within the hour, or on some days
    of the week, needs more. A month with fewer than MIN_HANDLED known lengths takes the mean of all months. Raises
    UsageError for missing columns or times without a zone.
    """
    frame = require(contacts, ["contacted_at", "handling_minutes"], name="contact")
    frame["at"] = local_times(frame["contacted_at"], name="contacted_at").dt.tz_localize(None)
    frame = frame[frame["at"] < pd.Timestamp(end) + pd.Timedelta(days=1)].dropna(subset=["at"])
    frame = frame.assign(minutes=numbers_of(frame, "handling_minutes"), hour=frame["at"].dt.hour)
    known = int((frame["minutes"] > 0).sum())
    if known < MIN_HANDLED:
        return NotEnoughEvidence(what="contacts of known length", n=known, needed=MIN_HANDLED)
    frame["month"] = frame["at"].dt.to_period("M")
    overall = float(frame["minutes"].mean())
    parts = [_month(rows, pd.Timestamp(end), overall) for _, rows in frame.groupby("month")]
    return shaped(pd.concat(parts, ignore_index=True), HOUR_DTYPES)


def _month(rows: pd.DataFrame, end: pd.Timestamp, overall: float) -> pd.DataFrame:
    month = rows["month"].iloc[0]
    day_count = (min(month.end_time.normalize(), end) - month.start_time).days + 1
    minutes = float(rows["minutes"].mean()) if rows["minutes"].notna().sum() >= MIN_HANDLED else overall
    counts = rows.groupby("hour").size()
    mean = pd.DataFrame({"hour": counts.index, "contact_count": counts.to_numpy() / day_count})
    needed = staffing(
        mean, handling_seconds=60 * minutes, interval_minutes=60, target_seconds=TARGET_SECONDS,
        service_level=SERVICE_LEVEL,
    )  # fmt: skip
    told = needed[["hour", *(name for name in STAFFING_DTYPES if name != "contact_count")]]
    return told.assign(
        month=month.start_time, contact_count=counts.to_numpy(), day_count=day_count, handling_minutes=minutes
    )
