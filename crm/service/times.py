"""How long people wait for an answer and for a solution, those still waiting included (Kaplan-Meier)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from crm.frames import local_times, numbers_of, shaped
from crm.service.states import with_states
from crm.stage.survival import Survival, kaplan_meier
from records.errors import UsageError

DTYPES: Final = {
    "milestone": "string", "clock": "string", "case_count": "Int64", "event_count": "Int64", "censored_count": "Int64",
    "left_out_count": "Int64", "median_minutes": "Float64", "median_low": "Float64", "median_high": "Float64",
    "p90_minutes": "Float64", "within_24h_share": "Float64", "within_72h_share": "Float64",
}  # fmt: skip
Clock = Literal["calendar", "business"]
_MILESTONES: Final = (("reply", "first_replied_at", "is_replied"), ("resolution", "resolved_at", "is_resolved"))


def waiting_times(
    complaints: pd.DataFrame, *, end: datetime, by: Sequence[str] = ("brand_id",), clock: Clock = "calendar"
) -> pd.DataFrame:
    """Two rows (reply, resolution) a group of complaints, in minutes; see DTYPES.

    `complaints` has status, opened_at, first_replied_at and resolved_at (zone-aware); `end` is when they were last
    looked at. For the business clock also reply_business_minutes, resolution_business_minutes and open_business_minutes
    (opening to `end`): crm knows no opening hours.

    Who waits still is censored at `end`; so is, for the resolution, what was closed without one. Left out and counted:
    complaints without a known status or opening, and those answered (resolved) at an unknown time. median_minutes is
    the first time at which half have their answer, NULL when fewer have; its interval reads the curve's own (Brookmeyer
    & Crowley 1982), an end that is not reached is NULL. within_24h_share is 1 - S(1,440 minutes), NULL beyond what was
    observed. Raises UsageError for a missing column, a time without a zone, or an unknown clock.
    """
    frame = _typed(complaints, by, pd.Timestamp(end), clock)
    rows: list[dict[str, Any]] = []
    for key, group in frame.groupby(list(by), dropna=False, sort=True):
        names = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
        for milestone, _, _ in _MILESTONES:
            rows.append({**names, "milestone": milestone, "clock": clock, **_figures(group, milestone)})
    table = pd.DataFrame(rows, columns=[*by, *DTYPES])
    return pd.concat([table[list(by)], shaped(table, DTYPES)], axis=1)


def _typed(complaints: pd.DataFrame, by: Sequence[str], end: pd.Timestamp, clock: Clock) -> pd.DataFrame:
    times = ["opened_at", "first_replied_at", "resolved_at"]
    minutes = ["reply_business_minutes", "resolution_business_minutes", "open_business_minutes"]
    if clock not in ("calendar", "business"):
        raise UsageError(f"unknown clock {clock}; there are: calendar, business")
    frame = with_states(complaints, [*by, *times, *(minutes if clock == "business" else [])])
    for column in times:
        frame[column] = local_times(frame[column], name=column)
    for name, moment, happened in _MILESTONES:
        lasted = (frame[moment] - frame["opened_at"]).dt.total_seconds() / 60
        waited = (end - frame["opened_at"]).dt.total_seconds() / 60
        if clock == "business":
            lasted, waited = numbers_of(frame, f"{name}_business_minutes"), numbers_of(frame, "open_business_minutes")
        is_event = frame[happened] & frame[moment].notna()
        known = lasted.where(is_event, waited.where(~frame[happened]))
        frame[f"{name}_minutes"] = known.where(frame["is_valid"] & (known >= 0))
        frame[f"{name}_event"] = is_event
    return frame


def _figures(group: pd.DataFrame, milestone: str) -> dict[str, Any]:
    minutes = group[f"{milestone}_minutes"]
    known = minutes.notna()
    found = kaplan_meier(minutes, group[f"{milestone}_event"])
    counts = {"case_count": int(known.sum()), "left_out_count": int((~known).sum())}
    if not isinstance(found, Survival):
        return {**counts, "event_count": 0, "censored_count": 0}
    return {
        **counts,
        "event_count": found.event_count,
        "censored_count": found.case_count - found.event_count,
        "median_minutes": _reached(found, "survival", 0.5),
        "median_low": _reached(found, "survival_low", 0.5),
        "median_high": _reached(found, "survival_high", 0.5),
        "p90_minutes": _reached(found, "survival", 0.1),
        **{f"within_{hours}h_share": _ended_by(found, hours * 60) for hours in (24, 72)},
    }


def _reached(found: Survival, column: str, share: float) -> float | None:
    """First time at which a curve is at or below `share`; None if never."""
    times = found.curve["time"].to_numpy("float64")
    values = found.curve[column].to_numpy("float64", na_value=np.nan)
    # Where the curve is 0 its bounds are unknown; it has been below any share before.
    places = np.flatnonzero(values <= share + 1e-12)
    return float(times[places[0]]) if len(places) else None


def _ended_by(found: Survival, minutes: float) -> float | None:
    left = found.at(minutes)
    if left is None and float(found.curve["survival"].iloc[-1]) == 0:
        return 1.0
    return None if left is None else 1 - left
