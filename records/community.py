"""A community (a WeCom group owner's chats, a fan group) on one day."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityDay:
    """Figures of one community on one day; the platform forgets them after 180 days, so they are stored daily."""

    source: str
    """Name of the source."""
    platform: str
    """Where the community lives: wecom, ..."""
    community_id: str
    """Keyed pseudonym of the group or of the owner whose groups are counted together."""
    day: date
    """The day in China that the figures are about."""
    observed_at: datetime
    """When they were seen (zone-aware)."""
    query: str | None = None
    """The query that found them."""
    group_count: int | None = None
    """Groups at the end of the day."""
    new_group_count: int | None = None
    """Groups founded on the day."""
    active_group_count: int | None = None
    """Groups with at least one message on the day."""
    member_count: int | None = None
    """Members at the end of the day."""
    new_member_count: int | None = None
    """Members who joined on the day."""
    active_member_count: int | None = None
    """Members who wrote on the day."""
    message_count: int | None = None
    """Messages of the day."""
