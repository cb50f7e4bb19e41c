"""What the world is made of: people and what they publish, with the truth about both."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Polarity = Literal["positive", "neutral", "negative"]
"""The true sentiment of a sentence."""
POLARITIES: tuple[Polarity, ...] = ("positive", "neutral", "negative")
"""All of them."""


@dataclass(slots=True, kw_only=True)
class Person:
    """An account of one platform."""

    platform: str
    native_id: str
    name: str
    role: str = "regular"
    """regular, passer (one post or repost), army, influencer, media, brand."""
    group: str | None = None
    """Customer group it belongs to; None outside the four groups."""
    followers: int = 100
    """At the beginning of week 1."""
    follower_path: tuple[int, ...] = ()
    """Followers at the end of each week, for accounts that grow; empty for steady ones."""
    following: int = 100
    post_count: int = 100
    gender: str = "f"
    region: str = ""
    verified_type: int = -1
    """Weibo's code: -1 none, 0 person, 2 enterprise, 3 media."""
    joined_at: datetime | None = None
    bio: str = ""
    handle: str = ""
    """Platform's second id (Douyin's sec_uid)."""

    @property
    def key(self) -> str:
        """`platform:native_id`, as in the truth file."""
        return f"{self.platform}:{self.native_id}"

    def followers_in(self, week: int) -> int:
        """Followers when the export of a week (1..8) is made."""
        if self.follower_path:
            return self.follower_path[min(max(week, 1), len(self.follower_path)) - 1]
        return self.followers + self.followers * week // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry in a complaint's progress."""

    at: datetime
    role: str
    """商家, 平台 or 消费者."""
    state: str | None
    """已回复, 已完成, 再次投诉, or None for a message that changes nothing."""
    text: str


@dataclass(slots=True, kw_only=True)
class Item:
    """One published thing and the truth about it."""

    platform: str
    native_id: str
    kind: str
    at: datetime
    text: str
    title: str = ""
    author: Person | None = None
    brands: tuple[str, ...] = ()
    """Brand ids it is truly about."""
    products: tuple[str, ...] = ()
    """`brand/product` ids it is truly about."""
    sentiment: Polarity | None = None
    """None where there is no text to judge."""
    complaint: str | None = None
    """Complaint type; None when it is none."""
    content_class: str | None = "UGC"
    """None where nothing tells (reposts)."""
    plant: str = "calm"
    """The plant it belongs to."""
    topic: str | None = None
    """Main topic of its sentences."""
    duplicate_group: str | None = None
    """Planted group of near-same texts."""
    is_homonym: bool = False
    """Whether it uses a brand's letters in another sense."""
    parent: "Item | None" = None
    root: "Item | None" = None
    likes: int = 0
    comments: int = 0
    shares: int = 0
    favorites: int = 0
    rating: int | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """Platform's own further fields."""
    steps: list[Step] = field(default_factory=list)
    """Progress of a complaint."""

    @property
    def mention_id(self) -> str:
        """`platform:native_id`, as in the truth file."""
        return f"{self.platform}:{self.native_id}"

    @property
    def depth(self) -> int:
        """Reposts between it and the root: 0 for a root."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def status(self) -> str:
        """open, replied or resolved: how a complaint stands at the world's end; a reopened one is open."""
        states = [step.state for step in self.steps if step.state]
        return {"已回复": "replied", "已完成": "resolved"}.get(states[-1], "open") if states else "open"
