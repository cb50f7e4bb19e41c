"""Reading a web response: JSON bodies, entries one by one, addresses against another server."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawlers.expectations import drift_of
from crawlers.reading import Reading, Skipped
from crawlers.spec import SourceSpec
from crawlers.tables.encoding import decode
from records import Author, CommunityDay, Contact, FeedRecord, Mention, Observation, Outcome, RawPage, Refusal
from records.errors import SchemaDrift, ScrmError, UnreadableFile

Record = Mention | Author | Observation | FeedRecord
"""What an entry of a response may give."""


class TornAnswer(UnreadableFile):
    """A response that begins as JSON and breaks off: cut or damaged on its way, not another format."""


class ErrorAnswer(ScrmError):
    """The server's own error in place of content, and what it means for the run."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome


def nothing(spec: SourceSpec, what: str) -> Reading:
    """The reading of a response that is this platform's but holds no mention by its nature; `what` names it."""
    return Reading(what=spec.title.en, note=what)


def short(value: Any) -> str:
    """A server's own words in one short line."""
    return " ".join(str(value).split())[:120]


def json_of(page: RawPage, what: str) -> Any:
    """The JSON of a response. Raises SchemaDrift when it is none, TornAnswer and UnreadableFile when it is no text."""
    try:
        return _parsed(page.body, page.url)
    except (ValueError, RecursionError) as error:
        if page.body.lstrip()[:1] in (b"{", b"[") and not isinstance(error, RecursionError):
            raise TornAnswer(f"{page.url}: breaks off, or is damaged: not JSON to its end; get it again") from error
        raise SchemaDrift(f"{page.url}: not JSON where {what} was expected; has the address changed?") from error


@lru_cache(maxsize=1)
def _parsed(body: bytes, where: str) -> Any:
    """The last body parsed: a page is asked what it holds and then where it leads. Nobody changes what is returned."""
    return json.loads(decode(body, ("utf-8", "gb18030"), where).text)


def unexpected(page: RawPage, what: str) -> SchemaDrift:
    """The error for JSON that is not `what`."""
    return SchemaDrift(f"{page.url}: not {what}; is this a recording of another source?")


def json_body(page: RawPage, what: str, needs: Sequence[str]) -> dict[str, Any]:
    """The JSON object of a response, which has one of the keys `needs`.

    Raises SchemaDrift when it is none, UnreadableFile when it is no text.
    """
    content = json_of(page, what)
    if not isinstance(content, dict) or not any(key in content for key in needs):
        raise SchemaDrift(f"{page.url}: not {what} (no `{needs[0]}`); is this a recording of another source?")
    return content


def read_entries(
    spec: SourceSpec,
    page: RawPage,
    entries: Iterable[Any],
    record_of: Callable[[Any], Record | Skipped | list[Record]],
) -> Reading:
    """The records of a response's entries; an entry that cannot be read is refused with its number.

    `record_of` gives one record or several, raises KeyError for a missing field, ValueError and the like for what it
    cannot read, and gives a Skipped for an entry that is no content by the source's own rule.
    """
    reading = Reading(what=spec.title.en)
    seen: set[tuple[str, ...]] = set()
    known_fields = frozenset(spec.known_fields)
    for number, entry in enumerate(entries, 1):
        if known_fields and isinstance(entry, dict) and not known_fields.issuperset(entry):
            reading.unknown_fields.update(str(name)[:40] for name in entry.keys() - known_fields)
        try:
            found = record_of(entry)
        except KeyError as error:
            reading.refusals.append(Refusal(where=page.url, row=number, reason=f"no {error.args[0]}"))
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            reading.refusals.append(Refusal(where=page.url, row=number, reason=str(error)[:80]))
        else:
            _take(reading, seen, number, found)
    reading.drift = drift_of(spec, reading)
    return reading


def _take(reading: Reading, seen: set[tuple[str, ...]], number: int, found: Record | Skipped | list[Record]) -> None:
    if isinstance(found, Skipped):
        reading.skipped.append(Skipped(row=number, reason=found.reason))
        return
    records = found if isinstance(found, list) else [found]
    new_count = 0
    for record in records:
        identity = _identity(record)
        if identity not in seen:
            seen.add(identity)
            new_count += 1
            _keep(reading, record)
    if new_count:
        reading.taken_count += 1
    else:
        reading.skipped.append(Skipped(row=number, reason="repeated row"))


def _identity(record: Record) -> tuple[str, ...]:
    """What makes two entries of one response the same."""
    if isinstance(record, Mention):
        return record.native_id, record.text
    if isinstance(record, Author):
        return "author", record.author_id, record.observed_at.isoformat()
    if isinstance(record, Observation):
        return "observation", record.mention_id, record.observed_at.isoformat()
    if isinstance(record, CommunityDay):
        return "community", record.community_id, record.day.isoformat()
    if isinstance(record, Contact):
        return "contact", record.contact_id
    return "row", repr(record)


def _keep(reading: Reading, record: Record) -> None:
    if isinstance(record, Mention):
        reading.mentions.append(record)
    elif isinstance(record, Author):
        reading.authors.append(record)
    elif isinstance(record, Observation):
        reading.observations.append(record)
    else:
        reading.feeds.append(record)


def on_server(url: str, base_url: str | None) -> str:
    """The same path and query on another server (`scrm gather --base-url`), or the address itself."""
    if not base_url:
        return url
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return base_url.rstrip("/") + path


def known(**fields: Any) -> dict[str, str]:
    """A mention's `extra` of the fields that have a value, as text."""
    return {name: str(value) for name, value in fields.items() if value not in (None, "", [], {})}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; what is no list has none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def mapping(value: Any) -> dict[str, Any]:
    """An object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def query_of(page: RawPage) -> str:
    """The query that a page answers: as asked, or the recording's name."""
    return page.request.get("query", page.url)
