"""Value under a contract, in closed form, and what a change of retention would be worth.

Margin m each period, kept with probability r, discounted at rate i, first paid after a renewal (Gupta & Lehmann 2003):
m r/(1+i) + m r^2/(1+i)^2 + ... = m r/(1 + i - r). The first margin, paid now, is not in it.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from records.errors import UsageError

WHAT_IF_DTYPES = {
    "group": "string", "customer_count": "Int64", "retention_change": "Float64", "retention": "Float64",
    "value": "Float64", "value_change": "Float64", "total_change": "Float64",
}  # fmt: skip


def contract_value(margin: float, retention: float, rate: float) -> float:
    """m r/(1 + i - r) in the unit of `margin`; retention and rate per period of the margin.

    Raises UsageError for a retention outside [0, 1] or a sum that does not converge (rate <= retention - 1).
    """
    if not 0 <= retention <= 1:
        raise UsageError(f"a retention rate lies in [0, 1], not at {retention}")
    if not 1 + rate - retention > 0:
        raise UsageError(f"the sum of margins never ends at retention {retention} and discount rate {rate}")
    return margin * retention / (1 + rate - retention)


def what_if_retention(groups: pd.DataFrame, changes: Sequence[float], *, rate: float) -> pd.DataFrame:
    """WHAT_IF_DTYPES, one row per group and change: what retention plus `change` would be worth.

    `groups` has group, customer_count, margin (money a customer and period), retention (per period). A change that
    leads outside [0, 1] stops at its end; `retention` is the one reached. value is one customer's, value_change its
    difference to today, total_change that of the whole group. Raises UsageError for missing columns or impossible
    rates (see contract_value).
    """
    frame = require(groups, ["group", "customer_count", "margin", "retention"], name="group").sort_values("group")
    groups_of = frame[["group", "customer_count", "margin", "retention"]].itertuples(index=False, name=None)
    rows = [_scenario(*group, change=float(change), rate=rate) for group in groups_of for change in changes]
    return shaped(pd.DataFrame(rows, columns=list(WHAT_IF_DTYPES)), WHAT_IF_DTYPES)


def _scenario(
    group: str, count: int, margin: float, retention: float, *, change: float, rate: float
) -> dict[str, object]:
    reached = float(np.clip(retention + change, 0, 1))
    value = contract_value(margin, reached, rate)
    gain = value - contract_value(margin, retention, rate)
    names = {"group": group, "customer_count": count, "retention_change": change, "retention": reached}
    return {**names, "value": value, "value_change": gain, "total_change": gain * count}
