from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.loyalty.ledger import LEDGER_COLUMNS, LEDGER_DTYPES, PointTerms, programme_ledger
from crm.loyalty.migration import tier_migration
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

TERMS = PointTerms(value=0.01, expected_breakage=0.2)


def moves(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(LEDGER_COLUMNS))


BOOK = moves(
    ("绿卡", "a", "2026-01-05", 1000, 0, 0, 0), ("绿卡", "b", "2026-01-20", 500, 0, 0, -100),
    ("绿卡", "a", "2026-03-02", 0, 600, 0, 0), ("绿卡", "b", "2026-03-31", 0, 0, 200, 0),
)  # fmt: skip


def test_the_books_by_hand() -> None:
    told = programme_ledger(BOOK, terms=TERMS)
    assert isinstance(told, pd.DataFrame)
    assert {name: str(dtype) for name, dtype in told.dtypes.items()} == LEDGER_DTYPES
    assert told["month"].tolist() == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert told["opening_points"].tolist() == [0, 1400, 1400]
    assert told["closing_points"].tolist() == [1400, 1400, 600]
    assert told["redemption_share"].tolist() == pytest.approx([0, 0, 0.4])
    assert told["breakage_share"].tolist() == pytest.approx([0, 0, 200 / 1500])
    assert told["liability"].tolist() == pytest.approx([11.2, 11.2, 4.8])
    assert told["member_count"].tolist() == [2, 0, 2]
    assert told["redeemer_count"].tolist() == [0, 0, 1]
    assert pd.isna(told["redeemer_low"][1])


def test_an_opening_balance_is_not_earned_but_open() -> None:
    told = programme_ledger(BOOK.tail(2), terms=TERMS, opening={"绿卡": 1000.0})
    assert isinstance(told, pd.DataFrame)
    assert told[["closing_points", "redemption_share"]].to_numpy().tolist() == [[200, 0.6]]
    late = programme_ledger(BOOK.tail(2), terms=TERMS)
    assert isinstance(late, pd.DataFrame)
    assert late[["closing_points", "liability"]].to_numpy().tolist() == [[-800, 0]]
    assert late["redemption_share"].isna().all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_the_ledger_balances_to_nothing(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 300, count), unit="D")
    points = rng.integers(0, 500, (count, 4)) * [1, 1, 1, 1] - [0, 0, 0, 250]
    names = rng.choice(["绿卡", "金卡"], count)
    rows = [(name, "a", day, *map(int, point)) for name, day, point in zip(names, days, points, strict=True)]
    told = programme_ledger(moves(*rows), terms=TERMS)
    assert isinstance(told, pd.DataFrame)
    for program, book in told.groupby("program"):
        own = [row for row in rows if row[0] == program]
        assert book["closing_points"].iloc[-1] == sum(row[3] - row[4] - row[5] + row[6] for row in own)
        assert (book["opening_points"].iloc[1:].to_numpy() == book["closing_points"].iloc[:-1].to_numpy()).all()


def test_no_movements_and_impossible_terms() -> None:
    told = programme_ledger(BOOK.head(0), terms=TERMS)
    assert isinstance(told, NotEnoughEvidence)
    assert told.reason == "not enough evidence: n = 0 movements of points, 1 needed"
    for wrong in ({"value": 0.0}, {"value": 1.0, "expected_breakage": 1.0}):
        with pytest.raises(ConfigError, match="points"):
            PointTerms(**wrong)


def test_who_rises_and_who_falls() -> None:
    rows = [("a", "2026-01-01", "major"), ("a", "2026-02-01", "key"), ("b", "2026-01-01", "major"),
            ("b", "2026-02-01", None), ("c", "2026-01-01", "small"), ("c", "2026-03-01", "small")]  # fmt: skip
    told = tier_migration(pd.DataFrame(rows, columns=["customer_id", "month", "tier"]))
    assert isinstance(told, pd.DataFrame)
    pairs = told[["month", "from_tier", "to_tier", "customer_count", "share"]].to_numpy().tolist()
    february = date(2026, 2, 1)
    assert pairs == [[february, "major", "key", 1, 0.5], [february, "major", "unknown", 1, 0.5]]
    alone = tier_migration(pd.DataFrame(rows[:1], columns=["customer_id", "month", "tier"]))
    assert isinstance(alone, NotEnoughEvidence)
