"""What a task reads: the plan, and one day of mentions as columns with what earlier tasks found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nlp.complaints import Complaint
from nlp.entities.linker import Link
from nlp.integrity import duplicates
from nlp.integrity.compared import Compared
from nlp.integrity.fingerprints import Fingerprints
from nlp.text.clean import CleanText
from nlp.text.language import is_read
from nlp.topics.markets import MarketTopics
from records import Brand, Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a day's annotations depend on besides the texts."""

    brands: tuple[Brand, ...]
    """What is tracked."""
    lexicon: Lexicon
    """User words of the brand file."""
    assignments: Mapping[tuple[str, str], str]
    """(source, query) -> brand_id: whole queries that are about a brand."""
    sentiment_engine: str = "linear"
    """Name of the sentiment engine."""
    transformers_model: str | None = None
    """Folder or hub name for the transformers engine."""
    topics: MarketTopics | None = None
    """The fitted topics; None before the first fit, and then no topics are written."""


@dataclass(slots=True)
class Day:
    """The mentions of one partition as columns, and what the tasks have found so far."""

    ids: list[str]
    texts: list[str]
    cleaned: list[CleanText]
    keys: list[str]
    prints: Fingerprints
    titles: list[str | None]
    products: list[str | None]
    ratings: list[float | None]
    rating_scales: list[float | None]
    kinds: list[str]
    platforms: list[str]
    statuses: list[str | None]
    verified_types: list[str | None]
    assigned: list[str | None]
    authors: list[str | None]
    times: list[datetime | None]
    past_ids: list[str]
    past_keys: list[str]
    past_prints: list[Fingerprints]
    past_authors: list[str | None]
    past_times: list[datetime | None]
    compared: Compared
    groups: list[duplicates.Group] = field(default_factory=list)
    links: list[list[Link]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    complaints: list[Complaint | None] = field(default_factory=list)
    tones: list[str | None] = field(default_factory=list)
    """Sentiment where it is certain (nlp.complaints.tone); None where it is not, and where nothing is said."""

    def speaks_for_itself(self, at: int) -> bool:
        """Whether a mention's author says something, in Chinese, and is not the brand: only that is opinion."""
        is_chinese = is_read(self.languages[at], self.cleaned[at].text)
        return is_chinese and self.cleaned[at].is_voiced and self.classes[at] != "BGC"

    def titled(self, at: int) -> str:
        """Text, then title: offsets in the text stay what they are."""
        title = self.titles[at]
        return f"{self.texts[at]}\n{title}" if title else self.texts[at]
