"""What was proposed and then done, by the firm's own book of contacts."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from crm.stage.carried import carried_out
from crm.stage.proposals import ACTION_DTYPES, proposed
from records.errors import UsageError

FIRST, SECOND = date(2026, 6, 1), date(2026, 6, 8)


def actions() -> pd.DataFrame:
    rows = [("a1", "a", "care"), ("b1", "b", "care"), ("c1", "c", "winback"), ("d1", "d", "abandon")]
    early = proposed(pd.DataFrame(rows, columns=["action_id", "customer_id", "kind"]), on=FIRST)
    again = proposed(pd.DataFrame([("a2", "a", "care")], columns=["action_id", "customer_id", "kind"]), on=SECOND)
    return pd.concat([again, early])


def calls(*rows: tuple[str, str, int, bool | None]) -> pd.DataFrame:
    columns = ["customer_id", "action_kind", "contacted_at", "is_answered"]
    return pd.DataFrame([(who, kind, datetime(2026, 6, day, 3, tzinfo=UTC), said) for who, kind, day, said in rows],
                        columns=columns)  # fmt: skip


def test_a_contact_carries_out_the_latest_proposal_of_its_kind() -> None:
    made = calls(("a", "care", 9, None), ("a", "care", 10, True), ("b", "winback", 2, True), ("c", "winback", 3, True))
    table = carried_out(actions(), made).set_index("action_id")
    assert table["state"].to_dict() == {
        "a1": "proposed", "a2": "taken", "b1": "proposed", "c1": "done", "d1": "proposed",
    }  # fmt: skip
    assert table["taken_at"].dropna().to_dict() == {
        "a2": pd.Timestamp("2026-06-09 03:00", tz="UTC"),
        "c1": pd.Timestamp("2026-06-03 03:00", tz="UTC"),
    }
    assert table.reset_index().dtypes.astype(str).to_dict() == ACTION_DTYPES


def test_too_late_or_before_is_something_else() -> None:
    made = calls(("c", "winback", 16, True), ("b", "care", 30, True))
    assert set(carried_out(actions(), made)["state"]) == {"proposed"}
    assert set(carried_out(actions(), made, within_days=30).set_index("action_id").loc[["b1", "c1"], "state"]) == {
        "done"
    }
    before = calls(("c", "winback", 1, True)).assign(contacted_at=datetime(2026, 5, 31, 3, tzinfo=UTC))
    assert set(carried_out(actions(), before)["state"]) == {"proposed"}


def test_without_contacts_or_proposals_nothing_changes() -> None:
    assert set(carried_out(actions(), calls())["state"]) == {"proposed"}
    assert carried_out(actions()[:0], calls(("a", "care", 1, True))).empty
    with pytest.raises(UsageError, match="a day or more"):
        carried_out(actions(), calls(), within_days=0)
