"""Four cells of own value and referral value (Kumar, Petersen & Leone, How Valuable Is Word of Mouth?, HBR 10/2007)."""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.value.evidence import NotEnoughEvidence

CELLS: Final = {
    "affluents": ("富裕型", "buy much, bring few"),
    "advocates": ("推荐型", "bring many, buy little"),
    "champions": ("冠军型", "buy much and bring many"),
    "misers": ("吝啬型", "buy little and bring few"),
}
"""Name -> Chinese title and meaning."""
MIN_CUSTOMER_COUNT: Final = 4
CELL_DTYPES = {"customer_id": "string", "value_cell": "string"}


def value_cells(values: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """CELL_DTYPES in the order of the rows: high means above the median of all customers with both values known.

    As published, the border is the median. Where most brought nobody, that is 0, and whoever brought value is high. A
    customer with one value unknown has no cell (NULL). Fewer than four customers, or all alike in both, have none.
    `values` has customer_id, clv and crv. Raises UsageError for missing columns.
    """
    frame = require(values, ["customer_id", "clv", "crv"], name="value")
    money = frame[["clv", "crv"]].apply(pd.to_numeric).astype("float64")
    known = money.dropna()
    if len(known) < MIN_CUSTOMER_COUNT or (known.nunique() == 1).all():
        why = None if len(known) < MIN_CUSTOMER_COUNT else "all with the same values"
        return NotEnoughEvidence(
            what="customers with CLV and CRV", n=len(known), needed=MIN_CUSTOMER_COUNT, because=why
        )
    is_rich, is_voice = (money[name] > known[name].median() for name in ("clv", "crv"))
    names = np.select([is_rich & is_voice, is_rich, is_voice], ["champions", "affluents", "advocates"], "misers")
    cell = pd.Series(names, index=frame.index, dtype="string").where(money.notna().all(axis="columns"))
    return shaped(frame.assign(value_cell=cell), CELL_DTYPES)
