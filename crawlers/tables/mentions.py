"""One row of a file of mentions -> a mention, and what else the row holds."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

from crawlers.convert.context import Context
from crawlers.convert.times import weibo_id_time
from crawlers.reading import Reading
from crawlers.spec import SourceSpec
from crawlers.tables.authorbooks import AuthorBooks
from crawlers.tables.checks import check_past, check_score, check_text
from crawlers.tables.faults import Fault, Row
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
from crawlers.tables.sightings import Sightings, counts_of
from crawlers.tables.vendors import compile_platform, compile_verdict
from records import COUNT_FIELDS, Mention, RawPage
from records.ids import hashed_native_id

_WORDLESS_KINDS = ("post", "repost")
"""Kinds that say something without words (a picture, a bare repost); the others need text, title or rating."""


class MentionRows:
    """Reads the rows of one file in order; what one row may know of another is remembered here."""

    def __init__(
        self, spec: SourceSpec, page: RawPage, books: AuthorBooks, context: Context, hooks: ModuleType | None
    ) -> None:
        self._spec = spec
        self._received_at = page.fetched_at
        self._query = page.request.get("query", page.url)
        self._books = books
        self._context = context
        self._replies: Callable[..., list[Mention]] | None = getattr(hooks, "replies", None)
        self._compile()
        self.forget()

    def forget(self) -> None:
        """Forgets the rows read so far."""
        self._ordinals: Counter[str] = Counter()
        self._sightings = Sightings(self._spec)
        self._last_published_at: datetime | None = None

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

    def read(self, row: Row, reading: Reading) -> Fault | None:
        """Adds what the row holds to the reading, or says why it holds nothing. Raises FieldError."""
        self._context.hint = lambda: self._hint(row)
        if self._seen:
            self._context.observed_at = evaluate([("observed_at", self._seen)], row, self._context)["observed_at"]
        values = evaluate(self._fields, row, self._context)
        check_past("published_at", values.get("published_at"), self._received_at)
        check_score("rating", values.get("rating"), self._spec.rating_scale)
        fault = self._settle_text(values)
        if fault is not None:
            return fault
        mention = self._mention(row, values)
        is_new_moment = self._sightings.is_new_moment(mention)
        if self._sightings.is_repeated(mention):
            if not is_new_moment:
                return Fault("repeated row", is_skip=True)
            reading.observations.append(counts_of(mention))
            return None
        self._last_published_at = mention.published_at or self._last_published_at
        verdict = self._verdict_of(row, mention) if self._verdict_of else None
        reading.annotations += [verdict] if verdict else []
        reading.mentions += [mention, *self._further(row, mention, reading)]
        return None

    def _further(self, row: Row, mention: Mention, reading: Reading) -> list[Mention]:
        """What else the row holds and no row before it held: many reposts carry the same original."""
        held = self._replies(row, mention, self._books.of(self._spec.platform), self._context) if self._replies else []
        new = [each for each in held if not self._sightings.is_repeated(each)]
        reading.held_ids |= {each.native_id for each in new}
        return new

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
        observed_at = values.pop("observed_at", None) or self._received_at
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
            author=self._books.of(platform).from_fields(author_values, observed_at) if author_values else None,
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
