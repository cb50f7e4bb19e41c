"""Columns -> fields of a record, and which record a table holds: by what columns are called and what they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawlers.tables import looks
from crawlers.tables.names import Header, Name, has_sign, header_of, likeness
from crawlers.tables.questions import question_of
from crawlers.tables.vocabulary import RecordWords, vocabulary

_SURE_ENOUGH = 0.5
_BY_VALUES = 0.45
"""How sure a field is that only the cells of a column speak for."""
_RANK_STEP = 0.0015
"""What each place in a field's list of names costs, so that the better name wins."""
_MISFIT = 0.3
_MAX_SIGNS = 6.0

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "mention": (("text",), ("published_at",)),
    "author": (("author.id", "author.name"), ("author.follower_count",)),
    "order": (("order_id",), ("customer_id",), ("ordered_at",), ("amount",)),
    "contact": (("customer_id",), ("contacted_at",), ("reason", "text")),
    "survey": (("answered_at",), ("score",)),
}
"""Fields by which a record is known, each a choice."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the cells of the first rows that are filled."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One column taken for a field."""

    column: str
    field: str
    confidence: float
    """0 to 1."""
    is_by_values: bool = False
    """Whether only its cells speak for it."""


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
    return max((matching(record, columns, title) for record in NEEDED), key=lambda each: each.score)


def matching(record: str, columns: Sequence[Column], title: str) -> Matching:
    """A table's columns as the fields of one record."""
    words = vocabulary().records[record]
    found = _by_names(words, columns)
    if record == "survey":
        found = _with_questions(found, columns, words)
    found = _by_values(record, found, columns, words)
    taken = {match.column for match in found}
    left = tuple(column.name for column in columns if column.name not in taken)
    return Matching(record, tuple(found), _score(record, words, found, columns, title), left)


def kind_of_mention(matches: Sequence[Match], columns: Sequence[Column], title: str) -> str:
    """review, complaint, comment or post: by the signs in headers and title, and by a rating."""
    headers = [header_of(column.name) for column in columns] + [header_of(title)]
    points = {kind: _signs_in(headers, signs) for kind, signs in vocabulary().kinds.items()}
    if any(match.field == "rating" for match in matches):
        points["review"] += 2.5
    best = max(points, key=lambda kind: points[kind])
    return best if points[best] > 0 else "post"


def _by_names(words: RecordWords, columns: Sequence[Column]) -> list[Match]:
    """The best assignment of columns to fields, surest first."""
    offers = []
    for column in columns:
        header = header_of(column.name)
        against = max((likeness(header, name) for name in words.ignored), default=0.0)
        for field_name, each in words.fields.items():
            called = _called(header, each.names)
            if called > against:
                fits = looks.fit(field_name, each.looks, column.cells, column.name)
                sure = called * (0.85 + 0.15 * fits if fits >= 0.5 else _MISFIT)
                offers.append(Match(column.name, field_name, round(sure if column.cells else sure * 0.9, 4)))
    return _assigned(offers)


def _called(header: Header, names: Sequence[Name]) -> float:
    return max((likeness(header, name) - _RANK_STEP * rank for rank, name in enumerate(names)), default=0.0)


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


def _with_questions(found: list[Match], columns: Sequence[Column], words: RecordWords) -> list[Match]:
    """Adds the columns that are a question each; they go before what a column of answers may be called."""
    has_rows_of_questions = {"question", "score"} <= {match.field for match in found}
    if has_rows_of_questions:
        return found
    taken = {match.column for match in found if match.field not in ("score", "text", "question", "product")}
    asked: list[Match] = []
    for column in columns:
        header = header_of(column.name)
        is_ignored = any(likeness(header, name) >= 0.9 for name in words.ignored)
        if column.name not in taken and not is_ignored:
            asked += _question(column, {match.field for match in asked})
    columns_asked = {match.column for match in asked}
    return [match for match in found if match.field != "score" and match.column not in columns_asked] + asked


def _question(column: Column, known: set[str]) -> list[Match]:
    asked = question_of(column.name)
    is_scored = bool(column.cells) and looks.fit("score.", None, column.cells) >= 0.9
    if asked and is_scored and f"score.{asked}" not in known:
        return [Match(column.name, f"score.{asked}", 0.95)]
    is_question = any(word in column.name for word in ("您", "你", "?", "？", "评分", "打分", "满意", "如何", "Q", "How"))
    if is_scored and is_question:
        return [Match(column.name, f"score.{column.name}", 0.6)]
    is_open = bool(column.cells) and looks.kind_of(column.cells) in ("text", "word") and not is_scored
    if is_open and any(word in column.name.lower() for word in _OPEN):
        return [Match(column.name, f"answer.{column.name}", 0.8)]
    return []


_OPEN = ("建议", "意见", "原因", "理由", "为什么", "其他", "补充", "开放", "文字", "comment", "verbatim", "why", "feedback", "suggest")


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
    header = header_of(column.name)
    return any(likeness(header, name) >= 0.9 for name in words.ignored)


def _score(
    record: str, words: RecordWords, found: Sequence[Match], columns: Sequence[Column], title: str
) -> float:
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
