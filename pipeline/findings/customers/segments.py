"""Segments of customers by what, how often and how they buy, and what sets each apart."""

from datetime import date
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end, until

if TYPE_CHECKING:
    import pandas as pd

COUNTS = (2, 3, 4, 5, 6)
"""Numbers of segments tried: what a team can tell apart."""
NUMBERS = ("discount_share", "order_log_count", "order_amount")
_HABITS = {"discount_share": ("折扣多", "折扣少"), "order_log_count": ("常买", "少买"),
           "order_amount": ("单笔大", "单笔小")}  # fmt: skip
"""Number -> the Chinese words for its upper and its lower third."""


def with_segments(frame: "pd.DataFrame", books: Books, month: date, lacks: dict[str, str]) -> "pd.DataFrame":
    """Adds segment and segment_name of who has bought; without evidence they are left out, and why is noted."""
    from crm.personas.segmentnames import segment_names
    from crm.personas.segments import segments
    from crm.personas.stability import StabilitySettings
    from crm.value.evidence import NotEnoughEvidence

    habits = habits_of(books, month)
    found = segments(
        habits,
        model="one_hot_k_means",
        categories=["product"],
        numbers=NUMBERS,
        settings=StabilitySettings(counts=COUNTS),
    )
    if isinstance(found, NotEnoughEvidence):
        lacks["segment"] = found.reason
        return frame
    marks, labels = _marks(habits)
    names = segment_names(found.members, marks, labels)
    told = found.members.merge(names[["segment", "segment_name"]], on="segment", how="left")
    return frame.merge(told.astype({"customer_id": "string"}), on="customer_id", how="left")


def habits_of(books: Books, month: date) -> "pd.DataFrame":
    """customer_id, product (bought most often; of equals the first by name) and NUMBERS, over all orders so far."""
    import numpy as np
    import pandas as pd

    rows = until(books.orders, month_end(month))
    bought = rows[rows["amount"] > 0]
    own = bought.groupby("customer_id")
    orders = own["order_id"].nunique()
    discount = own["discount_amount"].sum()
    counts = bought.groupby(["customer_id", "product"]).size().rename("n").reset_index()
    most = counts.sort_values(["n", "product"], ascending=[False, True]).drop_duplicates("customer_id")
    table = pd.DataFrame(
        {
            "discount_share": discount / (own["gross_amount"].sum() + discount),
            "order_log_count": np.log1p(orders),
            "order_amount": own["amount"].sum() / orders,
        }
    )
    return table.join(most.set_index("customer_id")["product"]).reset_index()


def _marks(habits: "pd.DataFrame") -> "tuple[pd.DataFrame, dict[str, str]]":
    """Which product is bought most, and whether each number is in the upper or lower third; and their Chinese names."""
    import pandas as pd

    products = pd.get_dummies(habits["product"].astype("object"), prefix="product", prefix_sep=":", dtype="float64")
    columns: dict[str, pd.Series] = {}
    labels: dict[str, str] = {}
    for number, (high, low) in _HABITS.items():
        places = habits[number].rank(pct=True)
        columns |= {f"habit:{number}:high": places > 2 / 3, f"habit:{number}:low": places <= 1 / 3}
        labels |= {f"habit:{number}:high": high, f"habit:{number}:low": low}
    return habits[["customer_id"]].join([products, pd.DataFrame(columns).astype("float64")]), labels
