"""价格敏感度, sensitivity to price: elasticity where prices moved, discount share, how often price is talked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import flags_of, numbers_of, require
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.regression import Estimate, least_squares
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, summed
from crm.value.evidence import NotEnoughEvidence

DISCOUNT: Final = Measure(
    name="discount_share", zh="优惠占比", en="Discounts in the list price of what was sold", counted="order lines",
    grade="own",
)  # fmt: skip
PRICE_TALK: Final = Measure(
    name="price_mention_share_proxy", zh="价格提及率(文本代理)", en="Mentions that speak of the price (proxy)",
    counted="mentions", grade="own", is_proxy=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Elasticity:
    """Per cent of quantity for one per cent of price."""

    product_id: str
    elasticity: Estimate
    period_count: int
    r_squared: float


def price_elasticity(sales: pd.DataFrame, *, product_id: str) -> Elasticity | NotEnoughEvidence:
    """Constant elasticity of one product: ln quantity = a + e ln price, by least squares with HC3 intervals.

    `sales`: one row per period (day or week) with product_id, unit_price and quantity, both positive. It tells what
    went together: where prices fell because a campaign ran, the campaign's effect is in it. A column `control_*` (a
    promotion, a holiday as 0 or 1) is held fixed. Raises UsageError for missing columns.
    """
    frame = require(sales, ["product_id", "unit_price", "quantity"], name="sales")
    frame = frame[frame["product_id"] == product_id]
    controls = [column for column in frame.columns if column.startswith("control_")]
    price, quantity = numbers_of(frame, "unit_price"), numbers_of(frame, "quantity")
    others = [numbers_of(frame, column) for column in controls]
    known = (price > 0) & (quantity > 0) & pd.concat([price, *others], axis="columns").notna().all(axis="columns")
    x = np.column_stack([np.log(price[known]), *(other[known] for other in others)])
    y = np.log(quantity[known]).to_numpy("float64")
    found = least_squares(x, y, ["price", *controls], what="periods with a price and sales")
    if isinstance(found, NotEnoughEvidence):
        return found
    return Elasticity(
        product_id=product_id, elasticity=found.estimate("price"), period_count=found.row_count,
        r_squared=found.r_squared,
    )  # fmt: skip


def discount_shares(lines: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES: discounts / (booked money + discounts); lines that do not say their discount are left out.

    `lines`: brand_id, month (any day of it), gross_amount, discount_amount, and the columns of `by`. Money is no count
    of independent cases, so no interval is told. Raises UsageError for missing columns.
    """
    frame = keyed(lines, ["gross_amount", "discount_amount"], by, name="order line")
    frame = frame.assign(numerator=numbers_of(frame, "discount_amount"), gross=numbers_of(frame, "gross_amount"))
    frame = frame.dropna(subset=["numerator", "gross"])
    frame["denominator"] = frame["gross"] + frame["numerator"]
    sums = summed(frame.assign(evidence_count=1), by, ["numerator", "denominator", "evidence_count"])
    return satisfaction_rows(sums, DISCOUNT, _unknown)


def price_talk(mentions: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES: mentions of the brand that speak of its price / mentions.

    `mentions`: brand_id, month (any day of it), is_about_price, and the columns of `by`. Raises UsageError for missing
    columns.
    """
    frame = keyed(mentions, ["is_about_price"], by, name="mention")
    frame["numerator"] = flags_of(frame, "is_about_price").astype("float64")
    sums = summed(frame.assign(denominator=1.0), by, ["numerator", "denominator"])
    return satisfaction_rows(sums.assign(evidence_count=sums["denominator"]), PRICE_TALK, _share)


def _unknown(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    nothing = np.full(len(rows), np.nan)
    return nothing, nothing


def _share(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])
