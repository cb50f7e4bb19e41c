"""Winning back: expected gain = p x CLV - cost; without one, and for malicious customers, the class 放弃 (abandon)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from crm.frames import numbers_of, require, shaped
from crm.stage.proposals import action_id, grounds, proposed
from crm.stage.shares import wilson
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

MIN_ATTEMPT_COUNT: Final = 20
"""Attempts below which no chance is told from them; our own bound."""
PRIOR_WEIGHT: Final = 10.0
"""Attempts as which everybody's success counts in each cell."""
CHANCE_DTYPES: Final = {
    "churn_type": "string", "attempt_count": "Int64", "won_count": "Int64", "success_probability": "Float64",
    "rate": "Float64", "rate_low": "Float64", "rate_high": "Float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an attempt costs and is. Raises ConfigError for a negative cost."""

    action: str
    """Code of the offer (coupon_30, call_by_manager)."""
    channel: str
    cost_amount: float
    """Money an attempt costs, won or not."""

    def __post_init__(self) -> None:
        if self.cost_amount < 0:
            raise ConfigError(f"offer {self.action}: cost_amount must not be negative")


def winback_chances(attempts: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """CHANCE_DTYPES: per type of churn the win-back rate with Wilson's interval, and the chance of the next attempt.

    attempts: churn_type, is_won (unknown: still open, left out). The chance is drawn towards everybody's rate as if ten
    more attempts had gone like them. Raises UsageError for missing columns.
    """
    frame = require(attempts, ["churn_type", "is_won"], name="win-back attempt").dropna()
    if len(frame) < MIN_ATTEMPT_COUNT:
        return NotEnoughEvidence(what="win-back attempts with an outcome", n=len(frame), needed=MIN_ATTEMPT_COUNT)
    won = frame["is_won"].astype(bool).astype("int64")
    table = won.groupby(frame["churn_type"]).agg(attempt_count="size", won_count="sum")
    table["success_probability"] = (table["won_count"] + PRIOR_WEIGHT * float(won.mean())) / (
        table["attempt_count"] + PRIOR_WEIGHT
    )
    table["rate"] = table["won_count"] / table["attempt_count"]
    bounds = [
        wilson(int(k), int(n)) or (0.0, 1.0) for k, n in zip(table["won_count"], table["attempt_count"], strict=True)
    ]
    table["rate_low"], table["rate_high"] = [low for low, _ in bounds], [high for _, high in bounds]
    return shaped(table.sort_index().reset_index(), CHANCE_DTYPES)


def winback_actions(
    lost: pd.DataFrame,
    *,
    on: date,
    offers: Mapping[str, Offer],
    chances: Mapping[str, float],
    permissions: pd.Series,
    chance_basis: str = "assumed",
) -> pd.DataFrame:
    """Rows for fact_customer_action, one per lost customer: `winback` where it gains, else `abandon`.

    lost: customer_id, brand_id, churn_type, clv (of a customer who came back, in money), lost_day. offers and chances:
    by type of churn, "*" for all others; permissions: crm.stage.consent.permitted. expected_gain is p x CLV - cost; an
    abandoned customer costs nothing and gains nothing: both are 0, and the reason tells the gain that was refused.
    Malicious customers are abandoned whatever they bought. A customer whose value or type's chance is unknown has no
    row, and neither has one to win back who did not agree: consent comes before gain. chance_basis says what the
    chances rest on and stands among the grounds. Raises UsageError for missing columns.
    """
    frame = require(lost, ["customer_id", "brand_id", "churn_type", "clv", "lost_day"], name="lost customer")
    frame = frame.assign(clv=numbers_of(frame, "clv"), chance=_of(frame["churn_type"], chances))
    offer = _of(frame["churn_type"], offers)
    frame = frame.assign(offer=offer)[frame["clv"].notna() & frame["chance"].notna() & offer.notna()]
    frame["cost"] = [float(o.cost_amount) for o in frame["offer"]]
    frame["gain"] = frame["chance"].astype("float64") * frame["clv"] - frame["cost"]
    frame["is_permitted"] = frame["customer_id"].map(permissions.to_dict()).astype("boolean")
    is_given_up = (frame["gain"] <= 0) | (frame["churn_type"] == "malicious")
    frame = frame.assign(is_given_up=is_given_up)[is_given_up | frame["is_permitted"].fillna(False)]
    rows = [_row(row, chance_basis) for row in frame.to_dict("records")]
    return proposed(pd.DataFrame(rows, columns=["action_id"] if not rows else None), on=on)


def _row(row: Mapping[Hashable, Any], chance_basis: str) -> dict[str, object]:
    offer: Offer = row["offer"]
    is_given_up = bool(row["is_given_up"])
    kind = "abandon" if is_given_up else "winback"
    customer = str(row["customer_id"])
    facts = {name: row[name] for name in ("churn_type", "clv", "chance", "cost", "gain")}
    return {
        "action_id": action_id(kind, offer.action, customer, str(row["lost_day"])),
        "customer_id": customer, "brand_id": row["brand_id"], "kind": kind,
        "action": "none" if is_given_up else offer.action, "channel": None if is_given_up else offer.channel,
        "reason": grounds({"rule": "gain = p * clv - cost", "chance_basis": chance_basis, **facts}),
        "is_permitted": row["is_permitted"],
        "expected_gain": 0.0 if is_given_up else row["gain"], "cost_amount": 0.0 if is_given_up else row["cost"],
        "success_probability": None if is_given_up else row["chance"],
    }  # fmt: skip


def _of(types: pd.Series, table: Mapping[str, object]) -> pd.Series:
    """The entry of each type, or that of "*"; None where there is neither."""
    return pd.Series([table.get(str(name), table.get("*")) for name in types], index=types.index, dtype="object")
