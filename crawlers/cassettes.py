"""Recorded HTTP cassettes read like a crawl: one page a response, all readings merged into one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crawlers.interactions import Interaction, interactions_of
from crawlers.meaning import meaning_of_status
from crawlers.reading import Reading, Skipped
from crawlers.source import Source
from records import Author, Mention, Outcome, RawPage
from records.errors import SchemaDrift, UnreadableFile

_Record = TypeVar("_Record", Mention, Author)


@dataclass(frozen=True, slots=True, kw_only=True)
class _LeftOut:
    """A response that gave nothing, and why."""

    reason: str
    outcome: Outcome | None = None
    """What it means for a run, where the server refused."""
    is_foreign: bool = False
    """Whether the source does not know what it is."""
    is_asked: bool = True
    """Whether it answers a request that a crawl makes."""


def read_cassette(source: Source, file: RawPage, key: bytes) -> Reading:
    """Every response of a cassette read with the source, merged into one reading.

    A response that is not the source's content is one skipped row with its reason. A recording whose last request was
    refused is partial. Without any content the outcome is that of the first refusal (HTTP 404, an expired token),
    else ok_empty. Raises UnreadableFile for a damaged cassette and SchemaDrift when all responses are of another
    source.
    """
    merged = _Merged(source.spec.title.en)
    for number, interaction in enumerate(interactions_of(file), 1):
        found = _read(source, interaction, key)
        if isinstance(found, _LeftOut):
            merged.leave_out(number, found)
        else:
            merged.add(found)
    return merged.finished(file)


def _read(source: Source, interaction: Interaction, key: bytes) -> Reading | _LeftOut:
    page = interaction.page
    if interaction.method not in source.spec.methods:
        return _LeftOut(reason=f"{interaction.method} request", is_asked=False)
    if page is None:
        return _LeftOut(reason=interaction.problem or "no response")
    try:
        reading = source.read(page, key=key)
    except (SchemaDrift, UnreadableFile):
        return _refused(source, page) or _LeftOut(reason="response that is not this source's content", is_foreign=True)
    if reading.ended:
        return _LeftOut(reason=reading.note or reading.ended.value, outcome=reading.ended)
    if reading.note and not reading.row_count:
        return _refused(source, page) or _LeftOut(reason=reading.note)
    return _refused(source, page) or reading


def _refused(source: Source, page: RawPage) -> _LeftOut | None:
    if page.status < 400:
        return None
    outcome, message = meaning_of_status(page.status, source.spec.credentials)
    return _LeftOut(reason=message, outcome=outcome)


class _Merged:
    """Readings put together: a mention or an author met again is a repeated row."""

    def __init__(self, title: str) -> None:
        self._reading = Reading(what=f"{title}, a recorded cassette")
        self._seen: set[tuple[str, str]] = set()
        self._left_out: list[_LeftOut] = []
        self._content_count = 0
        self._ended: Outcome | None = None

    def leave_out(self, number: int, left_out: _LeftOut) -> None:
        """A response without content: one skipped row."""
        self._ended = left_out.outcome
        self._left_out.append(left_out)
        self._reading.skipped.append(Skipped(row=number, reason=left_out.reason))

    def add(self, found: Reading) -> None:
        """A response with content, even if it is an empty list."""
        self._ended = None
        self._content_count += 1
        reading, mentions, authors = self._reading, self._new(found.mentions), self._new(found.authors)
        repeated_count = len(found.mentions) + len(found.authors) - len(mentions) - len(authors)
        reading.mentions += mentions
        reading.authors += authors
        reading.observations += found.observations
        reading.feeds += found.feeds
        reading.refusals += found.refusals
        reading.skipped += [*found.skipped, *[Skipped(row=0, reason="repeated row")] * repeated_count]
        reading.taken_count += found.taken_count - repeated_count
        reading.damaged_character_count += found.damaged_character_count
        reading.drift = reading.drift or found.drift

    def _new(self, records: Sequence[_Record]) -> list[_Record]:
        return [record for record in records if self._is_new(record)]

    def _is_new(self, record: Mention | Author) -> bool:
        same = ("author", record.author_id) if isinstance(record, Author) else (record.native_id, record.text)
        is_new = same not in self._seen
        self._seen.add(same)
        return is_new

    def finished(self, file: RawPage) -> Reading:
        """The whole, with what it means where no response was content."""
        reading = self._reading
        if self._content_count:
            reading.ended = Outcome.PARTIAL if self._ended and reading.has_records else self._ended
            return reading
        reading.ended = next(self._outcomes(), None)
        asked = [each for each in self._left_out if each.is_asked]
        if asked and all(each.is_foreign for each in asked):
            raise SchemaDrift(f"{file.url}: no response in this cassette is of this source; was another meant?")
        reading.note = "no response in it holds content of this source"
        return reading

    def _outcomes(self) -> Iterator[Outcome]:
        return (each.outcome for each in self._left_out if each.outcome)
