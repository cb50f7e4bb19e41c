"""Service recovery and its paradox: are customers whose complaint was settled happier than those without a complaint?

de Matos, Henrique & Rossi (Journal of Service Research, 2007) find over 21 studies that they are more satisfied, but
do not buy, recommend or think more of the firm: hence one row an outcome, and never an average over outcomes.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from crm.frames import require, shaped

GROUPS: Final = ("none", "recovered", "unrecovered")
DTYPES: Final = {
    "outcome": "string", "comparison": "string", "n": "Int64", "reference_n": "Int64", "mean": "Float64",
    "reference_mean": "Float64", "difference": "Float64", "low": "Float64", "high": "Float64", "finding": "string",
    "reason": "string",
}  # fmt: skip
MIN_COUNT: Final = 20
"""Customers of a group below which groups are not compared; our own bound."""
_COMPARISONS: Final = (("paradox", "recovered", "none"), ("recovery", "recovered", "unrecovered"))


def recovery_groups(customers: pd.DataFrame, complaints: pd.DataFrame) -> pd.Series:
    """The group of each row of `customers` (customer_id), same index: none, recovered, unrecovered; NA if undecided.

    `complaints` has customer_id and status, and is_reopened where known. A customer is recovered when every complaint
    was resolved and none of them reopened, unrecovered when one was closed unresolved or reopened, and undecided while
    one is open, or its status unknown, and none of these. Raises UsageError for a missing column.
    """
    people = require(customers, ["customer_id"], name="customer")
    frame = require(complaints, ["customer_id", "status"], name="complaint").dropna(subset=["customer_id"])
    status = frame["status"].astype("string")
    reopened = frame["is_reopened"] if "is_reopened" in frame else pd.Series(False, index=frame.index)
    is_reopened = reopened.astype("boolean").fillna(False).astype(bool)
    frame["is_good"] = (status == "resolved").fillna(False).astype(bool) & ~is_reopened
    frame["is_bad"] = (status == "closed").fillna(False).astype(bool) | is_reopened
    by_person = frame.groupby("customer_id").agg(all_good=("is_good", "all"), any_bad=("is_bad", "any"))
    groups = pd.Series(pd.NA, index=by_person.index, dtype="string")
    groups = groups.mask(by_person["all_good"], "recovered").mask(by_person["any_bad"], "unrecovered")
    found = people["customer_id"].map(groups)
    result = found.mask(~people["customer_id"].isin(by_person.index), "none").astype("string")
    return result.set_axis(customers.index)


def recovery_effects(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Two rows an outcome: `paradox` (recovered - none) and `recovery` (recovered - unrecovered); see DTYPES.

    `outcomes` has outcome (satisfaction, repurchase, ...), group (GROUPS) and value (a score, or 0 and 1), one row a
    customer; rows with an unknown group or value are left out. The difference of means has Welch's 95% interval; the
    finding is `higher` or `lower` where that excludes 0, `no difference shown` else, and `not enough evidence` with its
    reason below 20 customers in either group. Observed, not assigned: who complains differs from who does not.
    Raises UsageError for a missing column.
    """
    frame = require(outcomes, ["outcome", "group", "value"], name="outcome")
    frame["value"] = pd.to_numeric(frame["value"].astype(object), errors="coerce").astype("float64")
    frame = frame.dropna(subset=["outcome", "group", "value"])
    rows = [
        {"outcome": outcome, "comparison": name, **_compared(values, group, reference)}
        for outcome, values in frame.groupby("outcome")
        for name, group, reference in _COMPARISONS
    ]
    return shaped(pd.DataFrame(rows), DTYPES)


def _compared(frame: pd.DataFrame, group: str, reference: str) -> dict[str, Any]:
    own, other = (frame.loc[frame["group"] == name, "value"].to_numpy(np.float64) for name in (group, reference))
    counts = {"n": len(own), "reference_n": len(other)}
    if min(counts.values()) < MIN_COUNT:
        reason = f"not enough evidence: n = {len(own)} {group} and {len(other)} {reference}, {MIN_COUNT} each needed"
        return {**counts, "finding": "not enough evidence", "reason": reason}
    difference = float(own.mean() - other.mean())
    low, high = _welch(own, other, difference)
    finding = "higher" if low > 0 else "lower" if high < 0 else "no difference shown"
    means = {"mean": float(own.mean()), "reference_mean": float(other.mean())}
    return {**counts, **means, "difference": difference, "low": low, "high": high, "finding": finding}


def _welch(own: Any, other: Any, difference: float) -> tuple[float, float]:
    """Without any spread in either group the interval is the difference itself."""
    parts = own.var(ddof=1) / len(own), other.var(ddof=1) / len(other)
    if not sum(parts):
        return difference, difference
    degrees = sum(parts) ** 2 / (parts[0] ** 2 / (len(own) - 1) + parts[1] ** 2 / (len(other) - 1))
    half = float(stats.t.ppf(0.975, degrees)) * float(np.sqrt(sum(parts)))
    return difference - half, difference + half
