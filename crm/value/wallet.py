"""Share of wallet, and a stand-in for it from talk that is called a proxy.

True share of wallet is own spend over all spend of the category, which a firm seldom knows. What a customer talks about
is no spending: `share_of_wallet_proxy` is the share of our brand in the customer's mentions of the category's brands.
"""

from typing import Final

import pandas as pd

from crm.frames import numbers_of, require, shaped

MIN_MENTION_COUNT: Final = 5
"""Mentions of any brand of the category below which a share is chance; our own bound."""
WALLET_DTYPES = {"customer_id": "string", "own_amount": "Float64", "share_of_wallet": "Float64"}
PROXY_DTYPES = {
    "customer_id": "string", "brand_id": "string", "own_mention_count": "Int64", "category_mention_count": "Int64",
    "share_of_wallet_proxy": "Float64",
}  # fmt: skip


def wallet_shares(spend: pd.DataFrame) -> pd.DataFrame:
    """WALLET_DTYPES sorted by customer: own_amount / category_amount, both stated for the same period.

    NULL where the category's amount is unknown, 0, or below the own: then one of the two figures is wrong. Raises
    UsageError for missing columns.
    """
    frame = require(spend, ["customer_id", "own_amount", "category_amount"], name="spend").sort_values("customer_id")
    own, category = numbers_of(frame, "own_amount"), numbers_of(frame, "category_amount")
    share = (own / category.where(category > 0)).where(own <= category)
    return shaped(frame.assign(own_amount=own, share_of_wallet=share), WALLET_DTYPES)


def share_of_wallet_proxy(mentions: pd.DataFrame, *, brand_id: str) -> pd.DataFrame:
    """PROXY_DTYPES, one row per customer who mentioned any brand, sorted; a mention of two brands counts for both.

    `mentions` has customer_id, brand_id and mention_id of all tracked brands of the category, linked to customers.
    NULL below MIN_MENTION_COUNT mentions. Raises UsageError for missing columns.
    """
    columns = ["customer_id", "brand_id", "mention_id"]
    rows = require(mentions, columns, name="mention")[columns].dropna().drop_duplicates()
    table = rows.groupby("customer_id").size().rename("category_mention_count").to_frame()
    own = rows[rows["brand_id"] == brand_id].groupby("customer_id").size()
    table["own_mention_count"] = own.reindex(table.index).fillna(0)
    share = table["own_mention_count"] / table["category_mention_count"]
    table["share_of_wallet_proxy"] = share.where(table["category_mention_count"] >= MIN_MENTION_COUNT)
    return shaped(table.sort_index().reset_index().assign(brand_id=brand_id), PROXY_DTYPES)
