"""Which columns of a customer's month the star has, and how those of one method join the others."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def joined(frame: "pd.DataFrame", name: str, rows: Any, lacks: dict[str, str]) -> "pd.DataFrame":
    """Further columns that the star has, by customer; of a method without enough evidence the reason is noted.

    A method's own count of orders (credit risk) does not replace that of the month.
    """
    from crm.value.evidence import NotEnoughEvidence

    if isinstance(rows, NotEnoughEvidence):
        lacks[name] = rows.reason
        return frame
    new = [name for name in rows.columns if name in _columns() and name not in frame.columns]
    kept = rows[["customer_id", *new]]
    return frame.merge(kept.astype({"customer_id": "string"}), on="customer_id", how="left")


def kept(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Sorted, without the columns that the star does not have."""
    known = [name for name in frame.columns if name in {"customer_id", "month", *_columns()}]
    return frame[known].sort_values("customer_id", ignore_index=True)


def _columns() -> frozenset[str]:
    """What the star tells of a month besides its keys, and the region."""
    from warehouse.tables import fact_customer_month

    return frozenset(column.name for column in fact_customer_month.columns) - {"customer_id", "month"} | {"region"}
