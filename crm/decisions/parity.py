"""Whether groups are treated alike: shares of a decision, and prices paid for the same product (大数据杀熟).

Give groups a firm may look at (tier, platform, region, new or old customers), never sensitive traits. A gap is a
question for a person, not a verdict: groups differ in more than their name.
"""

from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from crm.frames import numbers_of, require, shaped
from crm.satisfaction.intervals import LEVEL, Floats, wilson
from crm.value.evidence import NotEnoughEvidence

MIN_GROUP_COUNT: Final = 30
"""Cases of a group below which it is not compared; our own bound."""
FOUR_FIFTHS: Final = 0.8
"""Ratio to the best-treated group below which a gap is looked at (the four-fifths rule, 29 CFR 1607.4 D)."""
SHARE_PARITY_DTYPES: Final = {
    "group": "string", "case_count": "Int64", "granted_count": "Int64", "share": "Float64", "share_low": "Float64",
    "share_high": "Float64", "ratio_to_best": "Float64", "gap": "Float64", "gap_low": "Float64", "gap_high": "Float64",
    "needs_review": "boolean",
}  # fmt: skip
PRICE_PARITY_DTYPES: Final = {
    "group": "string", "line_count": "Int64", "price_gap": "Float64", "gap_low": "Float64", "gap_high": "Float64",
    "needs_review": "boolean",
}  # fmt: skip


def share_parity(cases: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SHARE_PARITY_DTYPES, one row per group of thirty cases or more, the best-treated first.

    `cases`: group, is_granted (an offer made, a complaint settled). gap is the share less the best group's, with
    Newcombe's interval (1998); needs_review: ratio below four fifths and the gap surely below 0. Raises UsageError for
    missing columns.
    """
    frame = require(cases, ["group", "is_granted"], name="case")[["group", "is_granted"]].dropna()
    frame["granted"] = frame["is_granted"].astype(bool).astype("int64")
    table = frame.groupby("group").agg(case_count=("granted", "size"), granted_count=("granted", "sum"))
    table = table[table["case_count"] >= MIN_GROUP_COUNT]
    if len(table) < 2:
        return NotEnoughEvidence(what=f"groups of {MIN_GROUP_COUNT} cases or more", n=len(table), needed=2)
    share = table["granted_count"] / table["case_count"]
    low, high = wilson(table["granted_count"], table["case_count"])
    table = table.assign(share=share, share_low=low, share_high=high).reset_index()
    table = table.sort_values(["share", "group"], ascending=[False, True], ignore_index=True)
    return shaped(_against_best(table), SHARE_PARITY_DTYPES)


def _against_best(table: pd.DataFrame) -> pd.DataFrame:
    best = table.iloc[0]
    gap = table["share"] - best["share"]
    below = np.hypot(table["share"] - table["share_low"], best["share_high"] - best["share"])
    above = np.hypot(table["share_high"] - table["share"], best["share"] - best["share_low"])
    is_best = table.index == 0
    table = table.assign(
        gap=gap, gap_low=(gap - below).where(~is_best), gap_high=(gap + above).where(~is_best),
        ratio_to_best=table["share"] / best["share"] if best["share"] > 0 else None,
    )  # fmt: skip
    is_low = table["ratio_to_best"].astype("float64") < FOUR_FIFTHS
    return table.assign(needs_review=is_low & (table["gap_high"] < 0))


def price_parity(lines: pd.DataFrame, *, reference: str) -> pd.DataFrame | NotEnoughEvidence:
    """PRICE_PARITY_DTYPES, one row per other group of thirty lines or more, sorted: what it paid for the same.

    price_gap is exp(mean difference of ln price within product and day) - 1 against `reference`: .05 is 5% dearer.
    A product-day is one case of the interval. needs_review: surely dearer. `lines`: group,
    product_id, day, unit_price (after discounts, one currency). Raises UsageError for missing columns.
    """
    frame = require(lines, ["group", "product_id", "day", "unit_price"], name="order line")
    price = numbers_of(frame, "unit_price")
    frame = frame.assign(log_price=np.log(price.where(price > 0))).dropna(
        subset=["group", "product_id", "day", "log_price"]
    )
    cells = frame.groupby(["product_id", "day", "group"])["log_price"].agg(["mean", "size"])
    means, sizes = cells["mean"].unstack(), cells["size"].unstack()
    if reference not in means.columns:
        return NotEnoughEvidence(what=f"order lines of group {reference}", n=0, needed=MIN_GROUP_COUNT)
    rows = [_price_gap(means, sizes, str(group), reference) for group in means.columns if group != reference]
    table = pd.DataFrame([row for row in rows if row is not None], columns=list(PRICE_PARITY_DTYPES))
    if table.empty:
        what = f"groups with {MIN_GROUP_COUNT} lines beside the reference"
        return NotEnoughEvidence(what=what, n=0, needed=1)
    return shaped(table.sort_values("group"), PRICE_PARITY_DTYPES)


def _price_gap(means: pd.DataFrame, sizes: pd.DataFrame, group: str, reference: str) -> tuple[object, ...] | None:
    gap = (means[group] - means[reference]).dropna()
    line_count = int(sizes.loc[gap.index, group].sum())
    if line_count < MIN_GROUP_COUNT or len(gap) < 2:
        return None
    value, half = float(gap.mean()), _half(gap.to_numpy("float64"))
    low, high = np.expm1(value - half), np.expm1(value + half)
    return group, line_count, float(np.expm1(value)), float(low), float(high), bool(low > 1e-9)


def _half(values: Floats) -> float:
    return float(stats.t.ppf((1 + LEVEL) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
