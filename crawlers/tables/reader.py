"""One export file -> mentions or authors, by the source's column mapping."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from types import ModuleType
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.times import weibo_id_time
from crawlers.expectations import drift_of
from crawlers.reading import Reading, Skipped
from crawlers.spec import SourceSpec
from crawlers.tables.checks import check_past, check_score, check_text
from crawlers.tables.contents import open_contents
from crawlers.tables.dateorder import day_first_by_rows
from crawlers.tables.encoding import undo_mojibake
from crawlers.tables.faults import Fault, Row
from crawlers.tables.feeds import feed_rows
from crawlers.tables.fields import (
    FieldError,
    compile_count,
    compile_field,
    compile_fields,
    compile_getter,
    evaluate,
    raw_text,
    read_counts,
)
from crawlers.tables.mapping import resolved
from crawlers.tables.shapes import read_in_shapes
from crawlers.tables.sightings import Sightings, counts_of
from crawlers.tables.vendors import compile_platform, compile_verdict
from crawlers.tables.workbooks import is_workbook
from records import COUNT_FIELDS, Mention, RawPage, Refusal
from records.ids import hashed_native_id

_WORDLESS_KINDS = ("post", "repost")
"""Kinds that say something without words (a picture, a bare repost); the others need text, title or rating."""


UNVERIFIED = "header set not verified on a real file"
"""Said of a source whose yml has `is_unverified`."""


def read_table(spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None = None) -> Reading:
    """Reads a whole file. Raises UnreadableFile or SchemaDrift when it is not of this source at all.

    The source's own Python file may add two functions: `mend_row(row) -> row` puts right what its files get wrong,
    before the mapping; `replies(row, mention, book, context) -> mentions` gives what else a row holds (a
    complaint's thread, a repost's original).
    A source of several shapes reads the file in the first whose columns it has, its main shape last.
    A source whose columns are found by their headers gets its mapping from the page's request or from the file.
    """
    spec = resolved(spec, page)
    if not spec.shapes:
        return _TableReader(spec, page, key, hooks).read(set())

    def read_shape(shape: SourceSpec, taken: set[str]) -> Reading:
        return _TableReader(shape, page, key, hooks).read(taken)

    return read_in_shapes(spec, read_shape, has_sheets=is_workbook(page.body))


def single_row_reader(
    spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None = None
) -> Callable[[int, Row | Fault], Reading]:
    """A function that reads one row (number, row) as if it were the only one of its file.

    For a bulk import, which reads the plain rows itself and looks for repeated ones over the whole file.
    """
    reader = _TableReader(spec, page, key, hooks)

    def read_alone(number: int, row: Row | Fault) -> Reading:
        reader.begin()
        reader.take(number, row)
        return reader.reading

    return read_alone


def read_first(spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None, row_limit: int) -> Reading:
    """The first rows of each part of a file, to show what a mapping makes of it. Raises as `read_table` does."""
    return _TableReader(resolved(spec, page), page, key, hooks).read(set(), row_limit)


class _TableReader:
    def __init__(self, spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None) -> None:
        self._spec = spec
        self._page = page
        self._query = page.request.get("query", page.url)
        self._mend: Callable[[Row], Row] | None = getattr(hooks, "mend_row", None)
        self._replies: Callable[..., list[Mention]] | None = getattr(hooks, "replies", None)
        self._key = key
        self._book = AuthorBook(spec.platform, key)
        self._books = {spec.platform: self._book}
        year = page.request.get("year")
        self._context = Context(
            fetched_at=page.fetched_at,
            year=int(year) if year else None,
            is_day_first=day_first_by_rows(spec, page),
        )
        self._where = page.url
        self.begin()
        self._compile()

    def begin(self) -> None:
        """Forgets the rows read so far: all that one row may know of another is here."""
        self.reading = Reading(
            what=self._spec.title.en,
            note=UNVERIFIED if self._spec.is_unverified else None,
            known_column_count=len(self._spec.required),
        )
        self._ordinals: Counter[str] = Counter()
        self._sightings = Sightings(self._spec)
        self._accounts: dict[str, list[dict[str, Any]]] = {}
        self._last_published_at: datetime | None = None
        self._feed = feed_rows(self._spec, self._query, self._book, self._context)

    def _compile(self) -> None:
        spec = self._spec
        self._fields = compile_fields({k: v for k, v in spec.mention.items() if k not in COUNT_FIELDS})
        self._counts = [(k, compile_count(v)) for k, v in spec.mention.items() if k in COUNT_FIELDS]
        self._author_fields = compile_fields(spec.author)
        self._extra = [(name, compile_getter(rule)) for name, rule in spec.extra.items()]
        self._identity = compile_getter(spec.identity) if spec.identity else None
        self._verdict_of = compile_verdict(spec)
        self._platform_of = compile_platform(spec)
        self._year_id = compile_field("native_id", spec.year_from) if spec.year_from else None
        seen = spec.mention.get("observed_at")
        self._seen = compile_field("observed_at", seen) if seen and spec.has_columns_by_header else None

    def read(self, taken: set[str], row_limit: int | None = None) -> Reading:
        """Everything in the file but the parts already taken; adds to those."""
        contents = open_contents(self._spec, self._page)
        self.reading.damaged_character_count = contents.damaged_count
        self._context.serial_epoch = contents.serial_epoch
        for part in contents.parts:
            if part.where in taken:
                continue
            self._where = part.where
            for number, row, is_mended in islice(part.rows, row_limit):
                self.reading.mended_row_count += is_mended
                self.take(number, row)
            taken.add(part.where)
        self._settle_marks()
        self.reading.drift = drift_of(self._spec, self.reading)
        return self.reading

    def _leave(self, number: int, fault: Fault) -> None:
        if fault.is_skip:
            self.reading.skipped.append(Skipped(row=number, reason=fault.reason))
        else:
            self.reading.refusals.append(Refusal(where=self._where, row=number, reason=fault.reason))

    def take(self, number: int, row: Row | Fault) -> None:
        """Reads one row into the reading."""
        if isinstance(row, Fault):
            self._leave(number, row)
            return
        try:
            row = self._prepared(row)
            outcome = self._record_row(row)
        except FieldError as error:
            outcome = Fault(str(error))
        except RecursionError:  # objects too deep to be written out again
            outcome = Fault("nested too deep")
        if outcome is None:
            self.reading.taken_count += 1
        else:
            self._leave(number, outcome)

    def _record_row(self, row: Row) -> Fault | None:
        if self._feed is None:
            return self._author_row(row) if self._spec.record == "author" else self._mention_row(row)
        found = self._feed(row)
        if isinstance(found, Fault):
            return found
        self.reading.feeds += found
        return None

    def _prepared(self, row: Row) -> Row:
        if self._spec.mojibake:
            row = self._without_mojibake(row, self._spec.mojibake)
        return self._mend(row) if self._mend else row

    def _without_mojibake(self, row: Row, wrong_encoding: str) -> Row:
        mended = {
            name: text
            for name, cell in row.items()
            if isinstance(cell, str) and (text := undo_mojibake(cell, wrong_encoding)) is not None
        }
        self.reading.mended_row_count += bool(mended)
        return {**row, **mended}

    def _settle_marks(self) -> None:
        """Accounts without a mark are unmarked where the file marks others; else nothing tells."""
        rule, authors = self._spec.author.get("is_verified"), self.reading.authors
        if rule and rule.converter == "present" and any(author.is_verified for author in authors):
            self.reading.authors = [
                replace(author, is_verified=False) if author.is_verified is None else author for author in authors
            ]

    def _author_row(self, row: Row) -> Fault | None:
        values = evaluate(self._author_fields, row, self._context)
        identity = values.get("id") or values.get("name")
        if not identity:
            return Fault("id: blank")
        seen_at = evaluate(self._fields, row, self._context).get("observed_at")
        namesakes = self._accounts.setdefault(identity, [])
        if (sighting := {**values, "seen_at": seen_at}) in namesakes:
            return Fault("repeated row", is_skip=True)
        namesakes.append(sighting)
        if len(namesakes) > 1 and seen_at is None:
            # A file without times lists an account once: other figures are another account of that name.
            values = {**values, "id": f"{identity}|{len(namesakes)}"}
        author = self._book.from_fields(values, seen_at or self._page.fetched_at)
        if author is not None:
            self.reading.authors.append(author)
        return None

    def _mention_row(self, row: Row) -> Fault | None:
        self._context.hint = lambda: self._hint(row)
        if self._seen:
            self._context.observed_at = evaluate([("observed_at", self._seen)], row, self._context)["observed_at"]
        values = evaluate(self._fields, row, self._context)
        check_past("published_at", values.get("published_at"), self._page.fetched_at)
        check_score("rating", values.get("rating"), self._spec.rating_scale)
        fault = self._settle_text(values)
        if fault is not None:
            return fault
        mention = self._mention(row, values)
        is_new_moment = self._sightings.is_new_moment(mention)
        if self._sightings.is_repeated(mention):
            if not is_new_moment:
                return Fault("repeated row", is_skip=True)
            self.reading.observations.append(counts_of(mention))
            return None
        self._last_published_at = mention.published_at or self._last_published_at
        verdict = self._verdict_of(row, mention) if self._verdict_of else None
        self.reading.annotations += [verdict] if verdict else []
        self.reading.mentions += [mention, *self._further(row, mention)]
        return None

    def _further(self, row: Row, mention: Mention) -> list[Mention]:
        """What else the row holds and no row before it held: many reposts carry the same original."""
        held = self._replies(row, mention, self._book, self._context) if self._replies else []
        new = [each for each in held if not self._sightings.is_repeated(each)]
        self.reading.held_ids |= {each.native_id for each in new}
        return new

    def _book_of(self, platform: str) -> AuthorBook:
        if platform not in self._books:
            self._books[platform] = AuthorBook(platform, self._key)
        return self._books[platform]

    def _settle_text(self, values: dict[str, Any]) -> Fault | None:
        text = values.get("text") or ""
        check_text("text", text)
        is_default = text in self._spec.default_texts
        values["text"] = "" if is_default else text
        kind = values.get("kind") or self._spec.kind
        if values["text"] or values.get("title") or values.get("rating") is not None or kind == "repost":
            return None
        if is_default:
            return Fault("default text", is_skip=True)
        return None if kind in _WORDLESS_KINDS else Fault("no text", is_skip=True)

    def _mention(self, row: Row, values: dict[str, Any]) -> Mention:
        observed_at = values.pop("observed_at", None) or self._page.fetched_at
        author_values = evaluate(self._author_fields, row, self._context)
        platform = self._platform_of(row)
        native_id = values.pop("native_id", None)
        if native_id is None and "native_id" in self._spec.mention and self._identity is None:
            raise FieldError("native_id: blank")
        counts = read_counts(self._counts, row)
        if native_id is None:  # last, so that a refused row takes no ordinal from the next one like it
            native_id = self._hashed_id(platform, row, values, author_values)
        values["kind"] = values.get("kind") or self._spec.kind
        return Mention(
            source=self._spec.name,
            platform=platform,
            native_id=native_id,
            observed_at=observed_at,
            query=self._query,
            author=self._book_of(platform).from_fields(author_values, observed_at) if author_values else None,
            rating_scale=self._spec.rating_scale if values.get("rating") is not None else None,
            extra={name: raw_text(cell) for name, get in self._extra if (cell := get(row)) is not None},
            **values,
            **counts,
        )

    def _hashed_id(self, platform: str, row: Row, values: Mapping[str, Any], author: Mapping[str, Any]) -> str:
        published_at = values.get("published_at")
        who = author.get("id") or author.get("name") or ""
        told_apart = str(self._identity(row) or "") if self._identity else ""
        when = published_at.isoformat() if published_at else ""
        parts = (platform, f"{who}{told_apart}", when, values["text"])
        first = hashed_native_id(*parts, 0)
        ordinal = self._ordinals[first]
        self._ordinals[first] += 1
        return hashed_native_id(*parts, ordinal) if ordinal else first

    def _hint(self, row: Row) -> datetime | None:
        identifier = self._year_id(row, self._context) if self._year_id else None
        from_id = weibo_id_time(identifier) if identifier else None
        return from_id or (self._last_published_at if self._spec.has_years_from_neighbours else None)
