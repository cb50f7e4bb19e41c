"""Metrics that count different things once: they do not add up over days, platforms or brands.

An author seen on Monday and on Tuesday is one author of the week. So the count is taken anew over the rows of whatever
is shown, and never from counts of its parts: in SQL with `count(distinct ...)`, in Python and in a browser as a set.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from warehouse.metrics.definition import Definition, Form, Number
from warehouse.metrics.sums import Sums, Terms, sum_sql, total


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctMetric(Definition):
    """How many different values a column has, or a sum divided by that."""

    form: ClassVar[Form] = "distinct"
    counted: str
    """Column whose different values are counted; NULL is none."""
    numerator: Terms | None = None
    """What is divided by the count; None for the count itself."""

    @property
    def columns(self) -> frozenset[str]:
        """The counted one and those of the numerator."""
        return frozenset({self.counted, *(self.numerator or {})})

    @property
    def sql(self) -> str:
        """`count(distinct ...)`, below the numerator where there is one; NULL where nothing is counted."""
        count = f"count(distinct {self.counted})"
        return count if self.numerator is None else f"1.0 * ({sum_sql(self.numerator)}) / nullif({count}, 0)"

    def value(self, values: Iterable[Hashable], sums: Sums | None = None) -> Number | None:
        """The same from the column's values (None is none) and the summed columns of the same rows."""
        count = len({value for value in values if value is not None})
        if self.numerator is None:
            return count
        top = total(self.numerator, sums or {})
        return None if top is None or not count else top / count
