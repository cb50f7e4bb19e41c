"""One decision of a customer about what their data may be used for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One agreement or refusal; of a customer and purpose the latest decision holds."""

    source: str
    """Name of the source."""
    consent_id: str
    """The system's own id, or `h:...` (records.ids.hashed_native_id) where there is none."""
    customer_id: str
    """Keyed pseudonym of the customer."""
    decided_at: datetime
    """When it was decided (zone-aware)."""
    observed_at: datetime
    """When this row was seen (zone-aware)."""
    is_granted: bool
    """Whether it was agreed to; False for a refusal or a withdrawal."""
    query: str | None = None
    """The file that holds it."""
    purpose: str | None = None
    """What for, in the system's own words: 营销短信, 个性化推荐, 账号关联, ...; None: for everything."""
    basis: str | None = None
    """Legal basis, as the system states it."""
    channel: str | None = None
    """Where it was decided."""
    policy_version: str | None = None
    """Version of the wording that was agreed to."""
    expires_at: datetime | None = None
    """When it lapses (zone-aware)."""
