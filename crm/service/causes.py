"""Root causes: which product (store, channel) has more of which problem than the brand's complaints in general."""

from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from crm.frames import require, shaped

DTYPES: Final = {
    "brand_id": "string", "where": "string", "cause": "string", "complaint_count": "Int64", "where_count": "Int64",
    "cause_count": "Int64", "total_count": "Int64", "share": "Float64", "expected_count": "Float64", "lift": "Float64",
    "lift_low": "Float64", "lift_high": "Float64", "p_value": "Float64", "q_value": "Float64", "rank": "Int64",
}  # fmt: skip
MIN_COUNT: Final = 5
"""Complaints of a cell below which it is not told: its lift would be chance, and its people few."""
_Z: Final = float(stats.norm.ppf(0.975))


def root_causes(
    complaints: pd.DataFrame, *, where: str = "product", cause: str = "aspect", min_count: int = MIN_COUNT
) -> pd.DataFrame:
    """Cells of `where` x `cause` within each brand, the most over-represented first; see DTYPES.

    `complaints` has brand_id, complaint_id and the two columns, one row a complaint and cause (a complaint may have
    several). Only complaints with both known are looked at: total_count. lift = (complaint_count / where_count) /
    (cause_count / total_count), its interval that of a ratio of shares on the log scale (Katz, 1978), p_value Fisher's
    exact test for more than by chance, q_value after Benjamini & Hochberg (1995) over the cells told of the brand. rank
    goes by the excess complaint_count - expected_count among cells of lift above 1, NULL below.
    A brand with one product has nothing to compare: lift 1. Raises UsageError for a missing column.
    """
    frame = require(complaints, ["brand_id", "complaint_id", where, cause], name="complaint")
    frame = frame.dropna(subset=["brand_id", "complaint_id", where, cause])
    frame = frame.drop_duplicates(["brand_id", "complaint_id", where, cause])
    parts = [_of_brand(brand, rows, where, cause, min_count) for brand, rows in frame.groupby("brand_id")]
    return shaped(pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(), DTYPES)


def _of_brand(brand: object, rows: pd.DataFrame, where: str, cause: str, min_count: int) -> pd.DataFrame:
    """Complaints, not rows, are counted: one with two causes is one complaint of its product."""
    cells = rows.groupby([where, cause])["complaint_id"].nunique().rename("complaint_count").reset_index()
    cells["where_count"] = cells[where].map(rows.groupby(where)["complaint_id"].nunique())
    cells["cause_count"] = cells[cause].map(rows.groupby(cause)["complaint_id"].nunique())
    cells["total_count"] = rows["complaint_id"].nunique()
    cells = cells[cells["complaint_count"] >= min_count].rename(columns={where: "where", cause: "cause"})
    return _ranked(_tested(cells.assign(brand_id=str(brand))))


def _tested(cells: pd.DataFrame) -> pd.DataFrame:
    k, n, m, total = (cells[f"{name}_count"].to_numpy(np.float64) for name in ("complaint", "where", "cause", "total"))
    expected = n * m / total
    width = np.exp(_Z * np.sqrt(np.maximum(1 / k - 1 / n + 1 / m - 1 / total, 0)))
    p_value = stats.hypergeom.sf(k - 1, total, m, n)
    return cells.assign(
        share=k / n,
        expected_count=expected,
        lift=k / expected,
        lift_low=k / expected / width,
        lift_high=k / expected * width,
        p_value=p_value,
        q_value=stats.false_discovery_control(p_value) if len(p_value) else p_value,
    )


def _ranked(cells: pd.DataFrame) -> pd.DataFrame:
    excess = cells["complaint_count"] - cells["expected_count"]
    order = cells.assign(excess=excess).sort_values(["excess", "where", "cause"], ascending=[False, True, True])
    place = pd.Series(range(1, len(order) + 1), index=order.index, dtype="Int64")
    return order.assign(rank=place.where(order["lift"] > 1)).drop(columns="excess")
