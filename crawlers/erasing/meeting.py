"""Which of some people a page names, and how: noted where native ids become pseudonyms, and forgotten afterwards.

Readers are pure and know no vault, so what they meet is noted beside them, as with handles.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Met:
    """Some people as pages name them."""

    wanted: frozenset[str]
    """Keyed ids to look for."""
    identities: set[str] = field(default_factory=set)
    """Their native ids."""
    names: set[str] = field(default_factory=set)
    """Their display names, unmasked."""
    authors: set[str] = field(default_factory=set)
    """Those of `wanted` that were met."""


_open_book: ContextVar[Met | None] = ContextVar("open_meeting_book", default=None)


@contextmanager
def meeting(wanted: frozenset[str]) -> Iterator[Met]:
    """Notes whoever of `wanted` is read in this block."""
    book = Met(wanted)
    token = _open_book.set(book)
    try:
        yield book
    finally:
        _open_book.reset(token)


def is_wanted(author_id: str) -> bool:
    """Whether somebody asks for this account: nothing else of it is to be noted anywhere."""
    book = _open_book.get()
    return book is not None and author_id in book.wanted


def note(author_id: str, identity: str, name: str | None) -> bool:
    """Notes an account where somebody asks for it, and says whether."""
    book = _open_book.get()
    if book is None or author_id not in book.wanted:
        return False
    book.authors.add(author_id)
    book.identities.add(identity)
    if name:
        book.names.add(name)
    return True
