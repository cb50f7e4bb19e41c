"""Rows of fact_customer_action: what is proposed to be done for a customer, on what grounds, and whether it may be."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

import pandas as pd

from crm.frames import shaped
from records.ids import version_of
from records.time import SHANGHAI

ACTION_DTYPES: Final = {
    "action_id": "string", "customer_id": "string", "complaint_id": "string", "brand_id": "string",
    "product_id": "string", "kind": "string", "action": "string", "channel": "string", "reason": "string",
    "state": "string", "is_permitted": "boolean", "proposed_at": "datetime64[us, UTC]",
    "taken_at": "datetime64[us, UTC]", "expected_gain": "Float64", "cost_amount": "Float64",
    "success_probability": "Float64",
}  # fmt: skip


def action_id(kind: str, action: str, customer_id: str, occasion: str) -> str:
    """The same proposal for the same occasion has the same id, so a repeated run proposes nothing twice."""
    return "act_" + version_of(kind, action, customer_id, occasion)


def grounds(facts: Mapping[str, object]) -> str:
    """Codes and figures as JSON with sorted keys; money and shares rounded to four places."""
    plain = {name: round(value, 4) if isinstance(value, float) else value for name, value in facts.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def proposed(frame: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """ACTION_DTYPES, sorted by id: state proposed, at the beginning of the day in China."""
    moment = pd.Timestamp(datetime.combine(on, time(), tzinfo=SHANGHAI)).tz_convert("UTC")
    return shaped(frame.assign(state="proposed", proposed_at=moment).sort_values("action_id"), ACTION_DTYPES)
