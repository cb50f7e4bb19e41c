"""Opening a warehouse to read: per question or page, so that a publish never waits for a reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from warehouse.connect import open_published


@contextmanager
def reading(warehouse: Connection | Path) -> Iterator[Connection]:
    """A connection for answers: the one given, or a read-only one on a published file.

    Raises what `warehouse.connect.open_published` raises (no such file, not a warehouse, another schema).
    """
    if isinstance(warehouse, Connection):
        yield warehouse
        return
    with open_published(warehouse) as connection:
        yield connection
