"""What is told in a chat: one plain value for every channel, before any channel's markup."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.names import Pair

Language = Literal["zh", "en", "both"]
"""What a channel is told in; `both` says Chinese first and English beside it."""

Stage = Literal["opened", "grown", "over", "daily", "weekly"]
"""An alert's first word, its growth, its end; a day's card, a week's card."""

Mood = Literal["bad", "over", "news", "calm"]
"""How a card is coloured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that may have to be told; cheap to know, and enough to decide on."""

    key: str
    """The alert's id, or `daily:` / `weekly:` with brand and first day: told once under this key."""
    kind: Literal["alert", "daily", "weekly"]
    brand_id: str
    day: date
    """The day to which it is news: when an alert ended or was last seen open, the last day of a digest."""
    size: int = 0
    """Negative mentions of an alert's peak day, by which it grows."""
    is_over: bool = False
    """Whether an alert has closed; a single post is over at once."""
    urgency: float = 0.0
    """0 to 1, held against a channel's bound in quiet hours (see reports.messages.episodes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One card."""

    key: str
    """Of its news."""
    stage: Stage
    brand_id: str
    brand: str
    """Display name."""
    label: Pair
    """What kind of card it is, in a word."""
    at: str
    """The hour, day or days that it tells of."""
    mood: Mood
    sentences: tuple[Pair, ...]
    """What happened, the news first."""
    posts: tuple[str, ...] = ()
    """Lines of what people wrote, already harmless (reports.card.inert)."""
    link: str = ""
    """Address of the page; empty where pages are not served."""
    urgency: float = 0.0
    size: int = 0
    """Of its news."""
    is_over: bool = False
    is_repeat: bool = False
    """Whether an earlier try may have arrived already."""

    @property
    def once(self) -> str:
        """What receivers may know a repeat by: the same for every try to tell the same."""
        told = (self.key, self.stage, str(self.size) if self.stage == "grown" else "")
        return hashlib.sha256("/".join(told).encode()).hexdigest()[:32]
