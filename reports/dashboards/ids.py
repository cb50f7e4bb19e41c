"""Ids of what is imported: derived from names, so that importing again replaces instead of doubling."""

from uuid import UUID, uuid5

_SPACE = UUID("6f0c3c52-5d0e-5f0e-9a56-2f1d0f6f8a11")


def uuid_of(kind: str, name: str) -> str:
    """The id of a data set, chart, dashboard or database, as text."""
    return str(uuid5(_SPACE, f"{kind}/{name}"))


def number_of(name: str) -> int:
    """The number under which a layout refers to a chart; importing puts the real one in its place."""
    return uuid5(_SPACE, f"number/{name}").int % 1_000_000_000
