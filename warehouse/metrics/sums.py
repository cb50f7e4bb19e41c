"""Metrics made of sums: a count, or one sum divided by another.

That one form is rendered as SQL (`Metric.sql`), computed in Python (`Metric.value`) and shipped to the page, whose
filters recompute it in the browser: three readers, one definition. Ratios are never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from warehouse.metrics.definition import Definition, Form, Number

Terms = Mapping[str, int]
"""Additive column of the metric's view -> weight: {"positive_count": 1, "negative_count": -1} is P - N."""

Sums = Mapping[str, Number | None]
"""Summed columns; None is unknown."""

JUDGED: Terms = {"positive_count": 1, "neutral_count": 1, "negative_count": 1}
"""Mentions whose sentiment the engine was sure enough to state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Definition):
    """A sum, or a quotient of two, of additive columns with integer weights."""

    form: ClassVar[Form] = "sum"
    numerator: Terms
    """What is summed."""
    denominator: Terms | None = None
    """What it is divided by; None for counts."""
    is_share_of_tracked: bool = False
    """True when the denominator is summed over all tracked brands instead of the brand itself."""

    @property
    def columns(self) -> frozenset[str]:
        """Of both terms."""
        return frozenset(self.numerator) | frozenset(self.denominator or {})

    @property
    def numerator_sql(self) -> str:
        """The numerator as an aggregate expression over the view."""
        return sum_sql(self.numerator)

    @property
    def denominator_sql(self) -> str | None:
        """The denominator likewise; over all tracked brands when `is_share_of_tracked`."""
        return None if self.denominator is None else sum_sql(self.denominator)

    @property
    def sql(self) -> str:
        """The metric as one SQL expression; NULL where the denominator is 0.

        A share of tracked brands uses a window, so the query must be grouped by brand (and hold tracked brands only).
        """
        if self.denominator_sql is None:
            return self.numerator_sql
        whole = self.denominator_sql
        if self.is_share_of_tracked:
            whole = f"sum({whole}) over ()"
        return f"1.0 * ({self.numerator_sql}) / nullif({whole}, 0)"

    def value(self, sums: Sums, tracked: Sums | None = None) -> Number | None:
        """The metric from summed columns; None when a needed sum is unknown or the denominator is 0.

        `tracked` holds the sums over all tracked brands and is needed by shares of them only.
        """
        top = total(self.numerator, sums)
        if self.denominator is None:
            return top
        bottom = total(self.denominator, (tracked or {}) if self.is_share_of_tracked else sums)
        return None if top is None or not bottom else top / bottom


def sum_sql(terms: Terms) -> str:
    """Weighted sums as SQL: `sum(a) - sum(b)`."""
    pieces = [f"{'-' if weight < 0 else '+'} {_weighted(column, abs(weight))}" for column, weight in terms.items()]
    return " ".join(pieces).removeprefix("+ ")


def total(terms: Terms, sums: Sums) -> Number | None:
    """The same in Python; None when one of the sums is unknown."""
    found: Number = 0
    for column, weight in terms.items():
        part = sums.get(column)
        if part is None:
            return None
        found += weight * part
    return found


def _weighted(column: str, weight: int) -> str:
    return f"sum({column})" if weight == 1 else f"{weight} * sum({column})"
