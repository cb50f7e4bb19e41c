"""Keeping those who are about to leave: what is at stake is the churn probability times the value."""

from datetime import date
from typing import Any

import pandas as pd

from crm.frames import numbers_of, require
from crm.stage.proposals import action_id, grounds, proposed
from crm.stage.winback import Offer
from records.errors import UsageError


def retention_actions(
    warned: pd.DataFrame,
    *,
    on: date,
    offer: Offer,
    chance: float,
    permissions: pd.Series,
    chance_basis: str = "assumed",
) -> pd.DataFrame:
    """Rows for fact_customer_action of kind retention: expected_gain = churn_probability x chance x clv - cost > 0.

    warned: customer_id, brand_id, month, churn_probability, clv; chance: of keeping a customer who would leave, and
    chance_basis what it rests on. Whoever gains nothing, did not agree or is of unknown value has no row. One proposal
    per customer, month and offer. Raises UsageError for missing columns or a chance outside [0, 1].
    """
    if not 0 <= chance <= 1:
        raise UsageError(f"a chance lies in [0, 1], not at {chance}")
    frame = require(warned, ["customer_id", "brand_id", "month", "churn_probability", "clv"], name="warned customer")
    at_stake = numbers_of(frame, "churn_probability") * numbers_of(frame, "clv")
    frame = frame.assign(expected_gain=chance * at_stake - offer.cost_amount)
    is_permitted = frame["customer_id"].map(permissions.to_dict()).astype("boolean").fillna(False)
    frame = frame[(frame["expected_gain"] > 0) & is_permitted]
    ids = [
        action_id("retention", offer.action, str(c), str(m))
        for c, m in zip(frame["customer_id"], frame["month"], strict=True)
    ]
    pairs = frame[["churn_probability", "clv"]].astype("float64").itertuples(index=False, name=None)
    rule = "gain = churn * p * clv - cost"
    same = {"rule": rule, "p": chance, "chance_basis": chance_basis}
    reasons = [grounds({**same, "churn_probability": p, "clv": clv}) for p, clv in pairs]
    told: dict[str, Any] = {
        "kind": "retention", "action": offer.action, "channel": offer.channel, "is_permitted": True,
        "cost_amount": offer.cost_amount, "success_probability": chance,
    }  # fmt: skip
    return proposed(frame.assign(action_id=ids, reason=reasons, **told), on=on)
