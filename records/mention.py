"""One post, comment, repost, review or complaint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from records.author import Author

KINDS = ("post", "comment", "repost", "review", "complaint")
"""What a mention can be."""

COUNT_FIELDS = ("like_count", "comment_count", "share_count", "favorite_count", "view_count", "wow_count")
"""Engagement counters; they leave the lake as observations, never overwritten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One piece of content at one observation. Unknown is None, never 0."""

    source: str
    """Name of the source that read it (stem of its yml)."""
    platform: str
    """Where it was published; author ids and native ids are unique per platform."""
    native_id: str
    """The platform's own id as text, or `h:...` (records.ids.hashed_native_id) where there is none."""
    kind: str
    """One of KINDS."""
    text: str
    """What was said, as received; may be empty (a bare repost)."""
    observed_at: datetime
    """When this state was seen (zone-aware)."""
    query: str | None = None
    """The query or file name that found it (SourceQuery.query)."""
    parent_id: str | None = None
    """native_id of what it answers or reposts."""
    root_id: str | None = None
    """native_id of the content that started the thread."""
    author: Author | None = None
    """Who said it, pseudonymous; None when the source does not say."""
    title: str | None = None
    """Headline, where the platform has one."""
    url: str | None = None
    """Address of the content on its platform."""
    published_at: datetime | None = None
    """When it was published (zone-aware); None when the source does not say."""
    like_count: int | None = None
    """Likes, 点赞, 有用 votes."""
    comment_count: int | None = None
    """Comments or replies."""
    share_count: int | None = None
    """Reposts, forwards, shares."""
    favorite_count: int | None = None
    """Saves: 收藏."""
    view_count: int | None = None
    """Reads or plays."""
    wow_count: int | None = None
    """在看, WeChat's mark that one is reading an article, shown to friends; other platforms have none."""
    count_precision: str | None = None
    """exact, rounded (1.2万) or capped (10万+): the coarsest of the counts above; None without counts."""
    rating: float | None = None
    """Score given by the author, on `rating_scale`."""
    rating_scale: float | None = None
    """Best possible rating (5 for stars, 1 for thumbs)."""
    product: str | None = None
    """Product, shop or company named by the source's own field."""
    status: str | None = None
    """State of a complaint as the source writes it, or of a reply that changes it."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Source fields without a place of their own, as text; kept for replay, read by no later room."""

    @property
    def mention_id(self) -> str:
        """`platform:native_id`, unique over all sources."""
        return f"{self.platform}:{self.native_id}"
