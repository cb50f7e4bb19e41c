"""What a file that no source was written for seems to be: its source, kind, columns and scales."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache

from crawlers.convert.context import Context
from crawlers.convert.words import rating
from crawlers.tables.columns import Column, Match
from crawlers.tables.given import Given
from crawlers.tables.looks import kind_of
from crawlers.tables.matching import NEEDED, Matching, best_matching, kind_of_mention, matching
from crawlers.tables.names import Name, header_of, likeness
from crawlers.tables.questions import likely_scale, scale_of, usual_scale
from crawlers.tables.samples import Table, tables_of
from crawlers.tables.targets import missing_fields
from crawlers.tables.vocabulary import vocabulary
from records import RawPage

SOURCES = {
    "mention": "table", "author": "table", "order": "orders", "contact": "contacts", "survey": "surveys",
    "referral": "referrals", "loyalty": "loyalty", "touchpoint": "touchpoints", "cost": "costs", "consent": "consents",
}  # fmt: skip
"""Which source reads which record."""
_CLEAR = 0.6
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_DOMINANT = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A reading of one table."""

    source: str
    record: str
    kind: str | None
    """Kind of its mentions."""
    platform: str | None
    """Where its authors live, where the file tells."""
    matches: tuple[Match, ...]
    left: tuple[str, ...]
    """Columns that are not read."""
    rating_scale: float | None
    scales: dict[str, float]
    missing: tuple[str, ...]
    """Fields without which nothing of it can be read."""
    table: Table

    @property
    def mapping(self) -> dict[str, str]:
        """Field -> column."""
        return {match.field: match.column for match in self.matches}

    @property
    def given(self) -> Given:
        """The proposal as a configuration states it."""
        is_table = self.source == "table"
        return Given(
            columns=self.mapping,
            platform=self.platform if "platform" not in self.mapping else None,
            kind=("author" if self.record == "author" else self.kind) if is_table else None,
            rating_scale=self.rating_scale,
            scales=self.scales,
        )

    def looks_of(self, column: str) -> str:
        """What a column's cells are, in a word."""
        return next((kind_of(each.cells) for each in self.table.columns if each.name == column), "empty")


def propose(page: RawPage, records: Sequence[str] = tuple(SOURCES)) -> Proposal:
    """The likeliest reading of a file among these records. Raises UnreadableFile."""
    tables = tables_of(page, header_score)
    read = [(table, _best(table, records)) for table in tables]
    table, found = max(read, key=lambda each: each[1].score)
    return _proposal(table, found)


def _best(table: Table, records: Sequence[str]) -> Matching:
    if len(records) == len(SOURCES):
        return best_matching(table.columns, table.title)
    return max((matching(each, table.columns, table.title) for each in records), key=lambda each: each.score)


def header_score(cells: Sequence[str]) -> float:
    """How many cells of a row are called like a field of any record; 0 for a row of data."""
    return float(sum(_is_called_so(cell) for cell in set(cells) if cell and len(cell) <= _LONGEST_HEADER))


@lru_cache(maxsize=4096)
def _is_called_so(cell: str) -> bool:
    header = header_of(cell)
    return any(likeness(header, name) >= _CLEAR for name in _field_names())


@cache
def _field_names() -> tuple[Name, ...]:
    fields = (words for each in vocabulary().records.values() for words in each.fields.values())
    return tuple(dict.fromkeys(name for words in fields for name in words.names))


_LONGEST_HEADER = 60


def _proposal(table: Table, found: Matching) -> Proposal:
    cells = {column.name: column.cells for column in table.columns}
    rated = next((each.column for each in found.matches if each.field == "rating"), None)
    return Proposal(
        source=SOURCES[found.record],
        record=found.record,
        kind=kind_of_mention(found.matches, table.columns, table.title) if found.record == "mention" else None,
        platform=_platform(table, found),
        matches=tuple(sorted(found.matches, key=lambda each: _position(table.columns, each.column))),
        left=found.left,
        rating_scale=best_score(rated, cells[rated]) if rated else None,
        scales=scales_of({match.field: match.column for match in found.matches}, table.columns),
        missing=tuple(_missing(found)),
        table=table,
    )


def _missing(found: Matching) -> list[str]:
    """Fields that nothing gives; where no header at all names one of those that are needed, none is believed."""
    needed = {name for choice in NEEDED[found.record] for name in choice}
    named = [
        match.field
        for match in found.matches
        if not match.is_by_values and (match.field in needed or match.field.startswith("score."))
    ]
    return missing_fields(found.record, {match.field for match in found.matches} if named else set())


def scales_of(mapping: dict[str, str], columns: Sequence[Column]) -> dict[str, float]:
    """The scale of each scored question and of a contact's satisfaction, by header or by the best score seen."""
    cells = {column.name: column.cells for column in columns}
    found: dict[str, float] = {}
    for field, column in mapping.items():
        question = field.removeprefix("score.") if field.startswith("score.") else ""
        if question or field == "satisfaction":
            scale = usual_scale(question) or best_score(column, cells.get(column, ()))
            found |= {question or field: scale} if scale else {}
    return found


def best_score(header: str, cells: Sequence[str]) -> float | None:
    """The best possible score of a column: as its header states, else the smallest usual scale that holds its cells."""
    context = Context(fetched_at=_ANY_TIME)
    scores = []
    for cell in cells:
        try:
            scores.append(rating(cell, context))
        except ValueError:
            continue  # the reader will refuse the row
    known = [score for score in scores if score is not None]
    stated = scale_of(header)
    return stated if stated else likely_scale(max(known)) if known else None


def _platform(table: Table, found: Matching) -> str | None:
    """The platform that most rows name, else the one in the file's or sheet's name."""
    platforms = vocabulary().platforms
    column = next((match.column for match in found.matches if match.field == "platform"), None)
    cells = next((each.cells for each in table.columns if each.name == column), ())
    named = Counter(platforms.get(cell.lower()) for cell in cells).most_common(1)
    if named and named[0][0] and named[0][1] >= _DOMINANT * len(cells):
        return named[0][0]
    title = header_of(table.title)
    inside = [ours for word, ours in platforms.items() if len(word) > 1 and _is_in(word, title.whole, title.words)]
    return inside[0] if inside and column is None else None


def _is_in(word: str, whole: str, words: frozenset[str]) -> bool:
    return word in words if word.isascii() else word in whole


def _position(columns: Sequence[Column], name: str) -> int:
    return [column.name for column in columns].index(name)
