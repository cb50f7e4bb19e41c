"""Equal purchase histories once, with their number: a million customers seldom have more than some 10,000."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm.frames import require
from records.errors import UsageError

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """Distinct (x, t_x, age), sorted, all of shape (rows,); see crm.value.orders.repeat_buying for units."""

    x: Floats
    """Repeat purchases."""
    t_x: Floats
    """Time of the last purchase, counted from the first."""
    age: Floats
    """Time from the first purchase to the end of observation."""
    weight: Floats
    """Customers with this history."""
    row: Indices
    """Shape (customers,): the row of each customer, in the order of the frame."""

    @property
    def customer_count(self) -> float:
        """Customers, a resample's included."""
        return float(self.weight.sum())

    @property
    def repeat_buyer_count(self) -> int:
        """Customers with at least one repeat purchase."""
        return round(float(self.weight[self.x > 0].sum()))

    def weighted(self, weight: Floats) -> "Histories":
        """The same rows with other weights: a resample."""
        return Histories(x=self.x, t_x=self.t_x, age=self.age, weight=weight, row=self.row)

    def thinned(self, step: int) -> "Histories":
        """Every `step`-th row: a smaller population much like this one. Its `row` is empty, it scores nobody."""
        rows = slice(None, None, step)
        empty: Indices = np.zeros(0, np.intp)
        return Histories(x=self.x[rows], t_x=self.t_x[rows], age=self.age[rows], weight=self.weight[rows], row=empty)


def histories_of(table: pd.DataFrame) -> Histories:
    """The distinct rows of a repeat-buying table (columns x, t_x, age).

    Raises UsageError for a history that cannot be: negative or unknown values, a last purchase after the end, a
    fraction of a purchase, or a last purchase at 0 with repeats (or the other way round).
    """
    frame = require(table, ["x", "t_x", "age"], name="repeat buying")
    x, t_x, age = (frame[name].to_numpy("float64", na_value=np.nan) for name in ("x", "t_x", "age"))
    is_possible = (x >= 0) & (x == np.floor(x)) & (t_x >= 0) & (t_x <= age) & np.isfinite(age) & ((x > 0) == (t_x > 0))
    if not is_possible.all():
        raise UsageError(f"{int((~is_possible).sum())} purchase histories are impossible; needed: 0 <= t_x <= age")
    first, weight, row = distinct(x, t_x, age)
    return Histories(x=x[first], t_x=t_x[first], age=age[first], weight=weight, row=row)


def distinct(*columns: Floats) -> tuple[Indices, Floats, Indices]:
    """Of equally long columns: one index per distinct row (rows sorted by the columns), its count, each row's number.

    By hashing, so that a million rows of few distinct ones cost some 50 ms.
    """
    code: npt.NDArray[np.int64] = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        codes, values = pd.factorize(column, sort=True)
        code = code * max(len(values), 1) + codes
    row, distinct_codes = pd.factorize(code, sort=True)
    first: Indices = np.zeros(len(distinct_codes), np.intp)
    first[row] = np.arange(len(row))
    return first, np.bincount(row, minlength=len(distinct_codes)).astype(np.float64), row
