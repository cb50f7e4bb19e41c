"""Money spent on customers: acquiring, serving, rewarding, persuading."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One item of spending; acquisition cost, influencer cost and the return of a programme are reckoned from these."""

    source: str
    """Name of the source."""
    cost_id: str
    """The books' own id, or `h:...` (records.ids.hashed_native_id) where there is none."""
    spent_at: datetime
    """When it was spent; for a day's spending the beginning of that day in China (zone-aware)."""
    observed_at: datetime
    """When this state was seen (zone-aware)."""
    amount: float
    """Money spent, in `currency`; negative for money that came back."""
    currency: str = "CNY"
    """ISO 4217."""
    query: str | None = None
    """The file that holds it."""
    kind: str | None = None
    """What it was spent on, in the books' own words: 广告投放, 达人合作, 会员权益, 客服, ..."""
    brand: str | None = None
    """Brand, as the books name it."""
    product: str | None = None
    """Product, as the books name it."""
    channel: str | None = None
    """Where it was spent."""
    campaign: str | None = None
    """Campaign it belongs to."""
    platform: str | None = None
    """Platform of the account that was paid."""
    author_id: str | None = None
    """Keyed pseudonym of the account that was paid, on `platform`."""
