"""What many readings add up to, kept small however many there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from crawlers.reading import Reading


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one query's pages or one file."""

    page_count: int = 0
    row_count: int = 0
    mention_count: int = 0
    author_count: int = 0
    observation_count: int = 0
    feed_count: int = 0
    refused_count: int = 0
    skipped_count: int = 0
    mended_row_count: int = 0
    damaged_character_count: int = 0
    oldest_at: datetime | None = None
    newest_at: datetime | None = None
    drift: str | None = None
    """The first reason why a page is not what the yml describes."""
    first_refused_row: int | None = None
    reasons: Counter[str] = field(default_factory=Counter)
    """Why rows were refused."""
    unknown_fields: Counter[str] = field(default_factory=Counter)
    """Fields of entries that the yml does not know: the platform has added something."""

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Self:
        """The tally of some readings."""
        tally = cls()
        for reading in readings:
            tally.add(reading)
        return tally

    def add(self, reading: Reading) -> None:
        """Counts one reading."""
        self.page_count += 1
        self.row_count += reading.row_count
        self.mention_count += len(reading.mentions)
        self.author_count += len(reading.authors)
        self.observation_count += len(reading.observations)
        self.feed_count += len(reading.feeds)
        self.refused_count += len(reading.refusals)
        self.skipped_count += len(reading.skipped)
        self.mended_row_count += reading.mended_row_count
        self.damaged_character_count += reading.damaged_character_count
        self.drift = self.drift or reading.drift
        self.reasons.update(refusal.reason for refusal in reading.refusals)
        self.unknown_fields.update(reading.unknown_fields)
        if reading.refusals and self.first_refused_row is None:
            self.first_refused_row = reading.refusals[0].row
        times = [mention.published_at for mention in reading.mentions if mention.published_at]
        self.oldest_at = min([*times, *([self.oldest_at] if self.oldest_at else [])], default=None)
        self.newest_at = max([*times, *([self.newest_at] if self.newest_at else [])], default=None)

    @property
    def has_records(self) -> bool:
        """Whether anything was taken."""
        return bool(self.mention_count or self.author_count or self.observation_count or self.feed_count)

    @property
    def note(self) -> str | None:
        """What a person should know of pages that went well: refusals, damage, rows put right, new fields."""
        if self.drift:
            return self.drift
        parts = []
        if self.refused_count:
            reason, count = self.reasons.most_common(1)[0]
            most = f"most often ({count}): {reason}; first at row {self.first_refused_row}"
            parts.append(f"{self.refused_count} rows refused, {most}")
        parts += [f"{self.mended_row_count} rows mended"] if self.mended_row_count else []
        parts += [f"{self.damaged_character_count} damaged characters"] if self.damaged_character_count else []
        if self.unknown_fields:
            names = ", ".join(name for name, _ in self.unknown_fields.most_common(3))
            parts.append(f"{len(self.unknown_fields)} unknown fields ({names})")
        return ", ".join(parts) or None

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the crawling process to tell its parent."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for name in ("oldest_at", "newest_at"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        return plain

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Self:
        """The tally that `to_json` gave."""
        times = {
            name: datetime.fromisoformat(content[name]) if content[name] else None
            for name in ("oldest_at", "newest_at")
        }
        counters = {name: Counter(content[name]) for name in ("reasons", "unknown_fields")}
        return cls(**{**content, **times, **counters})
