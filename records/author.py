"""An account as seen at one moment, already pseudonymous."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One account of one platform at one moment. `author_id` is a keyed pseudonym, `name` is masked."""

    platform: str
    """Where the account lives: weibo, xiaohongshu, douyin, bilibili, douban, jd, taobao, appstore, ..."""
    author_id: str
    """Keyed pseudonym `a_...` (records.ids.pseudonym); the native id never leaves the crawlers."""
    observed_at: datetime
    """When these figures were seen (zone-aware)."""
    name: str | None = None
    """Masked display name (`青***`)."""
    follower_count: int | None = None
    """Followers at `observed_at`; None when the source does not say."""
    following_count: int | None = None
    """Accounts this one follows."""
    post_count: int | None = None
    """Posts published so far, as the platform counts them."""
    like_total_count: int | None = None
    """Likes received over all posts (Douyin's 获赞)."""
    is_verified: bool | None = None
    """Whether the platform shows a verification mark."""
    verified_type: str | None = None
    """person, enterprise, government, media or the brand's own (`brand`); None when unknown."""
    gender: str | None = None
    """`f`, `m` or None."""
    region: str | None = None
    """Province or country of the IP属地 or the profile, as the source writes it."""
    category: str | None = None
    """Content category the platform files the account under (Douyin: 美食, 政企, ...)."""
