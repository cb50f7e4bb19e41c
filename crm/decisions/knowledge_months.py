"""Knowledge that the service desk answers from, month by month: what it has, what it used, what it used again.

A desk's own record says which item a contact was answered from. An item counts as captured on the day a contact first
names it, and as reused when another one does within the window of crm.decisions.knowledge_reuse.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crm.decisions.knowledge_reuse import knowledge_reuse
from crm.frames import DATE, days_of, require, shaped
from crm.value.evidence import NotEnoughEvidence

USUAL_KIND: Final = "for"
"""What a desk answers from is knowledge for customers, unless its record says otherwise."""
KNOWLEDGE_DTYPES: Final = {
    "month": DATE, "kind": "string", "contact_count": "Int64", "use_count": "Int64", "used_item_count": "Int64",
    "item_count": "Int64", "fresh_item_count": "Int64", "decided_item_count": "Int64", "reused_item_count": "Int64",
    "reuse_low": "Float64", "reuse_high": "Float64", "median_days_to_use": "Float64",
}  # fmt: skip
"""Counts of items as in REUSE_DTYPES of crm.decisions.knowledge_reuse."""
_NAMES: Final = {name: name.replace("_", "_item_") for name in ("fresh_count", "decided_count", "reused_count")}
_ONE_DESK: Final = "desk"
"""Contacts name no brand, so all items are of one."""


def knowledge_months(contacts: pd.DataFrame, *, months: Sequence[date]) -> pd.DataFrame | NotEnoughEvidence:
    """KNOWLEDGE_DTYPES, one row per month and kind of knowledge with an item by then.

    `contacts`: day, knowledge_id, and knowledge_kind (about, from, for; unknown: USUAL_KIND), NULL where none was used.
    Each kind's row has all contacts of the month, so do not add those. Counts of items are those at the month's end;
    `months` are first days. Raises UsageError for missing columns or an unknown kind.
    """
    frame = require(contacts, ["day", "knowledge_id", "knowledge_kind"], name="contact")
    frame = frame.assign(day=days_of(frame["day"])).dropna(subset=["day"])
    used = frame.dropna(subset=["knowledge_id"]).sort_values("day", kind="stable")
    if used.empty:
        return NotEnoughEvidence(what="contacts that name what they were answered from", n=0, needed=1)
    items = _items(used)
    told = [_month(frame, used, items, month) for month in months]
    rows = [each for each in told if isinstance(each, pd.DataFrame)]
    if not rows:
        return NotEnoughEvidence(what="items of knowledge by the end of the months", n=0, needed=1)
    return shaped(pd.concat(rows, ignore_index=True), KNOWLEDGE_DTYPES)


def _items(used: pd.DataFrame) -> pd.DataFrame:
    """Each item with its kind and the day it was first used."""
    first = used.drop_duplicates("knowledge_id")
    kind = used.groupby("knowledge_id")["knowledge_kind"].first().reindex(first["knowledge_id"]).to_numpy()
    return pd.DataFrame(
        {
            "item_id": first["knowledge_id"].to_numpy(),
            "brand_id": _ONE_DESK,
            "kind": pd.Series(kind, dtype=object).fillna(USUAL_KIND).to_numpy(),
            "captured_on": first["day"].to_numpy(),
        }
    )


def _month(
    frame: pd.DataFrame, used: pd.DataFrame, items: pd.DataFrame, month: date
) -> pd.DataFrame | NotEnoughEvidence:
    begin = pd.Timestamp(month)
    end = begin + pd.offsets.MonthEnd(0)
    again = used[used["knowledge_id"].duplicated()].rename(columns={"knowledge_id": "item_id", "day": "used_on"})
    stock = knowledge_reuse(items, again, end=end.date())
    if isinstance(stock, NotEnoughEvidence):
        return stock
    within = used[used["day"].between(begin, end)].merge(items, left_on="knowledge_id", right_on="item_id")
    uses = within.groupby("kind")["item_id"].agg(["size", "nunique"]).reindex(stock["kind"]).fillna(0)
    return stock.rename(columns=_NAMES).assign(
        month=month,
        contact_count=int(frame["day"].between(begin, end).sum()),
        use_count=uses["size"].to_numpy(),
        used_item_count=uses["nunique"].to_numpy(),
    )
