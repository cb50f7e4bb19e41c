"""What arrives again of people who were erased is taken out before the page is kept and its rows are landed."""

from collections.abc import Callable, Collection
from dataclasses import fields, replace
from typing import Any

from crawlers.erasing.bodies import cut
from crawlers.erasing.meeting import meeting
from crawlers.erasing.trees import Marks
from crawlers.reading import Reading, Skipped
from lake.erasures import Gone
from lake.needles import Needles
from records import Author, Mention, RawPage
from records.errors import SchemaDrift, UnreadableFile

ERASED = "erased person"
"""Why a row is passed over; coverage counts it as skipped."""

Read = Callable[[RawPage], Reading]


def read_without_gone(
    page: RawPage, read: Read, gone: Gone, key: bytes, settle: Callable[[RawPage], RawPage] | None = None
) -> tuple[RawPage, Reading]:
    """A page as it may be kept, and its reading. Raises what `read` raises.

    Where somebody on it was erased, their records are cut out and the rest is read anew, after `settle` (which gives
    the page the time it first arrived); quotations of them by name are masked. Without erasures nothing is looked at.
    """
    if not gone:
        return page, read(page)
    with meeting(gone.authors) as met:
        reading = read(page)
    named = gone.names_in(page.body.decode("utf-8", "ignore"), key)
    if not met.authors and not named:
        return page, reading
    needles = Needles(frozenset(met.identities), frozenset(met.names | named))
    found = cut(page.body, Marks.of(needles, *words_of(reading, met.authors)))
    if found is None:
        return page, without_gone(reading, gone.authors)
    kept = replace(page, body=found.body)
    kept = settle(kept) if settle else kept
    try:
        return kept, without_gone(read(kept), gone.authors)
    except (UnreadableFile, SchemaDrift):  # nothing but their rows was in it
        return kept, without_gone(reading, gone.authors)


def words_of(reading: Reading, authors: Collection[str]) -> tuple[set[str], set[str]]:
    """Native ids and texts of these authors' content on a page, and of everybody else's."""
    own: set[str] = set()
    others: set[str] = set()
    for mention in reading.mentions:
        target = own if mention.author and mention.author.author_id in authors else others
        target |= {each for each in (mention.native_id, mention.text, mention.title) if each}
    return own, others


def without_gone(reading: Reading, gone: Collection[str]) -> Reading:
    """A reading without anything of erased people; their rows count as skipped."""
    mentions = [each for each in reading.mentions if not _is_by(each, gone)]
    authors = [each for each in reading.authors if each.author_id not in gone]
    feeds = [each for each in reading.feeds if not _names(each, gone)]
    left = len(reading.mentions) - len(mentions) + len(reading.authors) - len(authors) + len(reading.feeds) - len(feeds)
    if not left:
        return reading
    ids = {each.mention_id for each in mentions}
    held = sum(each.native_id in reading.held_ids for each in reading.mentions if _is_by(each, gone))
    changed = {each.name: getattr(reading, each.name) for each in fields(reading)} | {
        "mentions": mentions,
        "authors": authors,
        "feeds": feeds,
        "annotations": [each for each in reading.annotations if each.mention_id in ids],
        "skipped": [*reading.skipped, *(Skipped(row=0, reason=ERASED) for _ in range(left - held))],
        "taken_count": reading.taken_count - left + held,
    }
    return Reading(**changed)


def _is_by(mention: Mention, gone: Collection[str]) -> bool:
    author: Author | None = mention.author
    return author is not None and author.author_id in gone


def _names(record: Any, gone: Collection[str]) -> bool:
    """Whether a row of the user's own books is about somebody who was erased; consents stay, they prove a right."""
    return type(record).__name__ != "Consent" and any(
        isinstance(value, str) and value in gone for value in (getattr(record, each.name) for each in fields(record))
    )
