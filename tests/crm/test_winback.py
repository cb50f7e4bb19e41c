import json
from datetime import date, timedelta

import pandas as pd
import pytest

from crm.stage.care import CareCaps, CareRule, care_actions
from crm.stage.consent import permitted
from crm.stage.proposals import ACTION_DTYPES
from crm.stage.retention import retention_actions
from crm.stage.winback import Offer, winback_actions, winback_chances
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, UsageError

ON = date(2026, 6, 1)
OFFER = Offer(action="coupon_30", channel="wecom", cost_amount=30.0)
YES = pd.Series({"a": True, "b": True, "c": True, "no": False})
RULES = [
    CareRule(trigger="birthday", action="greeting", channel="wecom", priority=2),
    CareRule(trigger="delivery", action="ask_how_it_is", channel="sms"),
    CareRule(trigger="silence", action="news", channel="sms", priority=1),
]
NOTHING = pd.DataFrame(columns=["customer_id", "kind", "trigger", "proposed_at"])


def lost(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "churn_type", "clv"])
    return frame.assign(brand_id="tea", lost_day=date(2026, 5, 1))


def occasions(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([(*row, ON) for row in rows], columns=["customer_id", "trigger", "day"])


def as_past(actions: pd.DataFrame) -> pd.DataFrame:
    return actions.assign(trigger=[json.loads(reason)["trigger"] for reason in actions["reason"]])


def test_only_a_gain_is_an_action() -> None:
    customers = lost(("a", "fault", 400.0), ("b", "fault", 100.0), ("c", "malicious", 9e6), ("no", "fault", 400.0),
                     ("d", "fault", None), ("e", "fault", 900.0))  # fmt: skip
    table = winback_actions(customers, on=ON, offers={"*": OFFER}, chances={"*": 0.25}, permissions=YES)
    told = table.set_index("customer_id")
    assert told["kind"].to_dict() == {"a": "winback", "b": "abandon", "c": "abandon"}
    assert told.loc["a", ["expected_gain", "cost_amount", "success_probability"]].tolist() == [70.0, 30.0, 0.25]
    assert told.loc["b", ["expected_gain", "cost_amount", "action"]].tolist() == [0.0, 0.0, "none"]
    assert json.loads(told.loc["b", "reason"])["gain"] == -5.0
    assert table.dtypes.astype(str).to_dict() == ACTION_DTYPES
    again = winback_actions(
        customers, on=ON + timedelta(days=1), offers={"*": OFFER}, chances={"*": 0.25}, permissions=YES
    )
    assert again["action_id"].tolist() == table["action_id"].tolist()


def test_nobody_lost_or_nobody_asked() -> None:
    for frame, permissions in ((lost(), YES), (lost(("a", "fault", 400.0)), pd.Series(dtype=bool))):
        assert winback_actions(frame, on=ON, offers={"*": OFFER}, chances={"*": 0.5}, permissions=permissions).empty
    unknown = winback_actions(lost(("a", "fault", 400.0)), on=ON, offers={"*": OFFER}, chances={}, permissions=YES)
    assert unknown.empty
    with pytest.raises(ConfigError, match="negative"):
        Offer(action="x", channel="sms", cost_amount=-1)


def test_chances_are_drawn_towards_everybodys() -> None:
    rows = [("fault", i < 15) for i in range(30)] + [("natural", i < 1) for i in range(10)]
    found = winback_chances(pd.DataFrame(rows, columns=["churn_type", "is_won"]))
    assert isinstance(found, pd.DataFrame)
    table = found.set_index("churn_type")
    assert table["rate"].to_dict() == {"fault": 0.5, "natural": 0.1}
    assert table["success_probability"].to_dict() == {"fault": pytest.approx(19 / 40), "natural": pytest.approx(5 / 20)}
    assert (table["rate_low"] < table["rate"]).all()
    assert (table["rate"] < table["rate_high"]).all()
    few = winback_chances(pd.DataFrame({"churn_type": ["fault"] * 25, "is_won": [None] * 22 + [True] * 3}))
    assert isinstance(few, NotEnoughEvidence)
    assert few.n == 3


def test_retention_weighs_what_is_at_stake() -> None:
    warned = pd.DataFrame({
        "customer_id": ["a", "b", "no", "c"], "brand_id": "tea", "month": date(2026, 5, 1),
        "churn_probability": [0.8, 0.1, 0.9, None], "clv": [500.0, 500.0, 500.0, 500.0],
    })  # fmt: skip
    table = retention_actions(warned, on=ON, offer=OFFER, chance=0.2, permissions=YES)
    assert table[["customer_id", "expected_gain"]].to_numpy().tolist() == [["a", pytest.approx(50.0)]]
    with pytest.raises(UsageError, match="chance"):
        retention_actions(warned, on=ON, offer=OFFER, chance=1.5, permissions=YES)


def test_the_latest_decision_holds_until_it_lapses() -> None:
    rows = [
        ("a", "2026-01-01", True, None, None), ("a", "2026-02-01", False, "care", None),
        ("b", "2026-01-01", False, None, None), ("b", "2026-02-01", True, "care", None),
        ("c", "2026-01-01", True, "care", "2026-03-01"), ("d", "2026-01-01", True, "ads", None),
        ("e", "2026-01-01", True, "care", None), ("e", "2026-01-01", False, "care", None),
        ("f", "2026-07-01", True, "care", None),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "is_granted", "purpose", "expires_on"])
    found = permitted(frame, on=ON, purpose="care")
    assert found.to_dict() == {"a": False, "b": True, "c": False, "e": False}


def test_care_needs_consent_keeps_caps_and_repeats_nothing() -> None:
    due = occasions(("a", "birthday"), ("a", "delivery"), ("a", "silence"), ("no", "birthday"), ("x", "birthday"),
                    ("b", "unheard_of"))  # fmt: skip
    first = care_actions(due, on=ON, rules=RULES, permissions=YES, past=NOTHING)
    assert set(first["action"]) == {"greeting", "news"}
    assert set(first["customer_id"]) == {"a"}
    again = care_actions(due, on=ON, rules=RULES, permissions=YES, past=as_past(first))
    pd.testing.assert_frame_equal(again, first)
    next_day = care_actions(due, on=ON + timedelta(days=1), rules=RULES, permissions=YES, past=as_past(first))
    assert next_day.empty
    later = ON + timedelta(days=31)
    fresh = care_actions(due.assign(day=later), on=later, rules=RULES, permissions=YES, past=as_past(first))
    assert len(fresh) == 2
    assert set(fresh["action_id"]).isdisjoint(first["action_id"])


def test_care_of_old_future_and_many_occasions() -> None:
    old = occasions(("a", "delivery"), ("b", "delivery")).assign(day=[ON - timedelta(days=4), ON + timedelta(days=1)])
    assert care_actions(old, on=ON, rules=RULES, permissions=YES, past=NOTHING).empty
    many = occasions(("a", "silence"), ("b", "silence"), ("c", "delivery"))
    capped = care_actions(many, on=ON, rules=RULES, permissions=YES, past=NOTHING, caps=CareCaps(per_day=2))
    assert set(capped["customer_id"]) == {"a", "b"}
    with pytest.raises(ConfigError, match="two rules"):
        care_actions(many, on=ON, rules=[*RULES, RULES[0]], permissions=YES, past=NOTHING)
    with pytest.raises(ConfigError, match="caps"):
        CareCaps(per_day=0)
    with pytest.raises(ConfigError, match="pause_days"):
        CareRule(trigger="t", action="a", channel="c", pause_days=0)
