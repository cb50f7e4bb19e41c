"""The bounds of the stages. No standard names them: all are our own definitions, stated here and configurable."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import require
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

MIN_GAP_COUNT: Final = 30
"""Pauses between purchases below which their 95th percentile is a guess."""
LEAST_PATIENCE, MOST_PATIENCE = 60, 730
"""Days between which a shop's patience lies, whatever its pauses say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSettings:
    """Raises ConfigError for bounds under which a state could not be reached."""

    patience_days: int = 180
    """Silence after a purchase beyond which a customer counts as lost; `patience_of` reads it from the orders."""
    interest_days: int = 180
    """How long a sign of interest makes somebody a potential customer."""
    target_day_count: int = 3
    """Days with signs of interest that make a potential customer a target where the firm has not chosen itself."""
    trend_days: int = 90
    """Length of the two periods whose purchases are compared."""
    settled_count: int = 3
    """Purchases after which the trial is over, and from which a customer counts as loyal."""
    settled_days: int = 90
    """Days since the first purchase after which the trial is over."""
    mature_days: int = 180
    """Days since the first purchase from which a relationship without growth is mature."""
    growth: float = 1.5
    """Purchases of the last period over those of the one before from which a relationship grows; 1/growth: it falls."""
    alive_bound: float = 0.5
    """P(alive) below which a relationship declines."""

    def __post_init__(self) -> None:
        days = (self.patience_days, self.interest_days, self.trend_days, self.settled_days, self.target_day_count)
        if min(days) < 1 or self.settled_count < 2:
            raise ConfigError("stage: days and counts must be positive, settled_count 2 or more")
        if self.mature_days < self.settled_days or self.growth <= 1 or not 0 <= self.alive_bound <= 1:
            raise ConfigError("stage: needed are mature_days >= settled_days, growth > 1, alive_bound within [0, 1]")


def patience_of(purchases: pd.DataFrame, *, quantile: float = 0.95) -> int | NotEnoughEvidence:
    """Days of silence that only (1 - quantile) of the pauses of this shop's buyers outlast, within 60 to 730.

    `purchases` is the result of `crm.value.orders.purchase_days`. Pauses still open are no pauses yet, which makes the
    figure a little short. Raises UsageError for missing columns.
    """
    frame = require(purchases, ["customer_id", "day"], name="purchase").sort_values(["customer_id", "day"])
    gaps = frame.groupby("customer_id")["day"].diff().dropna().dt.days
    if len(gaps) < MIN_GAP_COUNT:
        return NotEnoughEvidence(what="pauses between purchases", n=len(gaps), needed=MIN_GAP_COUNT)
    return int(min(max(gaps.quantile(quantile), LEAST_PATIENCE), MOST_PATIENCE))
