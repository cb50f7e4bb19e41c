"""What the user tracks: brands, products, rules for telling that a text is about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRule:
    """When a text is about a brand or product."""

    aliases: tuple[str, ...]
    """Names that count as naming it (the own name included)."""
    query: str | None = None
    """A boolean brand query that must hold as well: words, "phrases", AND, OR, NOT, parentheses."""
    homonyms: tuple[str, ...] | None = None
    """Aliases that are ordinary words, too, and name it only where the words around them say so. None: those that the
    built-in table knows, unless there is a query; and, with context words of which the table knows no alias, all."""
    context_for: tuple[str, ...] = ()
    """Words that speak for the brand where such an alias stands."""
    context_against: tuple[str, ...] = ()
    """Words that speak for the other meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product of a brand."""

    product_id: str
    """Stable id within the brand."""
    name: str
    """Display name."""
    rule: LinkRule
    """When a text is about it; asked only of texts about its brand."""
    category: str | None = None
    """Category of goods it belongs to, as the firm calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandEvent:
    """Something that happened, for the markers on the curve."""

    name: str
    """Short label (新品上市)."""
    begins_on: date
    """First day (Asia/Shanghai)."""
    ends_on: date
    """Last day."""
    kind: str = "event"
    """event or campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A span of one day, in minutes from midnight (Asia/Shanghai): 540 to 1080 is 09:00-18:00."""

    opens: int
    """First minute."""
    closes: int
    """Minute after the last; at most 1440, later than `opens`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """When a brand's service answers; holds from a day on, until the next such entry."""

    begins_on: date
    """First day."""
    workday: Hours | None
    """On working days, 调休 make-up days included; None: closed."""
    day_off: Hours | None = None
    """On weekends and public holidays; None: closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTerm:
    """Within how many working days a complaint is to be dealt with, the day it was opened not counted."""

    begins_on: date
    """Complaints opened from this day on, until the next such entry."""
    reply_workdays: int | None = None
    """To the first reply; None: as the public default has it."""
    resolution_workdays: int | None = None
    """To the resolution; None: as the public default has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A tracked brand."""

    brand_id: str
    """Stable id."""
    name: str
    """Display name."""
    rule: LinkRule
    """When a text is about it."""
    products: tuple[Product, ...] = ()
    """Its products."""
    industry: str | None = None
    """Whose aspects it is judged by: automobile, restaurant, phone, app, ecommerce; None for goods of any kind."""
    competitors: tuple[str, ...] = ()
    """brand_ids it is compared with; empty means all other tracked brands."""
    events: tuple[BrandEvent, ...] = ()
    """Campaigns and events."""
    opening_hours: tuple[OpeningHours, ...] = ()
    """When its service answers; before the first entry, and with none, 09:00-18:00 on working days."""
    service_terms: tuple[ServiceTerm, ...] = ()
    """What it promises about complaints; before the first entry, and with none, the public terms hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words the brand file adds to segmentation."""

    words: tuple[str, ...] = ()
    """User words: brand and product names, aliases, and what the file lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuery:
    """One thing to ask of one source."""

    source: str
    """Name of the source."""
    query: str
    """What identifies it: an app id, a feed address, a file path."""
    params: Mapping[str, str] = field(default_factory=dict)
    """Further parameters by the source's own names (country, language, ...)."""
    brand_id: str | None = None
    """Brand that everything from this query is about (an app's own reviews); None to link by text."""
