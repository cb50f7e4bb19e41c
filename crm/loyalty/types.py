"""忠诚类型, four types of loyalty: what customers do by what they think (Dick & Basu 1994)."""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.value.evidence import NotEnoughEvidence

LOYALTY_TYPES: Final = {
    "true": ("真忠诚", "buys often and thinks well"),
    "latent": ("潜在忠诚", "thinks well and buys seldom"),
    "spurious": ("虚假忠诚", "buys often without thinking well"),
    "none": ("不忠诚", "neither"),
}
"""Name -> Chinese title and meaning."""
MIN_CUSTOMER_COUNT: Final = 4
TYPE_DTYPES: Final = {"customer_id": "string", "loyalty_type": "string"}


def loyalty_types(
    customers: pd.DataFrame, *, repeats_from: float | None = None, attitude_above: float = 0.0
) -> pd.DataFrame | NotEnoughEvidence:
    """TYPE_DTYPES in the order of the rows.

    `customers`: customer_id, repeat_order_count, attitude (any scale whose good half lies above `attitude_above`, e.g.
    net sentiment on the brand, or an answer less the scale's middle). Often means at least `repeats_from` repeat
    purchases, by default more than the median of all with both known. With either unknown there is no type (NULL).
    Fewer than four customers known, or a median that nobody exceeds, is not enough evidence. The borders are ours, the
    four cells published. Raises UsageError for missing columns.
    """
    frame = require(customers, ["customer_id", "repeat_order_count", "attitude"], name="customer")
    values = frame[["repeat_order_count", "attitude"]].apply(pd.to_numeric).astype("float64")
    is_known = values.notna().all(axis="columns")
    known = values[is_known]
    what = "customers with behaviour and attitude"
    if len(known) < MIN_CUSTOMER_COUNT:
        return NotEnoughEvidence(what=what, n=len(known), needed=MIN_CUSTOMER_COUNT)
    border = known["repeat_order_count"].median()
    repeats = values["repeat_order_count"]
    is_often = repeats > border if repeats_from is None else repeats >= repeats_from
    if repeats_from is None and not is_often.any():
        because = "all bought equally often, so that the median parts nobody"
        return NotEnoughEvidence(what=what, n=len(known), needed=MIN_CUSTOMER_COUNT, because=because)
    thinks_well = values["attitude"] > attitude_above
    names = np.select([is_often & thinks_well, thinks_well, is_often], ["true", "latent", "spurious"], "none")
    kind = pd.Series(names, index=frame.index, dtype="string").where(is_known)
    return shaped(frame.assign(loyalty_type=kind), TYPE_DTYPES)
