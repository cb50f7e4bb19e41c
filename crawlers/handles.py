"""Handles of public accounts on their way into the vault; nothing else ever learns them.

Readers are pure and know no vault, so what they meet is noted beside them: `noting` opens the book, `note` writes in
it where one is open, and only accounts of at least so many followers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from lake.vault import Handle, keep_handles


@dataclass(slots=True)
class _Book:
    min_follower_count: int
    handles: dict[str, Handle] = field(default_factory=dict)


_open_book: ContextVar[_Book | None] = ContextVar("open_book", default=None)


@contextmanager
def noting(vault: Path, min_follower_count: int | None) -> Iterator[None]:
    """Keeps the handles of accounts with so many followers that are read in this block; None keeps none.

    Raises VaultUnusable at its end.
    """
    if min_follower_count is None:
        yield
        return
    book = _Book(min_follower_count)
    token = _open_book.set(book)
    try:
        yield
    finally:
        _open_book.reset(token)
        keep_handles(vault, book.handles.values())


def note(author_id: str, platform: str, native_id: str, name: str | None, follower_count: int | None) -> None:
    """Notes an account where a book is open and it is public enough."""
    book = _open_book.get()
    if book is not None and follower_count is not None and follower_count >= book.min_follower_count:
        book.handles[author_id] = Handle(author_id, platform, native_id, name, follower_count)


def is_noting() -> bool:
    """Whether handles are wanted: a reader that does without `AuthorBook` must then use it."""
    return _open_book.get() is not None
