"""One movement on a customer's points account."""

from dataclasses import dataclass
from datetime import datetime

LOYALTY_KINDS = ("earn", "redeem", "expire", "adjust")
"""What moves points: earned by buying or doing, spent, lapsed, or corrected by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyTransaction:
    """One line of a points ledger; the lines of an account add up to its balance."""

    source: str
    """Name of the source."""
    transaction_id: str
    """The programme's own id, or `h:...` (records.ids.hashed_native_id) where there is none."""
    customer_id: str
    """Keyed pseudonym of the member."""
    occurred_at: datetime
    """When points moved (zone-aware)."""
    observed_at: datetime
    """When this row was seen (zone-aware)."""
    kind: str
    """One of LOYALTY_KINDS."""
    points: float
    """Points moved: what comes in is positive, what goes out negative."""
    query: str | None = None
    """The file that holds it."""
    balance: float | None = None
    """Points the account holds after it, as the programme states."""
    value_amount: float | None = None
    """Money the points stood for (a discount taken), in `currency`."""
    currency: str = "CNY"
    """ISO 4217."""
    program: str | None = None
    """Programme, where the file holds several."""
    channel: str | None = None
    """Shop or platform."""
    order_id: str | None = None
    """Order it belongs to."""
    reason: str | None = None
    """What it was for, in the programme's own words."""
    expires_at: datetime | None = None
    """When earned points lapse (zone-aware)."""
