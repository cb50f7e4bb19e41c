"""Columns -> fields of a record, and which record a table holds: by what columns are called and what they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawlers.tables import looks
from crawlers.tables.asked import with_questions
from crawlers.tables.columns import Column, Match
from crawlers.tables.names import Header, Name, ends_with, has_sign, header_of, likeness
from crawlers.tables.vocabulary import FieldWords, RecordWords, vocabulary

_SURE_ENOUGH = 0.5
_BY_VALUES = 0.45
"""How sure a field is that only the cells of a column speak for."""
_RANK_STEP = 0.0015
"""What each place in a field's list of names costs, so that the better name wins."""
_BY_END, _IGNORED_WITHIN = 0.56, 0.85
_MISFIT = 0.3
_DOUBTED = 0.55
"""For a time or an amount whose cells cannot be read: rows refused by name say more than a column passed over."""
_MUST_BE_READABLE = (
    "published_at", "ordered_at", "contacted_at", "answered_at", "amount", "referred_at", "occurred_at", "points",
    "touched_at", "spent_at", "decided_at", "is_granted",
)  # fmt: skip
_MAX_SIGNS = 6.0
_TITLE, _RATED = 1.5, 2.5
"""What a word in a title, or a column of ratings, counts among the signs of a kind."""

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "mention": (("text",), ("published_at",)),
    "author": (("author.id", "author.name"), ("author.follower_count",)),
    "order": (("order_id",), ("customer_id",), ("ordered_at",), ("amount",)),
    "contact": (("customer_id",), ("contacted_at",), ("reason", "text")),
    "survey": (("answered_at",), ("score",)),
    "referral": (("referrer_id",), ("referred_id",), ("referred_at",)),
    "loyalty": (("customer_id",), ("occurred_at",), ("points",)),
    "touchpoint": (("customer_id",), ("touched_at",), ("kind",), ("channel", "campaign")),
    "cost": (("spent_at",), ("amount",), ("kind", "campaign", "author_id")),
    "consent": (("customer_id",), ("decided_at",), ("is_granted",)),
}
"""Fields by which a record is known, each a choice."""


@dataclass(frozen=True, slots=True)
class Matching:
    """A table read as one kind of record."""

    record: str
    matches: tuple[Match, ...]
    score: float
    """How well it is that record, comparable between records."""
    left: tuple[str, ...] = field(default=())
    """Columns without a field."""


def best_matching(columns: Sequence[Column], title: str) -> Matching:
    """The record that a table holds, with its columns; `title` is its file's and sheet's name."""
    found = {record: matching(record, columns, title) for record in NEEDED}
    if _has_texts(found["mention"], columns):
        del found["author"]  # accounts with what they wrote are mentions with authors
    return max(found.values(), key=lambda each: each.score)


def _has_texts(found: Matching, columns: Sequence[Column]) -> bool:
    cells = {column.name: column.cells for column in columns}
    named = [match for match in found.matches if match.field == "text" and not match.is_by_values]
    return any(looks.kind_of(cells[match.column]) == "text" for match in named)


def matching(record: str, columns: Sequence[Column], title: str) -> Matching:
    """A table's columns as the fields of one record."""
    words = vocabulary().records[record]
    found = _by_names(words, columns)
    if record == "survey":
        found = with_questions(found, columns, words)
    found = _by_values(record, found, columns, words)
    taken = {match.column for match in found}
    left = tuple(column.name for column in columns if column.name not in taken)
    return Matching(record, tuple(found), _score(record, words, found, columns, title), left)


def kind_of_mention(matches: Sequence[Match], columns: Sequence[Column], title: str) -> str:
    """review, complaint, comment or post: by the signs in headers, by the title and by a rating."""
    headers = [header_of(column.name) for column in columns]
    points = {kind: _signs_in(headers, signs) for kind, signs in vocabulary().kinds.items()}
    texts = [header_of(match.column) for match in matches if match.field == "text"]
    for kind, words in vocabulary().titles.items():
        points[kind] += _TITLE * sum(any(has_sign(each, word) for word in words) for each in (header_of(title), *texts))
    if any(match.field == "rating" for match in matches):
        points["review"] += _RATED
    best = max(points, key=lambda kind: points[kind])
    return best if points[best] > 0 else "post"


def _by_names(words: RecordWords, columns: Sequence[Column]) -> list[Match]:
    """The best assignment of columns to fields, surest first."""
    offers = []
    for column in columns:
        header = header_of(column.name)
        against = _called_ignored(header, words)
        for field_name, each in words.fields.items():
            called = _called(header, each)
            if called > against:
                fits = looks.fit(field_name, each.looks, column.cells, column.name)
                is_timed = each.looks is None and field_name in _MUST_BE_READABLE
                misfit = _DOUBTED if is_timed else _MISFIT
                sure = called * (0.85 + 0.15 * fits if fits >= 0.5 else misfit)
                offers.append(Match(column.name, field_name, round(sure if column.cells else sure * 0.9, 4)))
    return _assigned(offers)


def _called(header: Header, words: FieldWords) -> float:
    by_name = max((likeness(header, name) - _RANK_STEP * rank for rank, name in enumerate(words.names)), default=0.0)
    by_end = max((_BY_END for end in words.ends if ends_with(header, end)), default=0.0)
    return max(by_name, by_end)


def _called_ignored(header: Header, words: RecordWords) -> float:
    by_name = max((likeness(header, name) for name in words.ignored), default=0.0)
    return max(by_name, _IGNORED_WITHIN if any(word in header.whole for word in words.ignored_within) else 0.0)


def _assigned(offers: Sequence[Match]) -> list[Match]:
    columns: set[str] = set()
    fields: set[str] = set()
    found = []
    for offer in sorted(offers, key=lambda each: -each.confidence):
        if offer.confidence >= _SURE_ENOUGH and offer.column not in columns and offer.field not in fields:
            found.append(offer)
            columns.add(offer.column)
            fields.add(offer.field)
    return found


def _by_values(record: str, found: list[Match], columns: Sequence[Column], words: RecordWords) -> list[Match]:
    """Fills a needed text or time from the one column whose cells can be it, where no header says so."""
    for choice in NEEDED[record]:
        fields = {match.field for match in found}
        name = choice[-1] if record == "contact" else choice[0]
        if fields & set(choice) or name not in words.fields:
            continue
        taken = {match.column for match in found}
        free = [each for each in columns if each.name not in taken and each.cells and not _is_ignored(each, words)]
        fitting = [each for each in free if _speaks_for(name, each)]
        if name == "text":
            fitting.sort(key=lambda each: -sum(map(len, each.cells)))
        if len(fitting) == 1 or (fitting and name == "text"):
            found = [*found, Match(fitting[0].name, name, _BY_VALUES, is_by_values=True)]
    return found


def _speaks_for(name: str, column: Column) -> bool:
    if name == "text":
        return looks.kind_of(column.cells) == "text"
    return name.endswith("_at") and looks.kind_of(column.cells) == "time"


def _is_ignored(column: Column, words: RecordWords) -> bool:
    return _called_ignored(header_of(column.name), words) >= _IGNORED_WITHIN


def _score(record: str, words: RecordWords, found: Sequence[Match], columns: Sequence[Column], title: str) -> float:
    sure = _confidences(found)
    needed = [max((sure.get(each, 0.0) for each in choice), default=0.0) for choice in NEEDED[record]]
    coverage = sum(each if each else -0.6 for each in needed) / len(needed)
    headers = [header_of(column.name) for column in columns] + [header_of(title)]
    signs = min(_signs_in(headers, words.signs), _MAX_SIGNS)
    further = sum(match.confidence for match in found) / max(len(columns), 1)
    return 3 * coverage + 0.45 * signs + further


def _confidences(found: Sequence[Match]) -> Mapping[str, float]:
    sure = {match.field: match.confidence for match in found}
    scores = [match.confidence for match in found if match.field.startswith("score.")]
    return {**sure, **({"score": max(scores)} if scores else {})}


def _signs_in(headers: Sequence[Header], signs: Sequence[tuple[Name, float]]) -> float:
    """Each sign counts once, however many headers hold it."""
    return sum(weight for sign, weight in signs if any(has_sign(header, sign) for header in headers))
