"""How each month's complaints were served: answered, resolved, late, and how long people waited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, require, shaped
from crm.frames import local_times as local
from crm.service.causes import MIN_COUNT
from crm.service.rates import answer_rates, breaches
from crm.service.times import waiting_times

DTYPES: Final = {
    "brand_id": "string", "product": "string", "month": DATE, "milestone": "string", "complaint_count": "Int64",
    "valid_count": "Int64", "done_count": "Int64", "case_count": "Int64", "ended_count": "Int64",
    "censored_count": "Int64", "median_minutes": "Float64", "median_low": "Float64", "median_high": "Float64",
    "p90_minutes": "Float64", "within_24h_share": "Float64", "within_72h_share": "Float64",
    "business_median_minutes": "Float64", "business_p90_minutes": "Float64", "late_count": "Int64",
    "decided_count": "Int64", "pending_count": "Int64",
}  # fmt: skip
_DONE: Final = {"reply": "replied_count", "resolution": "resolved_count"}
_BUSINESS: Final = {"median_minutes": "business_median_minutes", "p90_minutes": "business_p90_minutes"}


def service_periods(complaints: pd.DataFrame, *, end: datetime) -> pd.DataFrame:
    """Two rows (reply, resolution) a brand and month of opening, and a product of it; product NULL is the total.

    `complaints` has brand_id, product, day and what `waiting_times` (both clocks), `answer_rates` and `breaches` need;
    `end` (zone-aware) is when they were last looked at. Waiting is that of Kaplan and Meier: who waits still counts.
    Totals hold every complaint; months of a product with fewer than MIN_COUNT whose status is known have no row.
    Raises UsageError for a missing column or a time without a zone.
    """
    frame = require(complaints, ["brand_id", "product", "day", "status"], name="complaint")
    frame = frame.dropna(subset=["brand_id", "day"])
    frame["month"] = days_of(frame["day"]).dt.to_period("M").dt.to_timestamp()
    named = frame.dropna(subset=["product"])
    enough = named.groupby(["brand_id", "product", "month"])["status"].transform("count") >= MIN_COUNT
    parts = [
        _figures(frame, ["brand_id", "month"], end),
        _figures(named[enough], ["brand_id", "product", "month"], end),
    ]
    whole = pd.concat([part.astype(object) for part in parts], ignore_index=True)
    ordered = shaped(whole, DTYPES).sort_values(["brand_id", "month", "product", "milestone"], na_position="first")
    return ordered.reset_index(drop=True)


def _figures(frame: pd.DataFrame, by: Sequence[str], end: datetime) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame(columns=list(DTYPES))
    keys = [*by, "milestone"]
    calendar, business = (waiting_times(frame, end=end, by=by, clock=clock) for clock in ("calendar", "business"))
    as_of = local(pd.Series([end]), name="end").dt.date.iloc[0]
    late = breaches(frame, as_of=as_of, by=by)[[*keys, "late_count", "decided_count", "pending_count"]]
    rates = answer_rates(frame, by=by)
    shared = rates[[*by, "complaint_count", "valid_count"]]
    done = pd.concat(
        [rates[list(by)].assign(milestone=name, done_count=rates[column]) for name, column in _DONE.items()]
    )
    table = calendar.drop(columns=["clock", "left_out_count"]).rename(columns={"event_count": "ended_count"})
    table = table.merge(business[[*keys, *_BUSINESS]].rename(columns=_BUSINESS), on=keys)
    return table.merge(late, on=keys).merge(done, on=keys).merge(shared, on=list(by))
