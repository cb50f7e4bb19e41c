"""One order line of a shop's own books."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One product line of one order; the first-party feed behind RFM and customer value."""

    source: str
    """Name of the source."""
    order_id: str
    """The shop's order number."""
    line_number: int
    """Line within the order, from 1."""
    customer_id: str
    """Keyed pseudonym of the buyer."""
    ordered_at: datetime
    """When it was ordered (zone-aware)."""
    quantity: float
    """Units bought; negative for a return."""
    amount: float
    """Money paid for the line, in `currency`; negative for a refund."""
    currency: str = "CNY"
    """ISO 4217."""
    product: str | None = None
    """Product as the shop names it."""
    channel: str | None = None
    """Shop or platform."""
    observed_at: datetime | None = None
    """When this state was seen (zone-aware)."""
    query: str | None = None
    """The file that holds it."""
    status: str | None = None
    """State of the order in the shop's own words (a refund, a return)."""
    discount_amount: float | None = None
    """Money taken off the line's price, in `currency`; never negative."""
    coupon: str | None = None
    """Coupon or promotion that took it off, as the shop names it."""
    region: str | None = None
    """Province or city it went to, as the shop writes it; never an address."""
