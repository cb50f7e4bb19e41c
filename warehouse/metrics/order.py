"""Metrics that are order statistics: medians and other percentiles.

A median is no sum: that of a week does not follow from those of its days. So it is taken anew over the rows shown. All
three readers interpolate in a straight line between neighbours (SQL's `percentile_cont`, type 7 of Hyndman and Fan,
The American Statistician 50(4), 1996): rank (n - 1) * fraction, counted from 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import ClassVar

from warehouse.metrics.definition import Definition, Form, Number


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMetric(Definition):
    """A percentile of one column over the rows where it is known."""

    form: ClassVar[Form] = "order"
    column: str
    """Whose values are put in order; NULL is left out."""
    fraction: float
    """0.5 is the median, 0.9 what nine of ten rows stay below."""

    @property
    def columns(self) -> frozenset[str]:
        """The one."""
        return frozenset({self.column})

    @property
    def sql(self) -> str:
        """`percentile_cont`; NULL where no row knows the value."""
        return f"percentile_cont({self.fraction}) within group (order by {self.column})"

    def value(self, values: Iterable[Number | None]) -> Number | None:
        """The same from the column's values; None where none is known."""
        known = sorted(value for value in values if value is not None)
        if not known:
            return None
        rank = (len(known) - 1) * self.fraction
        below = floor(rank)
        above = min(below + 1, len(known) - 1)
        return known[below] + (rank - below) * (known[above] - known[below])
