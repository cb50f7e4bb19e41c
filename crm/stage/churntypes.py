"""Why a customer was lost: natural, to a competitor, by our fault, or a malicious customer; unknown is an answer.

The textbooks name the four types; the rule is ours: the last signal around the last purchase decides, because it is the
one after which the customer did not come back.
"""

from datetime import timedelta
from typing import Final

import pandas as pd

from crm.frames import days_of, require, shaped
from records.errors import UsageError

CHURN_TYPES: Final = {
    "natural": "自然流失", "competitor": "竞争流失", "fault": "过失流失", "malicious": "恶意流失",
    "unknown": "原因不明",
}  # fmt: skip
SIGNALS: Final = {
    "complaint": "fault", "low_rating": "fault", "unanswered": "fault", "competitor_mention": "competitor",
    "switched": "competitor", "need_gone": "natural", "moved": "natural", "refund_abuse": "malicious",
    "fraud": "malicious", "overdue": "malicious",
}  # fmt: skip
"""Signal -> the type it speaks for; of one day, the type that comes first in CHURN_TYPES' reverse order wins."""
LOOK_BACK = timedelta(days=90)
"""How long before the last purchase a signal may lie."""
CHURN_DTYPES: Final = {
    "customer_id": "string", "churn_type": "string", "signal": "string", "signal_count": "Int64",
}  # fmt: skip


def churn_types(lost: pd.DataFrame, signals: pd.DataFrame) -> pd.DataFrame:
    """CHURN_DTYPES, one row per lost customer, sorted: the type of the last signal, and how many signals there were.

    lost: customer_id, last_day (last purchase), lost_day (when patience ended); signals: customer_id, day, signal (one
    of SIGNALS). Signals count from 90 days before the last purchase until lost_day. Raises UsageError for missing
    columns or an unknown signal.
    """
    gone = require(lost, ["customer_id", "last_day", "lost_day"], name="lost customer")
    said = require(signals, ["customer_id", "day", "signal"], name="churn signal").dropna()
    if unknown := sorted(set(said["signal"]) - set(SIGNALS)):
        raise UsageError(f"unknown churn signals {', '.join(unknown)}; known: {', '.join(SIGNALS)}")
    said["day"] = days_of(said["day"])
    rows = said.merge(gone, on="customer_id")
    is_near = (rows["day"] >= days_of(rows["last_day"]) - LOOK_BACK) & (rows["day"] <= days_of(rows["lost_day"]))
    rows = rows[is_near].assign(churn_type=lambda r: r["signal"].map(SIGNALS))
    rows["weight"] = rows["churn_type"].map({name: i for i, name in enumerate(CHURN_TYPES)})
    rows = rows.sort_values(["customer_id", "day", "weight", "signal"])
    last = rows.drop_duplicates("customer_id", keep="last").set_index("customer_id")[["churn_type", "signal"]]
    table = gone[["customer_id"]].drop_duplicates().sort_values("customer_id").set_index("customer_id").join(last)
    table["churn_type"] = table["churn_type"].fillna("unknown")
    table["signal_count"] = rows.groupby("customer_id").size().reindex(table.index).fillna(0)
    return shaped(table.reset_index(), CHURN_DTYPES)
