from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm.stage.activity import activity
from crm.stage.classes import CLASSES, MOVES, STAGES, classes
from crm.stage.months import STAGE_MONTH_DTYPES, moves, stage_months
from crm.stage.settings import StageSettings, patience_of
from crm.value.evidence import NotEnoughEvidence
from crm.value.orders import net_orders, purchase_days
from records.errors import ConfigError, UsageError

FIRST = date(2025, 1, 1)
MONTHS = [date(2025, month, 1) for month in range(1, 13)]


def bought(*rows: tuple[str, int]) -> pd.DataFrame:
    """Order lines from (customer, day of 2025 counted from 0)."""
    lines = [(c, f"o{i}", FIRST + timedelta(days=day), 50.0) for i, (c, day) in enumerate(rows)]
    return pd.DataFrame(lines, columns=["customer_id", "order_id", "day", "amount"])


def touched(*rows: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame([(c, FIRST + timedelta(days=day)) for c, day in rows], columns=["customer_id", "day"])


def course(frame: pd.DataFrame, customer: str, column: str) -> list[str | None]:
    return [None if pd.isna(v) else str(v) for v in frame[frame["customer_id"] == customer][column]]


def simulated(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    days = [(f"c{rng.integers(60)}", int(rng.integers(365))) for _ in range(200)]
    signs = [(f"c{rng.integers(90)}", int(rng.integers(365))) for _ in range(300)]
    return bought(*days), touched(*signs)


def test_a_prospect_becomes_a_customer_is_lost_and_comes_back() -> None:
    orders = bought(("a", 75), ("a", 340))
    signs = touched(("a", 5), ("a", 35), ("a", 36))
    frame = stage_months(orders, months=MONTHS, touches=signs, settings=StageSettings(patience_days=100))
    expected = ["potential", "target", *["actual"] * 3, *["lost"] * 6, "actual"]
    assert course(frame, "a", "customer_class") == expected
    assert course(frame, "a", "purchase_step") == [None, None, *["first"] * 3, *[None] * 6, "first"]
    assert course(frame, "a", "stage") == [*["exploration"] * 5, *["decline"] * 6, "exploration"]
    assert frame["episode_number"].tolist()[2:] == [*[1] * 9, 2]
    assert frame["recency_days"].isna().sum() == 2


def test_the_stages_of_a_relationship() -> None:
    growing = [("grow", day) for day in (10, 80, 120, 150, 165, 180, 195, 210)]
    steady = [("steady", day) for day in range(0, 365, 30)]
    falling = [("fall", day) for day in (*range(0, 180, 15), 200)]
    frame = stage_months(bought(*growing, *steady, *falling), months=MONTHS)
    assert course(frame, "grow", "stage")[:7] == [*["exploration"] * 4, "build_up", "build_up", "build_up"]
    assert course(frame, "steady", "stage")[5:] == ["maturity"] * 7
    assert course(frame, "fall", "stage")[-5:] == ["decline"] * 5
    last = frame[frame["month"] == date(2025, 12, 1)].set_index("customer_id")
    assert last["purchase_step"].to_dict() == {"fall": "loyal", "grow": "loyal", "steady": "loyal"}


@pytest.mark.parametrize("seed", range(3))
def test_classes_are_exhaustive_exclusive_and_move_as_allowed(seed: int) -> None:
    orders, signs = simulated(seed)
    frame = stage_months(orders, months=MONTHS, touches=signs, settings=StageSettings(patience_days=60))
    assert not frame.duplicated(["customer_id", "month"]).any()
    for day in MONTHS:
        end = pd.Timestamp(day) + pd.offsets.MonthEnd(0)
        known = {*orders[pd.to_datetime(orders["day"]) <= end]["customer_id"]}
        known |= {*signs[pd.to_datetime(signs["day"]) <= end]["customer_id"]}
        month = frame[frame["month"] == day]
        assert set(month["customer_id"]) == known
        assert month["customer_class"].isin(list(CLASSES)).all()
        assert month["stage"].isna().eq(month["customer_class"] == "non").all()
        assert month["stage"].dropna().isin(list(STAGES)).all()
        assert month["purchase_step"].notna().eq(month["customer_class"] == "actual").all()
    table = moves(frame)
    assert all(row["next_state"] in MOVES[row["state"]] for _, row in table.iterrows())
    assert table.groupby("state")["share"].sum().to_numpy() == pytest.approx(1.0)
    assert int(table["move_count"].sum()) == len(frame) - frame["customer_id"].nunique()


def test_who_is_known_but_silent_or_chosen() -> None:
    known = pd.DataFrame({"customer_id": ["k", "later", "always"], "day": [FIRST, date(2025, 6, 1), None]})
    targets = pd.DataFrame({"customer_id": ["t"], "day": [date(2025, 2, 1)]})
    frame = stage_months(bought(), months=MONTHS[:2], touches=touched(("t", 3)), known=known, targets=targets)
    assert course(frame, "k", "customer_class") == ["non", "non"]
    assert course(frame, "always", "customer_class") == ["non", "non"]
    assert course(frame, "later", "customer_class") == []
    assert course(frame, "t", "customer_class") == ["potential", "target"]


def test_refunds_gifts_and_nothing_at_all() -> None:
    orders = bought(("r", 3), ("g", 3))
    orders.loc[len(orders)] = ["r", "o0", FIRST + timedelta(days=9), -50.0]
    orders.loc[orders["customer_id"] == "g", "amount"] = 0.0
    frame = stage_months(orders, months=MONTHS[:1])
    assert course(frame, "r", "customer_class") == ["non"]
    assert course(frame, "g", "customer_class") == ["non"]
    empty = stage_months(bought(), months=MONTHS)
    assert list(empty.columns) == list(STAGE_MONTH_DTYPES)
    assert empty.empty
    assert moves(empty).empty
    assert stage_months(bought(("a", 1)), months=[]).empty


def test_low_p_alive_is_decline_not_loss() -> None:
    orders = bought(("a", 0), ("a", 15), ("a", 30))
    alive = pd.DataFrame({"customer_id": ["a"], "month": [FIRST], "p_alive": [0.2]})
    frame = stage_months(orders, months=MONTHS[:2], alive=alive)
    assert course(frame, "a", "stage") == ["decline", "exploration"]
    assert course(frame, "a", "customer_class") == ["actual", "actual"]


def test_patience_is_read_from_the_pauses() -> None:
    rng = np.random.default_rng(3)
    rows = [(f"c{i}", int(day)) for i in range(80) for day in np.cumsum(rng.integers(1, 101, 6))]
    found = patience_of(purchase_days(net_orders(bought(*rows), end=date(2027, 1, 1))))
    assert isinstance(found, int)
    assert 90 <= found <= 100
    few = patience_of(purchase_days(net_orders(bought(("a", 1), ("a", 5)), end=date(2026, 1, 1))))
    assert isinstance(few, NotEnoughEvidence)
    assert few.reason == "not enough evidence: n = 1 pauses between purchases, 30 needed"


def test_impossible_settings_and_frames_are_refused() -> None:
    for wrong in ({"patience_days": 0}, {"settled_count": 1}, {"growth": 1.0}, {"mature_days": 10}, {"alive_bound": 2}):
        with pytest.raises(ConfigError, match="stage"):
            StageSettings(**wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="touch frame lacks day"):
        activity(bought(), pd.DataFrame({"customer_id": []}), end=FIRST, settings=StageSettings())
    with pytest.raises(UsageError, match="activity frame lacks"):
        classes(pd.DataFrame({"customer_id": []}), end=FIRST, settings=StageSettings())
