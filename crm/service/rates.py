"""Which share of complaints is answered, resolved, and late, by any class, with intervals."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crm.frames import days_of, local_times, shaped
from crm.satisfaction.intervals import wilson
from crm.service.states import with_states

RATE_DTYPES: Final = {
    "complaint_count": "Int64", "valid_count": "Int64", "replied_count": "Int64", "resolved_count": "Int64",
    "reply_rate": "Float64", "reply_low": "Float64", "reply_high": "Float64", "resolution_rate": "Float64",
    "resolution_low": "Float64", "resolution_high": "Float64",
}  # fmt: skip
BREACH_DTYPES: Final = {
    "milestone": "string", "decided_count": "Int64", "late_count": "Int64", "pending_count": "Int64",
    "unknown_count": "Int64", "late_share": "Float64", "late_low": "Float64", "late_high": "Float64",
}  # fmt: skip
_MILESTONES: Final = (
    ("reply", "first_replied_at", "is_replied", "reply_due_on"),
    ("resolution", "resolved_at", "is_resolved", "resolution_due_on"),
)


def answer_rates(complaints: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """One row a group (`by`: brand, class, platform, ...): replied / valid and resolved / valid; see RATE_DTYPES.

    Valid is a complaint whose source says how it stands (`status`). The definition is that of 黑猫投诉's own reports
    (有效投诉, 已回复, 已完成). Rates without a valid complaint are NULL. Raises UsageError for a missing column.
    """
    frame = with_states(complaints, by)
    flags = frame.assign(complaint_count=1)[[*by, "complaint_count", "is_valid", "is_replied", "is_resolved"]]
    table = flags.groupby(list(by), dropna=False, sort=True).sum().reset_index()
    names = {"is_valid": "valid_count", "is_replied": "replied_count", "is_resolved": "resolved_count"}
    return with_rates(table.rename(columns=names))


def with_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Adds rates and Wilson intervals to complaint_count, valid_count, replied_count and resolved_count."""
    table = counts.copy()
    valid = table["valid_count"].where(table["valid_count"] > 0).astype("Float64")
    for name, count in (("reply", "replied_count"), ("resolution", "resolved_count")):
        table[f"{name}_rate"] = table[count] / valid
        table[f"{name}_low"], table[f"{name}_high"] = wilson(table[count], table["valid_count"])
    kept = [column for column in table.columns if column not in RATE_DTYPES]
    return pd.concat([table[kept].reset_index(drop=True), shaped(table, RATE_DTYPES)], axis=1)


def breaches(complaints: pd.DataFrame, *, as_of: date, by: Sequence[str] = ("brand_id",)) -> pd.DataFrame:
    """Two rows (reply, resolution) a group: late_share = late_count / decided_count; see BREACH_DTYPES.

    `complaints` has status, first_replied_at, resolved_at (zone-aware) and reply_due_on, resolution_due_on: the last
    days of their terms (a brand's own, or 12315's). Decided is what was done, or what is not done while its term is
    over on `as_of` (late). Pending: not done, term not over. Unknown: no status, no term, or done at an unknown time.
    Raises UsageError for a missing column or a time without a zone.
    """
    columns = [name for _, moment, _, due in _MILESTONES for name in (moment, due)]
    frame = with_states(complaints, [*by, *columns])
    parts = [_decided(frame, by, as_of, *milestone) for milestone in _MILESTONES]
    table = pd.concat(parts, ignore_index=True).sort_values([*by, "milestone"], ignore_index=True)
    table["late_share"] = table["late_count"] / table["decided_count"].where(table["decided_count"] > 0)
    table["late_low"], table["late_high"] = wilson(table["late_count"], table["decided_count"])
    return pd.concat([table[list(by)], shaped(table, BREACH_DTYPES)], axis=1)


def _decided(
    frame: pd.DataFrame, by: Sequence[str], as_of: date, name: str, moment: str, happened: str, due: str
) -> pd.DataFrame:
    done_on = local_times(frame[moment], name=moment).dt.tz_localize(None).dt.normalize()
    due_on, today = days_of(frame[due]), pd.Timestamp(as_of)
    is_done = frame[happened] & done_on.notna()
    is_waiting = frame["is_valid"] & ~frame[happened]
    is_known = frame["is_valid"] & due_on.notna()
    is_late = is_known & ((is_done & (done_on > due_on)) | (is_waiting & (today > due_on)))
    is_pending = is_known & is_waiting & (today <= due_on)
    is_decided = is_late | (is_known & is_done)
    counts = frame[list(by)].assign(
        late_count=is_late, decided_count=is_decided, pending_count=is_pending, unknown_count=~is_decided & ~is_pending
    )
    return counts.groupby(list(by), dropna=False, sort=True).sum().reset_index().assign(milestone=name)
