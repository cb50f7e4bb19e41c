"""客户认同, how far customers make the brand their own: they say we, they recommend it, they defend it.

There is no published scale for texts, so this is our own index: 100 x mentions with such a sign / (mentions + 5). The
five added mentions keep one warm post from making a follower. Which mention bears a sign, a classifier or a person
says; without a check of its agreement with people the index is a hint.
"""

from typing import Final

import pandas as pd

from crm.frames import flags_of, require, shaped
from crm.value.evidence import NotEnoughEvidence

SIGNS: Final = {"is_self_brand": "自我关联用语", "is_advocacy": "主动推荐", "is_defence": "为品牌辩护"}
"""Column of the mention -> what it says."""
ADDED_MENTION_COUNT: Final = 5
IDENTIFICATION_DTYPES: Final = {
    "customer_id": "string", "mention_count": "Int64", "self_brand_count": "Int64", "advocacy_count": "Int64",
    "defence_count": "Int64", "identification_index_proxy": "Float64",
}  # fmt: skip


def identification(mentions: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """IDENTIFICATION_DTYPES, one row per customer who mentioned the brand, sorted.

    `mentions`: mention_id, customer_id, and the columns of SIGNS (unknown counts as no sign). Only linked customers
    have a row. Raises UsageError for missing columns.
    """
    frame = require(mentions, ["mention_id", "customer_id", *SIGNS], name="mention")
    signs = pd.DataFrame({name: flags_of(frame, name) for name in SIGNS}, index=frame.index)
    frame = frame[["mention_id", "customer_id"]].join(signs.astype("int64"))
    frame = frame.assign(has_sign=signs.any(axis="columns").astype("int64"))
    frame = frame.dropna(subset=["mention_id", "customer_id"]).drop_duplicates("mention_id")
    if frame.empty:
        return NotEnoughEvidence(what="mentions by known customers", n=0, needed=1)
    table = frame.groupby("customer_id").agg(
        mention_count=("mention_id", "size"), self_brand_count=("is_self_brand", "sum"),
        advocacy_count=("is_advocacy", "sum"), defence_count=("is_defence", "sum"), has_sign=("has_sign", "sum"),
    )  # fmt: skip
    index = 100 * table["has_sign"] / (table["mention_count"] + ADDED_MENTION_COUNT)
    return shaped(table.assign(identification_index_proxy=index).sort_index().reset_index(), IDENTIFICATION_DTYPES)
