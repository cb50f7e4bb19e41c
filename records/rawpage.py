"""One response or export file exactly as received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """What a source's reader is given, online, from a file or on replay. Restricted: it holds raw handles."""

    source: str
    """Name of the source."""
    url: str
    """Requested address without secrets, or the export's file name."""
    body: bytes
    """The bytes as received (after transfer decoding)."""
    fetched_at: datetime
    """When they were received; for an export file, its modification time (zone-aware)."""
    status: int = 200
    """HTTP status; 200 for files."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers in lower case, without cookies."""
    request: Mapping[str, str] = field(default_factory=dict)
    """What was asked, without secrets: app_id, country, page, cursor, ..."""
    page_number: int = 1
    """Position of the page within its crawl, from 1."""
