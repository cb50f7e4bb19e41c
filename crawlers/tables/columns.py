"""A table's columns, and what each is taken for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the cells of the first rows that are filled."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One column taken for a field."""

    column: str
    field: str
    confidence: float
    """0 to 1."""
    is_by_values: bool = False
    """Whether only its cells speak for it."""
