"""Complaints by the problem classes in which 12315 publishes its counts."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from crm.frames import require, shaped
from crm.satisfaction.intervals import wilson

CLASSES: Final[Mapping[str, str]] = {
    "after_sales": "售后服务", "quality": "质量", "food_safety": "食品安全", "price": "价格", "contract": "合同",
    "unfair_competition": "不正当竞争", "measurement": "计量", "advertising": "广告", "safety": "安全",
    "trademark": "商标", "other": "其他",
}  # fmt: skip
"""Code and name, in the order of the market regulator's own table (遂宁, 2022: 8,875 complaints)."""
CLASS_OF: Final[Mapping[str, str]] = {
    "after_sales": "after_sales", "quality": "quality", "price": "price", "contract": "contract",
    "measurement": "measurement", "false_advertising": "advertising", "safety": "safety", "counterfeit": "trademark",
    "dignity": "other", "privacy": "other", "other": "other",
}  # fmt: skip
"""Our own mapping of `dim_complaint_type.category` (the consumer associations' kinds) to these classes."""
FOOD_THEME: Final = "food_safety"
"""The theme that 12315 counts as a class of its own."""
DTYPES: Final = {
    "class": "string", "class_name": "string", "complaint_count": "Int64", "classified_count": "Int64",
    "total_count": "Int64", "share": "Float64", "share_low": "Float64", "share_high": "Float64",
}  # fmt: skip


def class_of(category: pd.Series, theme: pd.Series) -> pd.Series:
    """The 12315 class of each complaint type, NA where the category is unknown."""
    classes = category.astype("string").map(dict(CLASS_OF)).astype("string")
    return classes.mask((theme.astype("string") == FOOD_THEME).fillna(False).astype(bool), "food_safety")


def class_table(complaints: pd.DataFrame) -> pd.DataFrame:
    """One row a brand and class, those without a complaint too; see DTYPES, after brand_id.

    `complaints` has brand_id, complaint_id, category and theme, one row a complaint and type: a complaint of several
    types counts once in each of their classes, so shares (of classified_count) may add up to more than 1.
    total_count - classified_count complaints have no known class. Raises UsageError for a missing column.
    """
    frame = require(complaints, ["brand_id", "complaint_id", "category", "theme"], name="complaint")
    frame = frame.dropna(subset=["brand_id", "complaint_id"])
    frame["class"] = class_of(frame["category"], frame["theme"])
    totals = frame.groupby("brand_id")["complaint_id"].nunique().rename("total_count")
    known = frame.dropna(subset=["class"]).drop_duplicates(["brand_id", "complaint_id", "class"])
    cells = pd.MultiIndex.from_product([totals.index, list(CLASSES)], names=["brand_id", "class"])
    table = known.groupby(["brand_id", "class"]).size().reindex(cells, fill_value=0).rename("complaint_count")
    told = table.reset_index().join(totals, on="brand_id")
    classified = known.groupby("brand_id")["complaint_id"].nunique()
    told["classified_count"] = told["brand_id"].map(classified).fillna(0).astype("int64")
    told["class_name"] = told["class"].map(dict(CLASSES))
    told["share"] = told["complaint_count"] / told["classified_count"].where(told["classified_count"] > 0)
    told["share_low"], told["share_high"] = wilson(told["complaint_count"], told["classified_count"])
    return pd.concat([told[["brand_id"]].astype("string"), shaped(told, DTYPES)], axis=1)
