"""What a customer allows: of each customer and purpose the latest decision holds, until it lapses."""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import days_of, flags_of, require

CONSENT_COLUMNS: Final = ("customer_id", "day", "is_granted", "purpose", "expires_on")
"""One row per decision: day decided; purpose None is for everything; expires_on None is for good."""


def permitted(consents: pd.DataFrame, *, on: date, purpose: str) -> pd.Series:
    """By customer_id (sorted): whether the purpose is allowed on that day; who never decided is not in it.

    A decision for everything and one for the purpose compete by day; of one day, a refusal beats an agreement. What has
    lapsed is a refusal. Raises UsageError for missing columns.
    """
    frame = require(consents, CONSENT_COLUMNS, name="consent").dropna(subset=["customer_id", "day"])
    frame = frame.assign(day=days_of(frame["day"]), is_granted=flags_of(frame, "is_granted"))
    frame = frame[(frame["day"] <= pd.Timestamp(on)) & (frame["purpose"].isna() | (frame["purpose"] == purpose))]
    frame = frame.sort_values(["customer_id", "day", "is_granted"], ascending=[True, True, False])
    last = frame.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    is_lapsed = (days_of(last["expires_on"]) < pd.Timestamp(on)).fillna(False)
    return last["is_granted"].astype(bool) & ~is_lapsed
