"""What came out of one page: everything taken, skipped or refused, so that the rows add up."""

from collections import Counter
from dataclasses import dataclass, field

from records import (
    Annotation,
    Author,
    CommunityDay,
    Consent,
    Contact,
    Cost,
    FeedRecord,
    LoyaltyTransaction,
    Mention,
    Observation,
    Order,
    Outcome,
    Referral,
    Refusal,
    SurveyResponse,
    Touchpoint,
)

_FEED_NAMES: dict[type, str] = {
    Order: "order lines",
    Contact: "contacts",
    SurveyResponse: "survey answers",
    CommunityDay: "community days",
    Referral: "referrals",
    LoyaltyTransaction: "points movements",
    Touchpoint: "touchpoints",
    Cost: "cost items",
    Consent: "consents",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A row that is no content by the source's own rule."""

    row: int
    """Row or entry number, from 1, counting a table's header as row 1."""
    reason: str
    """`repeated header`, `blank row`, `default text`, `repeated row`, `outside the window`, `POST request`."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """One page or file read: `row_count == taken_count + len(skipped) + len(refusals)`.

    A row is one entry of a response or one record below a table's header. A row may give several mentions (a
    complaint and its replies) or one author. Two rows of one file with the same native id and text are one mention;
    the second is skipped as a `repeated row`. Rows without ids that are equal stay apart by their ordinal.
    """

    what: str
    """The page in words: the source's title."""
    mentions: list[Mention] = field(default_factory=list)
    held_ids: set[str] = field(default_factory=set)
    """Native ids of mentions held within another's row (a complaint's replies); they are no rows of their own."""
    authors: list[Author] = field(default_factory=list)
    """Author observations apart from those inside the mentions."""
    observations: list[Observation] = field(default_factory=list)
    """Counts of content whose text is read elsewhere (WeChat's datacube)."""
    feeds: list[FeedRecord] = field(default_factory=list)
    """Orders, contacts, survey answers, community figures and whatever else is of the user's own books."""
    annotations: list[Annotation] = field(default_factory=list)
    """Verdicts that came with the file (engine `vendor:<name>`), about its mentions."""
    refusals: list[Refusal] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    taken_count: int = 0
    """Rows that gave a record."""
    damaged_character_count: int = 0
    """Characters that could not be decoded and became U+FFFD."""
    mended_row_count: int = 0
    """Rows put together again after an unquoted line break or a wrong decoding."""
    known_column_count: int = 0
    """Columns that a file was recognised by: of two sources that read it alike, the more particular one has more."""
    is_capped: bool = False
    """Whether the platform's own limit ends here."""
    drift: str | None = None
    """Why the page is not what the yml describes; its rows must not be landed."""
    ended: Outcome | None = None
    """What an error answer means for the run (auth_required, rate_limited, ...); None for content."""
    unknown_fields: Counter[str] = field(default_factory=Counter)
    """Names of fields that the yml does not know, with the entries that have them."""
    note: str | None = None
    """What a page without rows is, or why the server refused, in a few words."""

    @property
    def row_count(self) -> int:
        """Rows seen below the header."""
        return self.taken_count + len(self.skipped) + len(self.refusals)

    @property
    def outcome(self) -> Outcome:
        """schema_drift, what an error answer means, ok or ok_empty."""
        if self.drift:
            return Outcome.SCHEMA_DRIFT
        if self.ended:
            return self.ended
        return Outcome.OK if self.has_records else Outcome.OK_EMPTY

    @property
    def has_records(self) -> bool:
        """Whether anything of it can be landed."""
        return bool(self.mentions or self.authors or self.observations or self.feeds)

    @property
    def message(self) -> str:
        """One line for a person: what it is, what was got, what was left and why."""
        parts = [f"{self.what}: {self.outcome.value}", f"{self.row_count} rows"]
        parts += [f"{len(self.mentions)} mentions"] if self.mentions or not self.has_records else []
        parts += [f"{len(self.authors)} authors"] if self.authors else []
        parts += [f"{len(self.observations)} observations"] if self.observations else []
        parts += [f"{len(self.feeds)} {_FEED_NAMES[type(self.feeds[0])]}"] if self.feeds else []
        parts += [f"{n} skipped ({reason})" for reason, n in sorted(Counter(s.reason for s in self.skipped).items())]
        parts += [f"{len(self.refusals)} refused"] if self.refusals else []
        parts += [f"{self.mended_row_count} mended"] if self.mended_row_count else []
        parts += [f"{self.damaged_character_count} damaged characters"] if self.damaged_character_count else []
        parts += [each for each in (self.drift, self.note) if each]
        return ", ".join(parts)
