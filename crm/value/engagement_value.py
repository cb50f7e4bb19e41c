"""CEV, a customer's engagement value (Kumar et al., J. Service Research 13, 2010), counted without doubling.

Its parts are own purchases (CLV), referrals (CRV), influence (CIV, net of own CLV) and knowledge (CKV). The first three
are money and are summed; the fourth is an index and stands beside them, never in the sum.
"""

import pandas as pd

from crm.frames import require, shaped

PARTS = ("clv", "crv", "civ")
CEV_DTYPES = {
    "customer_id": "string", "clv": "Float64", "crv": "Float64", "civ": "Float64", "ckv_index": "Float64",
    "cev": "Float64",
}  # fmt: skip


def engagement_values(parts: pd.DataFrame) -> pd.DataFrame:
    """CEV_DTYPES in the order of the rows: cev = clv + crv + civ, NULL where one of the three is unknown.

    Unknown is not 0: where a referral or an influence feed exists, fill in 0 for who referred or influenced nobody;
    where none exists, there is no CEV. Raises UsageError for missing columns.
    """
    frame = require(parts, ["customer_id", *PARTS, "ckv_index"], name="value parts")
    money = pd.DataFrame({name: pd.to_numeric(frame[name]).astype("float64") for name in PARTS})
    return shaped(frame.assign(**money, cev=money.sum(axis="columns", skipna=False)), CEV_DTYPES)


def base_value(values: pd.DataFrame, referral_saving: float) -> float:
    """What all customers are worth together: the sum of their CLV and of what referrals saved (crv_saving).

    Not the sum of CEV: a referred customer's margin stands in the referrer's CRV and in the own CLV, an influenced
    one's CLV also in the influencer's CIV. CEV ranks customers, it does not add up over them. Unknown CLV counts 0.
    """
    return float(values["clv"].astype("float64").sum()) + referral_saving
