"""Which channels led to the orders of each month, by five rules that divide the same orders."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books, month_end
from pipeline.findings.result import Result, table_of_frame

if TYPE_CHECKING:
    import pandas as pd

MONTH_COUNT = 12
"""Months told, the latest ones that are over."""
VERSION = "attribution-1"


def attribution(books: Books) -> Result:
    """Rows of `fact_attribution`: every model's credits of a brand and month sum to its orders of known customers."""
    import pandas as pd

    from crm.value.evidence import NotEnoughEvidence

    if not len(books.touches):
        return Result("attribution", reason="no touchpoints")
    frames, reason = [], "no month with orders is over"
    for brand_id, month, found in _months(books):
        if isinstance(found, NotEnoughEvidence):
            reason = found.reason
        else:
            frames.append(found.assign(brand_id=brand_id, month=month, model_version=VERSION))
    if not frames:
        return Result("attribution", reason=reason)
    told = pd.concat(frames, ignore_index=True).rename(columns={"credit": "credit_count"})
    return Result("attribution", {"all": table_of_frame(told.drop(columns="credit_share"))})


def _months(books: Books) -> "Iterator[tuple[str, date, Any]]":
    from crm.decisions.attribution import attribution as divided
    from crm.decisions.paths import paths_of

    paid = books.orders[books.orders["amount"] > 0].drop_duplicates("order_id")
    for brand_id, orders in paid.groupby("brand_id"):
        touches = books.touches[books.touches["brand_id"].isna() | (books.touches["brand_id"] == brand_id)]
        for month in books.months(MONTH_COUNT):
            own, open_touches = _within(orders, touches, month)
            paths = paths_of(
                open_touches.rename(columns={"day": "touched_at"}), own.rename(columns={"day": "ordered_at"}),
                end=month_end(month),
            )  # fmt: skip
            yield str(brand_id), month, divided(paths)


def _within(orders: "pd.DataFrame", touches: "pd.DataFrame", month: date) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Orders of the month, and the touches that may have led to them: none that an earlier order has used up."""
    import pandas as pd

    from crm.decisions.paths import WINDOW_DAYS

    start, day, seen = pd.Timestamp(month), pd.to_datetime(orders["day"]), pd.to_datetime(touches["day"])
    used_until = day[day < start].groupby(orders["customer_id"]).max().to_dict()
    is_free = ~(seen <= pd.to_datetime(touches["customer_id"].astype(object).map(used_until)))
    own = orders[(day >= start) & (day <= pd.Timestamp(month_end(month)))]
    is_told = is_free & (seen >= start - pd.Timedelta(days=WINDOW_DAYS))
    return own, touches.loc[is_told, ["customer_id", "day", "channel"]]
