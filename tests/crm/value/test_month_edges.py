"""What a model cannot tell of a customer is unknown, not infinite."""

import numpy as np
import pandas as pd

from crm.value.month import _finite


def test_what_overflows_is_unknown() -> None:
    values = pd.DataFrame({"customer_id": ["a", "b", "c"], "clv": [1.5, -np.inf, np.inf]})
    kept = _finite(values)
    assert kept["customer_id"].tolist() == ["a", "b", "c"]
    assert kept["clv"].tolist()[0] == 1.5
    assert kept["clv"].isna().tolist() == [False, True, True]
