"""Opening a warehouse to read: per question or page, so that a publish never waits for a reader."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from warehouse.answers.answer import remembering
from warehouse.connect import Target, open_published


@contextmanager
def reading(warehouse: Connection | Target, *, memory_mb: int | None = None) -> Iterator[Connection]:
    """A connection for answers: the one given, or a read-only one on the published warehouse, in so much memory.

    Raises what `warehouse.connect.open_published` raises (no such file, not a warehouse, another schema).
    """
    if isinstance(warehouse, Connection):
        yield warehouse
        return
    with open_published(warehouse, memory_mb=memory_mb) as connection:
        yield connection


@contextmanager
def reading_all(warehouse: Target, *, memory_mb: int | None = None) -> Iterator[Connection]:
    """One connection for the pages of all brands: they meet one star, and share what they all ask.

    Raises what `reading` does.
    """
    with reading(warehouse, memory_mb=memory_mb) as connection, remembering(connection):
        yield connection
