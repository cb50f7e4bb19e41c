"""Which proposals were carried out: the firm's own calls and messages, matched with what had been proposed before."""

from typing import Final

import pandas as pd

from crm.frames import require, shaped
from crm.stage.proposals import ACTION_DTYPES
from records.errors import UsageError

WITHIN_DAYS: Final = 14
"""A contact later than this after a proposal follows from something else; our own bound."""


def carried_out(actions: pd.DataFrame, contacts: pd.DataFrame, *, within_days: int = WITHIN_DAYS) -> pd.DataFrame:
    """The actions (ACTION_DTYPES, sorted by id), those followed by a contact `taken`, by an answered one `done`.

    contacts: customer_id, action_kind, contacted_at (zone-aware), is_answered (may be unknown), outbound ones alone. A
    contact carries out the latest proposal of its kind to its customer, at most within_days before, and an action was
    taken when its first contact was. Nothing else changes: a proposal nobody followed stays proposed. Raises UsageError
    for missing columns or a bound below one day.
    """
    if within_days < 1:
        raise UsageError(f"a proposal is followed within a day or more, not {within_days}")
    frame = require(actions, list(ACTION_DTYPES), name="action")
    made = require(contacts, ["customer_id", "action_kind", "contacted_at", "is_answered"], name="contact")
    found = _first_contacts(frame, made.dropna(subset=["customer_id", "action_kind", "contacted_at"]), within_days)
    own = found.reindex(frame["action_id"]).set_axis(frame.index)
    is_taken = own["contacted_at"].notna()
    state = frame["state"].mask(is_taken, "taken").mask(is_taken & own["is_answered"].fillna(False), "done")
    told = frame.assign(taken_at=own["contacted_at"], state=state)
    return shaped(told.sort_values("action_id"), ACTION_DTYPES)


def _first_contacts(actions: pd.DataFrame, contacts: pd.DataFrame, within_days: int) -> pd.DataFrame:
    """contacted_at and is_answered by action_id."""
    columns = ["action_id", "customer_id", "kind", "at"]
    text = dict.fromkeys(["customer_id", "kind"], "string")
    proposals = actions.dropna(subset=["customer_id"]).assign(at=_moments(actions["proposed_at"]))[columns]
    calls = contacts.rename(columns={"action_kind": "kind"}).assign(at=_moments(contacts["contacted_at"]))
    calls["is_answered"] = calls["is_answered"].astype("boolean")
    paired = pd.merge_asof(
        calls.astype(text).sort_values("at", kind="stable"), proposals.astype(text).sort_values("at", kind="stable"),
        on="at", by=["customer_id", "kind"], tolerance=pd.Timedelta(days=within_days),
    )  # fmt: skip
    first = paired.dropna(subset=["action_id"]).drop_duplicates("action_id").set_index("action_id")
    return first.assign(contacted_at=first["at"])[["contacted_at", "is_answered"]]


def _moments(times: pd.Series) -> pd.Series:
    moments: pd.Series = pd.to_datetime(times, utc=True).astype("datetime64[us, UTC]")
    return moments
