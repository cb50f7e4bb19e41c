"""The user's own books, as frames for crm: asked from the warehouse that is being built."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

CURRENCY = "CNY"
"""The star tells what customers are worth in yuan; money of other currencies has no rate here and is left out."""
CLOSING_DAYS = 3
"""A month counts as over when the books reach its last days: not every shop sells something on its last one."""


@dataclass(frozen=True)
class Books:
    """Frames of the books; empty ones where a book does not exist. Columns: warehouse.bookframes."""

    orders: "pd.DataFrame"
    """Lines in CURRENCY."""
    foreign_count: int
    """Lines in other currencies, which are not among them."""
    sales: "pd.DataFrame"
    """Orders paid for by brand, product and day."""
    answers: "pd.DataFrame"
    contacts: "pd.DataFrame"
    referrals: "pd.DataFrame"
    points: "pd.DataFrame"
    touches: "pd.DataFrame"
    consents: "pd.DataFrame"

    def months(self, limit: int) -> Sequence[date]:
        """First days of the months that are over, from the first order on, at most the latest `limit`."""
        if not len(self.orders):
            return ()
        last = self.last_day()
        first, months = _day(self.orders["day"].min()).replace(day=1), []
        while _following(first) - timedelta(days=1 + CLOSING_DAYS) < last:
            months.append(first)
            first = _following(first)
        return months[-limit:]

    def last_day(self) -> date:
        """The last day on which something was bought, asked or touched; there must be an order."""
        return max(_day(frame["day"].max()) for frame in (self.orders, self.contacts, self.touches) if len(frame))


def read_books(connection: "sa.Connection") -> Books:
    """All books of a warehouse."""
    from warehouse import bookframes

    lines = bookframes.order_frame(connection).to_pandas()
    is_own = lines["currency"] == CURRENCY
    return Books(
        orders=lines[is_own].reset_index(drop=True),
        foreign_count=int((~is_own).sum()),
        sales=bookframes.sale_frame(connection).to_pandas(),
        answers=bookframes.answer_frame(connection).to_pandas(),
        contacts=bookframes.contact_frame(connection).to_pandas(),
        referrals=bookframes.referral_frame(connection).to_pandas(),
        points=bookframes.point_frame(connection).to_pandas(),
        touches=bookframes.touch_frame(connection).to_pandas(),
        consents=bookframes.consent_frame(connection).to_pandas(),
    )


def month_end(month: date) -> date:
    """The last day of the month of this first day."""
    return _following(month) - timedelta(days=1)


def until(frame: "pd.DataFrame", end: date) -> "pd.DataFrame":
    """Rows of days up to `end`."""
    import pandas as pd

    return frame[pd.to_datetime(frame["day"]) <= pd.Timestamp(end)]


def _following(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _day(value: object) -> date:
    import pandas as pd

    return pd.Timestamp(value).date()  # type: ignore[arg-type]
