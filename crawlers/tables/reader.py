"""One export file -> mentions or authors, by the source's column mapping."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.times import weibo_id_time
from crawlers.expectations import drift_of
from crawlers.reading import Reading, Skipped
from crawlers.spec import SourceSpec
from crawlers.tables import delimited, objects
from crawlers.tables.encoding import decode, undo_mojibake
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import (
    FieldError,
    compile_field,
    compile_fields,
    compile_getter,
    evaluate,
    raw_text,
    read_counts,
)
from crawlers.tables.formats import refuse_other_format
from records import COUNT_FIELDS, Mention, RawPage, Refusal
from records.ids import hashed_native_id

_WORDLESS_KINDS = ("post", "repost")
"""Kinds that say something without words (a picture, a bare repost); the others need text, title or rating."""


def read_table(spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None = None) -> Reading:
    """Reads a whole file. Raises UnreadableFile or SchemaDrift when it is not of this source at all.

    The source's own Python file may add two functions: `mend_row(row) -> row` puts right what its files get wrong,
    before the mapping; `replies(row, mention, book, context) -> mentions` gives a complaint's thread.
    """
    return _TableReader(spec, page, key, hooks).read()


class _TableReader:
    def __init__(self, spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None) -> None:
        self._spec = spec
        self._page = page
        self._query = page.request.get("query", page.url)
        self._mend: Callable[[Row], Row] | None = getattr(hooks, "mend_row", None)
        self._replies: Callable[..., list[Mention]] | None = getattr(hooks, "replies", None)
        self._book = AuthorBook(spec.platform, key)
        year = page.request.get("year")
        self._context = Context(fetched_at=page.fetched_at, year=int(year) if year else None)
        self._reading = Reading(what=spec.title.en)
        self._ordinals: Counter[str] = Counter()
        self._texts: dict[str, tuple[str, str | None]] = {}
        self._accounts: dict[str, list[dict[str, Any]]] = {}
        self._last_published_at: datetime | None = None
        self._compile()

    def _compile(self) -> None:
        spec = self._spec
        self._fields = compile_fields({k: v for k, v in spec.mention.items() if k not in COUNT_FIELDS})
        self._counts = [(k, compile_getter(v)) for k, v in spec.mention.items() if k in COUNT_FIELDS]
        self._author_fields = compile_fields(spec.author)
        self._extra = [(name, compile_getter(rule)) for name, rule in spec.extra.items()]
        self._identity = compile_getter(spec.identity) if spec.identity else None
        self._year_id = compile_field("native_id", spec.year_from) if spec.year_from else None

    def read(self) -> Reading:
        reads = f"{self._spec.name} reads {' or '.join(self._spec.formats)}"
        decoded = decode(self._page.body, self._spec.encodings, self._page.url, reads)
        refuse_other_format(decoded.text, self._spec, self._page.url)
        self._reading.damaged_character_count = decoded.damaged_count
        for number, row, is_mended in self._rows(decoded.text):
            self._reading.mended_row_count += is_mended
            if isinstance(row, Fault):
                self._leave(number, row)
            else:
                self._take(number, row)
        self._settle_marks()
        self._reading.drift = drift_of(self._spec, self._reading)
        return self._reading

    def _rows(self, text: str) -> Iterator[tuple[int, Row | Fault, bool]]:
        is_json = text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") and set(self._spec.formats) & {"json", "jsonl"}
        rows_of = objects.rows_of if is_json or "csv" not in self._spec.formats else delimited.rows_of
        return rows_of(text, self._spec, self._page.url)

    def _leave(self, number: int, fault: Fault) -> None:
        if fault.is_skip:
            self._reading.skipped.append(Skipped(row=number, reason=fault.reason))
        else:
            self._reading.refusals.append(Refusal(where=self._page.url, row=number, reason=fault.reason))

    def _take(self, number: int, row: Row) -> None:
        try:
            row = self._prepared(row)
            outcome = self._author_row(row) if self._spec.kind is None else self._mention_row(row)
        except FieldError as error:
            outcome = Fault(str(error))
        except RecursionError:  # objects too deep to be written out again
            outcome = Fault("nested too deep")
        if outcome is None:
            self._reading.taken_count += 1
        else:
            self._leave(number, outcome)

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
        self._reading.mended_row_count += bool(mended)
        return {**row, **mended}

    def _settle_marks(self) -> None:
        """Accounts without a mark are unmarked where the file marks others; else nothing tells."""
        rule, authors = self._spec.author.get("is_verified"), self._reading.authors
        if rule and rule.converter == "present" and any(author.is_verified for author in authors):
            self._reading.authors = [
                replace(author, is_verified=False) if author.is_verified is None else author for author in authors
            ]

    def _author_row(self, row: Row) -> Fault | None:
        values = evaluate(self._author_fields, row, self._context)
        identity = values.get("id") or values.get("name")
        if not identity:
            return Fault("id: blank")
        namesakes = self._accounts.setdefault(identity, [])
        if values in namesakes:
            return Fault("repeated row", is_skip=True)
        namesakes.append(values)
        if len(namesakes) > 1:  # one file lists an account once: other figures are another account of that name
            values = {**values, "id": f"{identity}|{len(namesakes)}"}
        author = self._book.from_fields(values, self._page.fetched_at)
        if author is not None:
            self._reading.authors.append(author)
        return None

    def _mention_row(self, row: Row) -> Fault | None:
        self._context.hint = lambda: self._hint(row)
        values = evaluate(self._fields, row, self._context)
        self._check_rating(values.get("rating"))
        fault = self._settle_text(values)
        if fault is not None:
            return fault
        mention = self._mention(row, values)
        if self._texts.get(mention.native_id) == (mention.text, mention.title):
            return Fault("repeated row", is_skip=True)
        self._texts[mention.native_id] = (mention.text, mention.title)
        self._last_published_at = mention.published_at or self._last_published_at
        further = self._replies(row, mention, self._book, self._context) if self._replies else []
        self._reading.mentions += [mention, *further]
        return None

    def _check_rating(self, rating: float | None) -> None:
        scale = self._spec.rating_scale
        if rating is not None and scale is not None and not 0 <= rating <= scale:
            raise FieldError(f"rating: {rating:g} is outside 0 to {scale:g}")

    def _settle_text(self, values: dict[str, Any]) -> Fault | None:
        text = values.get("text") or ""
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
        native_id = values.pop("native_id", None)
        if native_id is None:
            if "native_id" in self._spec.mention and self._identity is None:
                raise FieldError("native_id: blank")
            native_id = self._hashed_id(row, values, author_values)
        values["kind"] = values.get("kind") or self._spec.kind
        return Mention(
            source=self._spec.name,
            platform=self._spec.platform,
            native_id=native_id,
            observed_at=observed_at,
            query=self._query,
            author=self._book.from_fields(author_values, observed_at) if author_values else None,
            rating_scale=self._spec.rating_scale if values.get("rating") is not None else None,
            extra={name: raw_text(cell) for name, get in self._extra if (cell := get(row)) is not None},
            **values,
            **read_counts(self._counts, row),
        )

    def _hashed_id(self, row: Row, values: Mapping[str, Any], author: Mapping[str, Any]) -> str:
        published_at = values.get("published_at")
        who = author.get("id") or author.get("name") or ""
        told_apart = str(self._identity(row) or "") if self._identity else ""
        when = published_at.isoformat() if published_at else ""
        parts = (self._spec.platform, f"{who}{told_apart}", when, values["text"])
        first = hashed_native_id(*parts, 0)
        ordinal = self._ordinals[first]
        self._ordinals[first] += 1
        return hashed_native_id(*parts, ordinal) if ordinal else first

    def _hint(self, row: Row) -> datetime | None:
        identifier = self._year_id(row, self._context) if self._year_id else None
        from_id = weibo_id_time(identifier) if identifier else None
        return from_id or (self._last_published_at if self._spec.has_years_from_neighbours else None)
