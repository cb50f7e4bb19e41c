"""Customer care: an occasion proposes an action, unless consent is missing, caps are reached, or it was done before."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from crm.frames import days_of, require
from crm.stage.proposals import ACTION_DTYPES, action_id, grounds, proposed
from records.errors import ConfigError

OCCASION_COLUMNS: Final = ("customer_id", "trigger", "day")
"""One row per occasion: birthday (only of those who gave it for that), silence, delivery, points_expiring, ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRule:
    """What an occasion leads to. Raises ConfigError for impossible values."""

    trigger: str
    action: str
    channel: str
    priority: int = 0
    """Of several occasions under a cap the higher comes first."""
    pause_days: int = 30
    """The same trigger is followed again for the same customer only after so many days."""
    valid_days: int = 3
    """An occasion older than this has passed."""

    def __post_init__(self) -> None:
        if self.pause_days < 1 or self.valid_days < 0:
            raise ConfigError(f"care rule {self.trigger}: pause_days must be positive, valid_days not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class CareCaps:
    """How much care is still care. Raises ConfigError for impossible values."""

    per_customer: int = 2
    """Actions of all triggers for one customer within `window_days`."""
    window_days: int = 30
    per_day: int = 1_000
    """Proposals of one day over all customers."""

    def __post_init__(self) -> None:
        if min(self.per_customer, self.window_days, self.per_day) < 1:
            raise ConfigError("care caps: per_customer, window_days and per_day must be positive")


def care_actions(
    occasions: pd.DataFrame,
    *,
    on: date,
    rules: Sequence[CareRule],
    permissions: pd.Series,
    past: pd.DataFrame,
    caps: CareCaps | None = None,
) -> pd.DataFrame:
    """Rows for fact_customer_action of kind care proposed on that day; the same occasion gives the same id.

    permissions: crm.stage.consent.permitted for care; without a yes there is no row. past: earlier rows of the fact
    (customer_id, kind, action_id, proposed_at, reason's trigger as column trigger); declined ones count as well, since
    they were considered. Running again on the same day proposes the same rows, since those of that day are not past.
    Raises UsageError for missing columns, ConfigError for two rules of one trigger.
    """
    by_trigger = {rule.trigger: rule for rule in rules}
    if len(by_trigger) < len(rules):
        raise ConfigError("care rules: one trigger has two rules")
    bounds = caps or CareCaps()
    frame = require(occasions, OCCASION_COLUMNS, name="occasion").dropna().drop_duplicates(list(OCCASION_COLUMNS))
    frame = frame[frame["trigger"].isin(list(by_trigger))].assign(day=lambda f: days_of(f["day"]))
    frame = frame[frame["customer_id"].map(permissions.to_dict()).astype("boolean").fillna(False)]
    age = (pd.Timestamp(on) - frame["day"]).dt.days
    frame = frame[(age >= 0) & (age <= _of(frame, {t: r.valid_days for t, r in by_trigger.items()}))]
    earlier = _earlier(past, on)
    frame = _unrepeated(frame, earlier, by_trigger, on)
    frame["priority"] = _of(frame, {t: r.priority for t, r in by_trigger.items()})
    frame = frame.sort_values(["priority", "day", "customer_id", "trigger"], ascending=[False, True, True, True])
    frame = frame.drop_duplicates(["customer_id", "trigger"])
    frame = _capped(frame, earlier, bounds, on)
    rows = [_row(row, by_trigger[row["trigger"]]) for row in frame.to_dict("records")]
    return proposed(pd.DataFrame(rows, columns=None if rows else list(ACTION_DTYPES)), on=on)


def _earlier(past: pd.DataFrame, on: date) -> pd.DataFrame:
    frame = require(past, ["customer_id", "kind", "trigger", "proposed_at"], name="past action")
    moments = pd.to_datetime(frame["proposed_at"], utc=True).dt.tz_convert("Asia/Shanghai")
    frame["day"] = moments.dt.tz_localize(None).dt.normalize()
    return frame[(frame["kind"] == "care") & (frame["day"] < pd.Timestamp(on))]


def _unrepeated(frame: pd.DataFrame, earlier: pd.DataFrame, rules: dict[str, CareRule], on: date) -> pd.DataFrame:
    last = earlier.groupby(["customer_id", "trigger"])["day"].max()
    key = pd.MultiIndex.from_frame(frame[["customer_id", "trigger"]])
    before = pd.Series(last.reindex(key).to_numpy(), index=frame.index, dtype="datetime64[ns]")
    since = (pd.Timestamp(on) - before).dt.days
    pause = _of(frame, {t: r.pause_days for t, r in rules.items()})
    kept: pd.DataFrame = frame[since.isna() | (since >= pause)].copy()
    return kept


def _of(frame: pd.DataFrame, figures: dict[str, int]) -> pd.Series:
    """The figure of each row's trigger."""
    return frame["trigger"].map(figures).astype("float64")


def _capped(frame: pd.DataFrame, earlier: pd.DataFrame, caps: CareCaps, on: date) -> pd.DataFrame:
    recent = earlier[earlier["day"] > pd.Timestamp(on - timedelta(days=caps.window_days))]
    used = frame["customer_id"].map(recent.groupby("customer_id").size()).astype("float64").fillna(0)
    place = frame.groupby("customer_id").cumcount()
    return frame[used + place < caps.per_customer].head(caps.per_day)


def _row(row: Mapping[Hashable, Any], rule: CareRule) -> dict[str, object]:
    day = str(pd.Timestamp(str(row["day"])).date())
    customer = str(row["customer_id"])
    return {
        "action_id": action_id("care", rule.action, customer, f"{rule.trigger}@{day}"),
        "customer_id": customer, "kind": "care", "action": rule.action, "channel": rule.channel,
        "reason": grounds({"trigger": rule.trigger, "day": day}), "is_permitted": True,
    }  # fmt: skip
