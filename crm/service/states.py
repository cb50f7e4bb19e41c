"""What a complaint's status says, typed: which complaints can be counted, which were answered or ended."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import require

STATUSES: Final = ("open", "replied", "resolved", "closed")
"""As `fact_complaint.status` has them."""
ENDED: Final = ("resolved", "closed")


def with_states(complaints: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The complaints with is_valid (its source says how it stands), is_replied and is_resolved; `columns` are needed.

    A complaint that ended without a known reply counts as answered, unless `reply_count` is known to be 0. What is
    merely closed is not resolved. Raises UsageError for a missing column.
    """
    frame = require(complaints, ["status", *columns], name="complaint")
    status = frame["status"].astype("string")
    frame["is_valid"] = status.isin(STATUSES).fillna(False).astype(bool)
    is_replied = status.isin(["replied", *ENDED]).fillna(False).astype(bool)
    if "reply_count" in frame:
        no_reply = (pd.to_numeric(frame["reply_count"], errors="coerce") == 0).fillna(False).astype(bool)
        is_replied &= ~(no_reply & status.isin(ENDED).fillna(False).astype(bool))
    frame["is_replied"] = is_replied
    frame["is_resolved"] = (status == "resolved").fillna(False).astype(bool)
    frame["is_ended"] = status.isin(ENDED).fillna(False).astype(bool)
    return frame
