"""What a text names: the record shared by the finders."""

from typing import Literal, NamedTuple

Kind = Literal["brand", "product", "person", "place", "price", "date"]


class Entity(NamedTuple):
    """A name, a price or a date at [start, end) of a text."""

    kind: Kind
    start: int
    end: int
    value: float | str | None
    """Price: yuan, None for foreign money. Date: ISO 8601 (2024-11-11, 2024-11, 2024, --11-11 without a year), None for
    one relative to the post (昨天). Names: as written."""
