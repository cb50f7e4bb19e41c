"""The golden record: one value per attribute of a customer, and where it comes from."""

from collections.abc import Sequence

import pandas as pd

from crm.frames import require
from crm.identity.bridge import ACCOUNT

SOURCES = ("books", "accounts")
"""The firm's own books win; of linked accounts, the value that most of them state."""


def golden_records(
    customers: pd.DataFrame, accounts: pd.DataFrame, bridge: pd.DataFrame, *, attributes: Sequence[str]
) -> pd.DataFrame:
    """One row per customer, sorted: customer_id, account_count, and per attribute its value, `<name>_source` and
    `<name>_conflict` (whether the sources disagree).

    customers: customer_id and whichever attributes the books know; accounts: platform, author_id and attributes.
    Standing links count alone; of equally frequent values the smallest stands. What nobody states is NULL. Raises
    UsageError for missing columns.
    """
    books = require(customers, ["customer_id"], name="customer").drop_duplicates("customer_id")
    links = bridge[bridge["is_active"].fillna(False).astype(bool)][["customer_id", *ACCOUNT]]
    said = links.merge(require(accounts, [*ACCOUNT], name="account"), on=ACCOUNT, suffixes=("", "_account"))
    table = books[["customer_id"]].astype("string").sort_values("customer_id", ignore_index=True)
    table["account_count"] = table["customer_id"].map(links.groupby("customer_id").size()).astype("Int64").fillna(0)
    for name in attributes:
        values = _values(books, said, name)
        best = values.drop_duplicates("customer_id").set_index("customer_id")
        distinct = values.groupby("customer_id")["value"].nunique()
        table[name] = table["customer_id"].map(best["value"]).astype("string")
        table[f"{name}_source"] = table["customer_id"].map(best["source"]).astype("string")
        table[f"{name}_conflict"] = table["customer_id"].map(distinct > 1).astype("boolean").fillna(False)
    return table


def _values(books: pd.DataFrame, said: pd.DataFrame, name: str) -> pd.DataFrame:
    """customer_id, value, source: the best value of each customer first."""
    parts = [
        frame[["customer_id", name]].rename(columns={name: "value"}).assign(source=source)
        for source, frame in zip(SOURCES, (books, said), strict=True)
        if name in frame
    ]
    empty = pd.DataFrame({"customer_id": [], "value": [], "source": []}, dtype="string")
    rows = pd.concat([empty, *(part.astype("string") for part in parts)]).dropna()
    counted = rows.groupby(["customer_id", "source", "value"]).size().rename("count").reset_index()
    counted["rank"] = counted["source"].map({source: i for i, source in enumerate(SOURCES)}).astype("int64")
    return counted.sort_values(["customer_id", "rank", "count", "value"], ascending=[True, True, False, True])
