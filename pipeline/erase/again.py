"""Erasures applied anew: a copy of before somebody was erased must not bring them back."""

from collections.abc import Mapping

import pyarrow.compute as pc

from crawlers import catalog
from crawlers.erasing.meeting import meeting
from lake import erasures
from lake.home import Home
from lake.keys import author_key
from lake.partition import partitions, read_fast
from lake.raw import line_of, page_of_line
from lake.tombstones import body_at, page_files
from pipeline.erase.run import DEFAULT_REASON, erase_person
from pipeline.erase.subject import Subject
from records.errors import ScrmError
from records.ids import pseudonym


def erase_noted(home: Home) -> int:
    """Erases whoever the book of erasures names and the home still holds; returns how many. Raises ScrmError, OSError.

    The book knows keyed ids alone: native ids come from kept pages, where they become the same keyed ids again.
    """
    people = {each.author_id: each for each in erasures.noted(home.vault) if each.kind == erasures.ERASED}
    if not people:
        return 0
    known = _native_ids(home, {author_id: each.platform for author_id, each in people.items()})
    held = set(known) | _in_lake(home, frozenset(people))
    for author_id in sorted(held):
        person = people[author_id]
        # Somebody of whom no page is left is found by the keyed id alone.
        identity = known.get(author_id, author_id)
        subject = Subject(platform=person.platform, author_id=author_id, identity=identity)
        erase_person(home, subject, person.reason or DEFAULT_REASON)
    return len(held)


def _native_ids(home: Home, platforms: Mapping[str, str]) -> dict[str, str]:
    """Keyed id -> native id of those whom kept pages name."""
    key = author_key(home.vault)
    found: dict[str, str] = {}
    for file in page_files(home.raw):
        line = line_of(file)
        page = page_of_line(line, body_at(file, line))
        with meeting(frozenset(platforms)) as met:
            try:
                catalog.load(page.source).read(page, key=key)
            except ScrmError:
                continue
        for author_id in met.authors:
            alike = [each for each in met.identities if pseudonym(key, platforms[author_id], each) == author_id]
            found.update((author_id, each) for each in alike)
    return found


def _in_lake(home: Home, wanted: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for dataset in ("mentions", "authors"):
        for partition in partitions(home.lake, dataset):
            found |= wanted & set(pc.unique(read_fast(partition, ("author_id",)).column("author_id")).to_pylist())
    return found
