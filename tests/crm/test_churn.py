from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm.stage.churntypes import churn_types
from crm.stage.warning import ChurnWarning, WarningSettings, churn_warning
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, UsageError

START = date(2025, 1, 1)
END = date(2026, 6, 30)


def shop(count: int, *, seed: int = 4) -> tuple[pd.DataFrame, pd.Series]:
    """Orders of customers who buy by chance at a rate of their own until a planted day, and that day."""
    rng = np.random.default_rng(seed)
    rows, left = [], {}
    for i in range(count):
        joined = int(rng.integers(0, 300))
        leaves = joined + int(rng.exponential(400))
        day, pause = joined, rng.uniform(10, 45)
        left[f"c{i:04d}"] = START + timedelta(days=leaves)
        while day <= min(leaves, (END - START).days):
            rows.append((f"c{i:04d}", f"o{len(rows)}", START + timedelta(days=day), float(rng.uniform(20, 200))))
            day += 1 + int(rng.exponential(pause))
    return pd.DataFrame(rows, columns=["customer_id", "order_id", "day", "amount"]), pd.Series(left)


def test_planted_churners_are_found_with_calibrated_probabilities() -> None:
    orders, left = shop(900, seed=6)
    found = churn_warning(orders, end=END)
    assert isinstance(found, ChurnWarning)
    assert found.auc >= 0.8
    assert found.calibration_error <= 0.05
    assert 0.02 < found.calibration_by_chance < 0.05
    assert found.brier < found.base_rate * (1 - found.base_rate)
    assert found.auc_alive is not None
    assert found.auc >= found.auc_alive - 0.02
    assert found.c_index is not None
    assert found.c_index >= 0.65
    assert found.top_decile_lift > 1.5
    assert found.test_cut == END - timedelta(days=90)
    has_left = left[found.scores["customer_id"].astype(object)] <= END
    told = found.scores["churn_probability"].to_numpy("float64")
    assert told[has_left].mean() > told[~has_left].mean() + 0.3


def test_nothing_after_the_cut_is_seen() -> None:
    orders, _ = shop(300)
    full = churn_warning(orders, end=date(2026, 3, 31))
    cut = churn_warning(orders[orders["day"] <= date(2026, 3, 31)], end=date(2026, 3, 31))
    assert isinstance(full, ChurnWarning)
    assert isinstance(cut, ChurnWarning)
    pd.testing.assert_frame_equal(full.scores, cut.scores)


def test_too_little_is_told_as_such() -> None:
    orders, _ = shop(20)
    found = churn_warning(orders, end=END)
    assert isinstance(found, NotEnoughEvidence)
    assert "test examples of the rarer outcome, 30 needed" in found.reason or "examples of the rarer" in found.reason
    none = churn_warning(orders.iloc[:0], end=END)
    assert isinstance(none, NotEnoughEvidence)
    assert none.n == 0
    with pytest.raises(ConfigError, match="positive"):
        WarningSettings(horizon_days=0)


def test_the_last_signal_tells_the_type() -> None:
    days = {"last_day": date(2026, 1, 10), "lost_day": date(2026, 7, 9)}
    lost = pd.DataFrame([{"customer_id": c, **days} for c in ("a", "b", "c", "d", "e")])
    signals = pd.DataFrame(
        [
            ("a", date(2026, 1, 2), "competitor_mention"), ("a", date(2026, 1, 12), "complaint"),
            ("b", date(2026, 2, 1), "competitor_mention"), ("b", date(2025, 1, 1), "complaint"),
            ("c", date(2026, 1, 5), "complaint"), ("c", date(2026, 1, 5), "refund_abuse"),
            ("d", date(2026, 8, 1), "moved"), ("stranger", date(2026, 1, 5), "moved"),
        ],
        columns=["customer_id", "day", "signal"],
    )  # fmt: skip
    found = churn_types(lost, signals).set_index("customer_id")
    expected = {"a": "fault", "b": "competitor", "c": "malicious", "d": "unknown", "e": "unknown"}
    assert found["churn_type"].to_dict() == expected
    assert found["signal_count"].to_dict() == {"a": 2, "b": 1, "c": 2, "d": 0, "e": 0}
    assert churn_types(lost.iloc[:0], signals).empty
    assert set(churn_types(lost, signals.iloc[:0])["churn_type"]) == {"unknown"}
    with pytest.raises(UsageError, match="unknown churn signals bored"):
        churn_types(lost, signals.assign(signal="bored"))
