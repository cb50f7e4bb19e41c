"""Figures of a service desk from its contacts: first-contact resolution, handling time, speed of answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from crm.frames import local_times, numbers_of, require, shaped
from crm.satisfaction.intervals import wilson

DTYPES: Final = {
    "contact_count": "Int64", "issue_count": "Int64", "first_contact_count": "Int64", "fcr": "Float64",
    "fcr_low": "Float64", "fcr_high": "Float64", "open_issue_count": "Int64", "handled_count": "Int64",
    "handling_minutes": "Float64", "answered_count": "Int64", "answer_minutes": "Float64",
}  # fmt: skip
REPEAT_DAYS: Final = 7
"""Days within which another contact of the customer about the same reason says that the first had not settled it."""


def desk_figures(
    contacts: pd.DataFrame, *, end: datetime, by: Sequence[str] = ("channel",), repeat_days: int = REPEAT_DAYS
) -> pd.DataFrame:
    """One row a group of contacts (`by`, unknown values a group of their own) up to `end` (zone-aware); see DTYPES.

    `contacts` has contacted_at (zone-aware) and, where known, customer_id, reason, contact_count, is_resolved,
    first_response_minutes and handling_minutes (`fact_contact`).

    fcr = first_contact_count / issue_count: an issue is a contact of a known customer with none about the same reason
    in the repeat_days before; it was settled at once when none follows within repeat_days and the system does not say
    that it stayed unresolved. Issues whose repeat_days are not over at `end` are open_issue_count and not in it.
    handling_minutes (AHT) is the mean of the handled_count single contacts of known length; answer_minutes (ASA, the
    average speed of answer) that of answered_count contacts, totals weighted by their contacts. Our own definitions of
    the usual names. Raises UsageError for a missing column or a time without a zone.
    """
    frame = _typed(contacts, by)
    frame = frame[frame["contacted_at"] <= pd.Timestamp(end)]
    frame = _issues(frame, pd.Timedelta(days=repeat_days), pd.Timestamp(end) - timedelta(days=repeat_days))
    grouped = frame.groupby(list(by), dropna=False, sort=True)
    table = grouped[["contact_count", "is_issue", "is_settled", "is_open", "is_handled", "answered"]].sum()
    table.columns = [
        "contact_count", "issue_count", "first_contact_count", "open_issue_count", "handled_count", "answered_count",
    ]  # fmt: skip
    table["fcr"] = table["first_contact_count"] / table["issue_count"].where(table["issue_count"] > 0)
    table["fcr_low"], table["fcr_high"] = wilson(table["first_contact_count"], table["issue_count"])
    for column, minutes in (("handled_count", "handling_minutes"), ("answered_count", "answer_minutes")):
        table[minutes] = grouped[f"{minutes}_sum"].sum() / table[column].where(table[column] > 0)
    groups = table.index.to_frame(index=False)
    return pd.concat([groups, shaped(table.reset_index(drop=True), DTYPES)], axis=1)


def _typed(contacts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    frame = require(contacts, ["contacted_at", *by], name="contact")
    frame["contacted_at"] = local_times(frame["contacted_at"], name="contacted_at")
    frame = frame.dropna(subset=["contacted_at"])
    for column in ("customer_id", "reason", "is_resolved"):
        if column not in frame:
            frame[column] = None
    for column in ("contact_count", "first_response_minutes", "handling_minutes"):
        frame[column] = numbers_of(frame, column) if column in frame else float("nan")
    frame["contact_count"] = frame["contact_count"].fillna(1)
    return frame


def _issues(frame: pd.DataFrame, repeat: pd.Timedelta, settled_by: pd.Timestamp) -> pd.DataFrame:
    keys = [frame[column].astype("string").fillna("") for column in ("customer_id", "reason")]
    frame = frame.assign(customer=keys[0], about=keys[1]).sort_values(["customer", "about", "contacted_at"])
    times = frame.groupby(["customer", "about"])["contacted_at"]
    is_known = (frame["customer"] != "") & (frame["contact_count"] == 1)
    is_first = is_known & ~(times.diff() <= repeat)
    is_over = frame["contacted_at"] <= settled_by
    is_repeated = -times.diff(-1) <= repeat
    is_unresolved = ~frame["is_resolved"].astype("boolean").fillna(True).astype(bool)
    is_single = (frame["contact_count"] == 1) & frame["handling_minutes"].notna()
    answered = frame["contact_count"].where(frame["first_response_minutes"].notna(), 0)
    return frame.assign(
        is_issue=is_first & is_over,
        is_settled=is_first & is_over & ~is_repeated & ~is_unresolved,
        is_open=is_first & ~is_over,
        is_handled=is_single,
        handling_minutes_sum=frame["handling_minutes"].where(is_single, 0),
        answered=answered,
        answer_minutes_sum=frame["first_response_minutes"].fillna(0) * answered,
    )
