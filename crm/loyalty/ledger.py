"""忠诚计划, the books of a points programme: every point earned is redeemed, lapsed, corrected away, or still owed."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, numbers_of, require, shaped
from crm.satisfaction.intervals import wilson
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

LEDGER_COLUMNS: Final = (
    "program", "customer_id", "day", "earned_points", "redeemed_points", "expired_points", "adjusted_points"
)  # fmt: skip
"""Rows of fact_loyalty_txn with their Asia/Shanghai day; the first three kinds are positive, corrections either way."""
LEDGER_DTYPES: Final = {
    "program": "string", "month": DATE, "opening_points": "Float64", "earned_points": "Float64",
    "redeemed_points": "Float64", "expired_points": "Float64", "adjusted_points": "Float64",
    "closing_points": "Float64", "member_count": "Int64", "redeemer_count": "Int64", "redeemer_low": "Float64",
    "redeemer_high": "Float64", "redemption_share": "Float64", "breakage_share": "Float64", "liability": "Float64",
}  # fmt: skip
_MOVES = ("earned_points", "redeemed_points", "expired_points", "adjusted_points")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTerms:
    """What a point is worth, and what share of open points is expected to lapse. Raises ConfigError if impossible."""

    value: float
    """Money a point."""
    expected_breakage: float = 0.0
    """0 states the whole liability; a share needs evidence of the programme's own (IFRS 15, B44-B47)."""

    def __post_init__(self) -> None:
        if self.value <= 0 or not 0 <= self.expected_breakage < 1:
            raise ConfigError("points: a value above 0 and an expected breakage in [0, 1) are needed")


def programme_ledger(
    moves: pd.DataFrame, *, terms: PointTerms, opening: dict[str, float] | None = None
) -> pd.DataFrame | NotEnoughEvidence:
    """LEDGER_DTYPES, one row per programme and month, months without a movement included, sorted.

    closing = opening + earned - redeemed - expired + adjusted, and the next month opens with it: the books balance to
    0. redemption_share and breakage_share are redeemed and lapsed points over all points earned or open at the start
    until then (NULL while there were none); liability = closing x value x (1 - expected breakage), 0 where the feed
    begins too late and more points went than came: give `opening` (programme -> points) then. redeemer_count of
    member_count, those with any movement that month, has a Wilson interval. Raises UsageError for missing columns.
    """
    frame = require(moves, LEDGER_COLUMNS, name="loyalty movement")
    frame["month"] = days_of(frame["day"]).dt.to_period("M")
    frame = frame.dropna(subset=["program", "month"])
    if frame.empty:
        return NotEnoughEvidence(what="movements of points", n=0, needed=1)
    for name in _MOVES[:3]:
        frame[name] = numbers_of(frame, name).fillna(0)
    frame["adjusted_points"] = pd.to_numeric(frame["adjusted_points"]).astype("float64").fillna(0)
    started = opening or {}
    books = [_books(rows, str(name), started.get(str(name), 0.0)) for name, rows in frame.groupby("program")]
    table = pd.concat(books, ignore_index=True)
    open_points = table["closing_points"].clip(lower=0)
    table["liability"] = open_points * terms.value * (1 - terms.expected_breakage)
    table["redeemer_low"], table["redeemer_high"] = wilson(table["redeemer_count"], table["member_count"])
    return shaped(table, LEDGER_DTYPES)


def _books(rows: pd.DataFrame, program: str, opening: float) -> pd.DataFrame:
    months = pd.period_range(rows["month"].min(), rows["month"].max(), freq="M")
    table = rows.groupby("month")[list(_MOVES)].sum().reindex(months, fill_value=0.0)
    table["member_count"] = rows.groupby("month")["customer_id"].nunique().reindex(months, fill_value=0)
    redeeming = rows[rows["redeemed_points"] > 0].groupby("month")["customer_id"].nunique()
    table["redeemer_count"] = redeeming.reindex(months, fill_value=0)
    gone = table["redeemed_points"] + table["expired_points"]
    table["closing_points"] = opening + (table["earned_points"] - gone + table["adjusted_points"]).cumsum()
    table["opening_points"] = table["closing_points"].shift(fill_value=opening)
    came = opening + table["earned_points"].cumsum()
    table["redemption_share"] = table["redeemed_points"].cumsum() / came.where(came > 0)
    table["breakage_share"] = table["expired_points"].cumsum() / came.where(came > 0)
    return table.assign(program=program, month=[month.start_time.date() for month in months])
