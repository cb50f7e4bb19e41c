"""One invitation from one customer to another person."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One person referred by one customer; the feed behind referral value and referral programmes."""

    source: str
    """Name of the source."""
    referral_id: str
    """The programme's own id, or `h:...` (records.ids.hashed_native_id) where there is none."""
    referrer_id: str
    """Keyed pseudonym of the customer who recommends."""
    referred_at: datetime
    """When the invitation was made (zone-aware)."""
    observed_at: datetime
    """When this state was seen (zone-aware)."""
    query: str | None = None
    """The file that holds it."""
    referred_id: str | None = None
    """Keyed pseudonym of the person referred; None while the programme does not know them."""
    joined_at: datetime | None = None
    """When the referred person became a customer (zone-aware); None while they have not."""
    channel: str | None = None
    """How the invitation travelled, as the source says."""
    campaign: str | None = None
    """Programme or campaign it belongs to."""
    reward_amount: float | None = None
    """What both sides were given for it, in `currency`."""
    currency: str = "CNY"
    """ISO 4217."""
    status: str | None = None
    """State in the programme's own words."""
    would_join_anyway: bool | None = None
    """Whether the person would have come without it, as asked at joining; tells a type-two referral from a type-one."""
