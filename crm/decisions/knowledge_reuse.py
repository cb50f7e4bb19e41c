"""客户知识管理, customer knowledge about, from and for customers: what was captured, and whether anybody used it.

The three kinds are Gebert, Geib, Kolbe and Brenner's (2003); the figures are ours.
"""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import days_of, require, shaped
from crm.satisfaction.intervals import wilson
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

KINDS: Final = {"about": "关于客户的知识", "from": "来自客户的知识", "for": "给客户的知识"}
"""Profiles and segments; ideas and complaints; answers and guides."""
WINDOW_DAYS: Final = 90
"""Days an item has for being used, and after which its last use or renewal is stale; our own choice."""
REUSE_DTYPES: Final = {
    "brand_id": "string", "kind": "string", "item_count": "Int64", "decided_count": "Int64", "reused_count": "Int64",
    "reuse_share": "Float64", "reuse_low": "Float64", "reuse_high": "Float64", "median_days_to_use": "Float64",
    "fresh_count": "Int64", "fresh_share": "Float64",
}  # fmt: skip


def knowledge_reuse(
    items: pd.DataFrame, uses: pd.DataFrame, *, end: date, window_days: int = WINDOW_DAYS
) -> pd.DataFrame | NotEnoughEvidence:
    """REUSE_DTYPES, one row per brand and kind, sorted.

    `items`: item_id, brand_id, kind (KINDS), captured_on; `uses`: item_id, used_on, of every time somebody acted on an
    item, cited it, or brought it up to date. reuse_share: of the items whose window is over or that were used within
    it (decided), those used; median_days_to_use is of these. Fresh is what was captured or used within the window
    before `end`. Raises UsageError for missing columns or an unknown kind.
    """
    known = require(items, ["item_id", "brand_id", "kind", "captured_on"], name="knowledge item")
    known = known.assign(captured=days_of(known["captured_on"])).dropna(subset=["item_id", "brand_id", "captured"])
    known = known[known["captured"] <= pd.Timestamp(end)].drop_duplicates("item_id")
    if others := int((~known["kind"].isin(list(KINDS))).sum()):
        raise UsageError(f"{others} items of kinds other than {', '.join(KINDS)}")
    if known.empty:
        return NotEnoughEvidence(what="items of knowledge", n=0, needed=1)
    return shaped(_by_kind(_with_uses(known, uses, end), end, window_days), REUSE_DTYPES)


def _with_uses(known: pd.DataFrame, uses: pd.DataFrame, end: date) -> pd.DataFrame:
    """Adds days from capture to the first use (NaN: none), and the day of capture or last use."""
    acted = require(uses, ["item_id", "used_on"], name="use")
    acted = acted.assign(used=days_of(acted["used_on"])).dropna(subset=["item_id", "used"])
    acted = acted[acted["used"] <= pd.Timestamp(end)]
    span = acted.groupby("item_id").agg(first=("used", "min"), last=("used", "max")).reset_index()
    joined = known.astype({"item_id": object}).merge(span.astype({"item_id": object}), on="item_id", how="left")
    return joined.assign(
        days=(joined["first"] - joined["captured"]).dt.days, touched=joined["last"].fillna(joined["captured"])
    )


def _by_kind(table: pd.DataFrame, end: date, window_days: int) -> pd.DataFrame:
    window = pd.Timedelta(days=window_days)
    is_reused = table["days"] <= window_days
    is_decided = is_reused | (table["captured"] + window <= pd.Timestamp(end))
    is_fresh = table["touched"] + window > pd.Timestamp(end)
    flags = {"reused_count": is_reused, "decided_count": is_decided, "fresh_count": is_fresh}
    rows = table.assign(**{name: flag.astype("int64") for name, flag in flags.items()}, item_count=1)
    rows["median_days_to_use"] = rows["days"].where(is_reused)
    keys = ["brand_id", "kind"]
    told = rows.groupby(keys)[["item_count", *flags]].sum()
    told["median_days_to_use"] = rows.groupby(keys)["median_days_to_use"].median()
    low, high = wilson(told["reused_count"], told["decided_count"])
    share = told["reused_count"] / told["decided_count"].where(told["decided_count"] > 0)
    fresh = told["fresh_count"] / told["item_count"]
    return told.assign(reuse_share=share, reuse_low=low, reuse_high=high, fresh_share=fresh).reset_index()
