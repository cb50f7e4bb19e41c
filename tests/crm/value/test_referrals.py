import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.value.programme import programme_weeks
from crm.value.referral_tree import generations, referral_tree
from crm.value.referral_value import REFERRAL_COLUMNS, referral_values
from records.errors import UsageError


def referrals(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(REFERRAL_COLUMNS))


def test_referral_value_worked_by_hand() -> None:
    rows = referrals(
        ("a", True, 100.0, 10.0, 5.0, 20.0, 0),  # 100 - 10 - 5 + 20
        ("a", True, 100.0, 10.0, 5.0, 20.0, 1),  # the same in a year
        ("a", False, 100.0, 10.0, 5.0, 20.0, 2),  # would have come anyway: 20 - 10 in two years
        ("b", None, 300.0, None, None, 40.0, 0),  # type unknown: as if they would have come
    )
    told = referral_values(rows, annual_rate=0.1).set_index("customer_id")
    assert told.loc["a", "crv_margin"] == pytest.approx(100 + 100 / 1.1)
    assert told.loc["a", "crv"] == pytest.approx(105 + 105 / 1.1 + 10 / 1.21)
    assert told.loc["b", ["referral_count", "incremental_count", "crv_margin", "crv"]].tolist() == [1, 0, 0.0, 40.0]


def test_where_all_would_have_come_only_saved_costs_count() -> None:
    rows = referrals(*(("a", False, 500.0, 8.0, 30.0, 25.0, 0) for _ in range(4)))
    assert referral_values(rows, annual_rate=0.1)["crv"].tolist() == [4 * (25 - 8)]


def test_no_referrals_no_rows() -> None:
    told = referral_values(referrals(), annual_rate=0.1)
    assert told.empty
    assert list(told.columns)[-1] == "crv"
    with pytest.raises(UsageError, match="exceed -1"):
        referral_values(referrals(), annual_rate=-1)


def tree(*rows: tuple[str | None, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["referrer_id", "referred_id", "day"])


def test_a_tree_keeps_the_first_referrer_and_opens_circles() -> None:
    told = referral_tree(
        tree(
            ("a", "b", "2026-01-01"),
            ("b", "c", "2026-01-02"),
            ("c", "a", "2026-01-03"),  # a circle
            ("z", "b", "2026-02-01"),
            ("d", "d", "2026-01-01"),
            ("c", "e", "2026-01-05"),
            (None, "f", "2026-01-01"),
        )  # fmt: skip
    )
    assert told.referrals[["referrer_id", "referred_id"]].to_numpy().tolist() == [["a", "b"], ["b", "c"], ["c", "e"]]
    assert (told.self_count, told.repeated_count, told.circular_count) == (1, 1, 1)
    assert generations(told).to_dict() == {"b": 1, "c": 2, "e": 3}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 28)), max_size=60))
def test_every_tree_is_acyclic(rows: list[tuple[int, int, int]]) -> None:
    told = referral_tree(tree(*((f"c{a}", f"c{b}", f"2026-01-{day:02d}") for a, b, day in rows)))
    parent = dict(told.referrals[["referred_id", "referrer_id"]].to_numpy().tolist())
    assert len(parent) == len(told.referrals)
    depth = generations(told)
    for start in parent:
        above, seen = start, set()
        while above in parent:
            assert above not in seen
            seen.add(above)
            above = parent[above]
        assert depth[start] == len(seen)
    assert len(rows) == len(parent) + told.self_count + told.repeated_count + told.circular_count


def test_how_far_invitations_carry() -> None:
    columns = ["campaign_id", "day", "referrer_id", "invite_count", "converted_count"]
    rows = [
        ("spring", "2026-03-02", "a", 6, 3), ("spring", "2026-03-08", "b", 4, 1), ("spring", "2026-03-09", "a", 2, 3),
        ("autumn", "2026-03-02", "a", 0, 0),
    ]  # fmt: skip
    eligible = pd.DataFrame({"campaign_id": ["spring"], "customer_count": [5]})
    told = programme_weeks(pd.DataFrame(rows, columns=columns), eligible).set_index(["campaign_id", "week"])
    first = told.xs("spring").iloc[0]
    assert (first["inviter_count"], first["invite_count"], first["converted_count"]) == (2, 10, 4)
    assert first["k_factor"] == pytest.approx(10 / 5 * 4 / 10)
    assert not first["is_growing"]
    missing = told.xs("spring").iloc[1]
    assert missing[["conversion", "k_factor", "is_growing"]].isna().all()
    assert told.xs("autumn").iloc[0][["invites_per_customer", "conversion", "k_factor"]].isna().all()
    assert programme_weeks(pd.DataFrame([], columns=columns), eligible).empty
