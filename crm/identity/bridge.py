"""The bridge from customers to accounts over time: links are added and withdrawn, never erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.identity.links import LINK_DTYPES
from records.errors import UsageError

BRIDGE_DTYPES: Final = {
    "customer_id": "string", "platform": "string", "author_id": "string", "valid_from": "datetime64[us, UTC]",
    "valid_to": "datetime64[us, UTC]", "match_probability": "Float64", "is_active": "boolean", "method": "string",
    "reason": "string",
}  # fmt: skip
"""Columns of bridge_customer_author; valid_to is NULL while the link stands."""
CONSENT_WITHDRAWN: Final = "consent_withdrawn"
"""Reason of a link that ended because its customer took the consent back."""
PAIR: Final = ["customer_id", "platform", "author_id"]
ACCOUNT: Final = ["platform", "author_id"]


def empty_bridge() -> pd.DataFrame:
    """A bridge without links."""
    return shaped(pd.DataFrame(), BRIDGE_DTYPES)


def renewed(bridge: pd.DataFrame, links: pd.DataFrame, *, at: datetime) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The bridge with new links from `at` on, and the links (LINK_DTYPES) that it could not take.

    A standing link keeps its beginning and takes the new probability; one that is not found again stands until it is
    withdrawn. Not taken: a pair that was withdrawn (a person's no outlasts every run), unless it comes from review or
    had ended with a consent that was given again, and an account that another customer holds. Raises UsageError for
    missing columns or a moment without a zone.
    """
    moment = _moment(at)
    old = shaped(require(bridge, list(BRIDGE_DTYPES), name="bridge"), BRIDGE_DTYPES)
    new = shaped(require(links, list(LINK_DTYPES), name="link"), LINK_DTYPES)
    standing = old[old["is_active"].fillna(False)]
    is_standing = _in(new, standing, PAIR)
    is_final = ~old["is_active"].fillna(False) & (old["reason"].fillna("") != CONSENT_WITHDRAWN)
    is_refused = _in(new, old[is_final.astype(bool)], PAIR) & (new["method"] != "review")
    is_taken = _in(new, standing, ACCOUNT) & ~is_standing
    added = new[~is_standing & ~is_refused & ~is_taken].assign(valid_from=moment, is_active=True)
    told = new.set_index(PAIR)["match_probability"]
    fresh = (
        told[~told.index.duplicated()].reindex(pd.MultiIndex.from_frame(old[PAIR])).to_numpy("float64", na_value=np.nan)
    )
    updated = pd.Series(fresh, index=old.index, dtype="Float64").where(old["is_active"].fillna(False))
    old["match_probability"] = updated.fillna(old["match_probability"])
    table = pd.concat([old, shaped(added, BRIDGE_DTYPES)]).sort_values([*PAIR, "valid_from"])
    return shaped(table, BRIDGE_DTYPES), new[(is_refused | is_taken) & ~is_standing].reset_index(drop=True)


def withdrawn(
    bridge: pd.DataFrame, *, at: datetime, reason: str, customer_id: str | None = None, account: Sequence[str] = ()
) -> pd.DataFrame:
    """The bridge in which the standing links of a customer, of an account (platform, author_id), or of both are ended.

    The rows stay, is_active False with the reason's code, so that what was believed at any time can be told. Raises
    UsageError when neither is named or the moment has no zone.
    """
    if customer_id is None and len(account) != 2:
        raise UsageError("withdraw: name a customer, an account (platform, author_id), or both")
    table = shaped(require(bridge, list(BRIDGE_DTYPES), name="bridge"), BRIDGE_DTYPES)
    is_meant = table["is_active"].fillna(False).astype(bool)
    if customer_id is not None:
        is_meant &= table["customer_id"] == customer_id
    for column, value in zip(ACCOUNT, account, strict=False):
        is_meant &= table[column] == value
    table.loc[is_meant, "valid_to"] = _moment(at)
    table.loc[is_meant, "is_active"] = False
    table.loc[is_meant, "reason"] = reason
    return table


def _in(rows: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> pd.Series:
    found = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(others[key]))
    return pd.Series(found, index=rows.index)


def _moment(at: datetime) -> pd.Timestamp:
    if at.tzinfo is None:
        raise UsageError(f"{at} has no zone; give a zone-aware moment")
    return pd.Timestamp(at).tz_convert("UTC")
