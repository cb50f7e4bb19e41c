"""One service contact, or an agent's contacts of one day where the system gives only totals."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One row of a service system; `contact_count` says how many contacts it stands for, so that sums are right."""

    source: str
    """Name of the source."""
    contact_id: str
    """The system's own id, or `h:...` (records.ids.hashed_native_id) where there is none."""
    contacted_at: datetime
    """When it began; for a day's totals the beginning of that day in China (zone-aware)."""
    observed_at: datetime
    """When this state was seen (zone-aware)."""
    query: str | None = None
    """The query or file that found it."""
    customer_id: str | None = None
    """Keyed pseudonym of the customer; None for totals."""
    agent_id: str | None = None
    """Keyed pseudonym of the employee."""
    channel: str | None = None
    """wecom, phone, chat, email, store, ... as the source says."""
    reason: str | None = None
    """What it was about, in the system's own words."""
    text: str | None = None
    """What was said, where the system keeps it."""
    contact_count: int = 1
    """Contacts in this row: 1, or the day's chats."""
    message_count: int | None = None
    """Messages sent by the agent."""
    new_customer_count: int | None = None
    """Customers added on the day."""
    lost_customer_count: int | None = None
    """Customers who removed or blocked the agent on the day."""
    reply_share: float | None = None
    """Share of chats answered, 0 to 1."""
    first_response_minutes: float | None = None
    """Minutes to the first (or, for totals, the average) reply."""
    handling_minutes: float | None = None
    """Minutes from begin to end."""
    is_resolved: bool | None = None
    """Whether it settled the matter."""
    satisfaction: float | None = None
    """The customer's score of the contact, on `satisfaction_scale`."""
    satisfaction_scale: float | None = None
    """Best possible score."""
    direction: str | None = None
    """inbound: the customer came; outbound: the firm called or wrote."""
    is_answered: bool | None = None
    """Whether the other side answered: the desk to who came, the customer to whom the firm called."""
    action_kind: str | None = None
    """What an outbound contact carried out: retention, winback or care; None for another purpose."""
    knowledge_id: str | None = None
    """Item of the firm's knowledge base that it was answered from."""
    knowledge_kind: str | None = None
    """Whether that item is knowledge about customers, from them or for them: about, from, for."""
