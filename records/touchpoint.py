"""One meeting of a customer with the brand that is neither an order nor a service contact."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """One event of a customer's journey: an advertisement seen, a message opened, a page or a shop visited."""

    source: str
    """Name of the source."""
    touchpoint_id: str
    """The system's own id, or `h:...` (records.ids.hashed_native_id) where there is none."""
    touched_at: datetime
    """When it happened (zone-aware)."""
    observed_at: datetime
    """When this row was seen (zone-aware)."""
    query: str | None = None
    """The file that holds it."""
    customer_id: str | None = None
    """Keyed pseudonym of the customer; None for an unidentified visitor."""
    channel: str | None = None
    """Where, as the source says: 小程序, 朋友圈广告, 短信, 门店, ..."""
    kind: str | None = None
    """What happened, in the source's own words: 曝光, 点击, 浏览, 加购, 领券, ..."""
    campaign: str | None = None
    """Campaign it belongs to."""
    product: str | None = None
    """Product it was about."""
    order_id: str | None = None
    """Order that it led to, where the system says so."""
    touch_count: int = 1
    """Events in this row: 1, or how often it happened where the system counts."""
