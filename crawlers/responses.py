"""Reading a web response: JSON bodies, entries one by one, addresses against another server."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from crawlers.expectations import drift_of
from crawlers.reading import Reading, Skipped
from crawlers.spec import SourceSpec
from crawlers.tables.encoding import decode
from records import Mention, RawPage, Refusal
from records.errors import SchemaDrift


def json_body(page: RawPage, what: str, needs: Sequence[str]) -> dict[str, Any]:
    """The JSON object of a response, which has one of the keys `needs`.

    Raises SchemaDrift when it is none, UnreadableFile when it is no text.
    """
    try:
        content = json.loads(decode(page.body, ("utf-8", "gb18030"), page.url).text)
    except (ValueError, RecursionError) as error:
        raise SchemaDrift(f"{page.url}: not JSON where {what} was expected; has the address changed?") from error
    if not isinstance(content, dict) or not any(key in content for key in needs):
        raise SchemaDrift(f"{page.url}: not {what} (no `{needs[0]}`); is this a recording of another source?")
    return content


def read_entries(
    spec: SourceSpec, page: RawPage, entries: Iterable[Any], mention_of: Callable[[Any], Mention]
) -> Reading:
    """Mentions of a response's entries; one that cannot be read is refused with its number."""
    reading = Reading(what=spec.title.en)
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries, 1):
        try:
            mention = mention_of(entry)
        except KeyError as error:
            reading.refusals.append(Refusal(where=page.url, row=number, reason=f"no {error.args[0]}"))
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            reading.refusals.append(Refusal(where=page.url, row=number, reason=str(error)[:80]))
        else:
            if (mention.native_id, mention.text) in seen:
                reading.skipped.append(Skipped(row=number, reason="repeated row"))
                continue
            seen.add((mention.native_id, mention.text))
            reading.mentions.append(mention)
            reading.taken_count += 1
    reading.drift = drift_of(spec, reading)
    return reading


def on_server(url: str, base_url: str | None) -> str:
    """The same path and query on another server (`scrm gather --base-url`), or the address itself."""
    if not base_url:
        return url
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return base_url.rstrip("/") + path


def query_of(page: RawPage) -> str:
    """The query that a page answers: as asked, or the recording's name."""
    return page.request.get("query", page.url)
