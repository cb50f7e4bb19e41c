"""CRV, customer referral value (Kumar, Petersen & Leone, HBR 10/2007 and J. Marketing 74, 2010).

CRV = sum over type-1 referrals of (A - a - M + ACQ1)/(1+r)^t + sum over type-2 referrals of (ACQ2 - a)/(1+r)^t

Type 1 would not have joined otherwise: the margin A they bring (less the reward a and the cost M of keeping them) and
the acquisition cost saved both count. Type 2 would have joined anyway: only the cost of acquiring them is saved. The
published second sum has no a; a reward that was paid is a cost all the same, so we take it off (0 where none was paid).
"""

from typing import Final

import pandas as pd

from crm.frames import flags_of, require, shaped
from records.errors import UsageError

REFERRAL_COLUMNS: Final = ("referrer_id", "is_incremental", "margin", "reward", "upkeep", "acquisition_saving", "years")
"""One row per referred customer: type 1 or not, A, a, M and ACQ in money, years from today until the money comes."""
CRV_DTYPES = {
    "customer_id": "string", "referral_count": "Int64", "incremental_count": "Int64", "crv_margin": "Float64",
    "crv_saving": "Float64", "crv": "Float64",
}  # fmt: skip


def referral_values(referrals: pd.DataFrame, *, annual_rate: float) -> pd.DataFrame:
    """CRV_DTYPES, one row per referrer, sorted: crv = crv_margin + crv_saving.

    crv_margin is the discounted margin of type-1 customers, which is also in those customers' own CLV; crv_saving is
    the saved acquisition cost less rewards and upkeep, which is in nobody's. A referral of unknown type is told as
    type 2 (the cautious side), unknown money as 0. Customers who brought nobody have no row: their CRV is 0 where a
    referral feed exists. Raises UsageError for missing columns or a rate of -1 or less.
    """
    if not annual_rate > -1:
        raise UsageError(f"the discount rate must exceed -1, not {annual_rate}")
    frame = require(referrals, REFERRAL_COLUMNS, name="referral").dropna(subset=["referrer_id"])
    money = {name: pd.to_numeric(frame[name]).astype("float64").fillna(0.0) for name in REFERRAL_COLUMNS[2:]}
    is_first = flags_of(frame, "is_incremental")
    factor = (1 + annual_rate) ** -money["years"]
    saving = money["acquisition_saving"] - money["reward"] - money["upkeep"].where(is_first, 0.0)
    rows = pd.DataFrame({"customer_id": frame["referrer_id"], "referral_count": 1})
    rows["incremental_count"] = is_first.astype("int64")
    rows["crv_margin"] = factor * money["margin"].where(is_first, 0.0)
    rows["crv_saving"] = factor * saving
    table = rows.groupby("customer_id").sum().sort_index().reset_index()
    table["crv"] = table["crv_margin"] + table["crv_saving"]
    return shaped(table, CRV_DTYPES)
