"""The future over which purchases are counted, and what every model of repeat buying promises."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from crm.value.histories import Floats, Histories
from records.errors import UsageError

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """Times from now and the weight of the purchases expected *up to* each; the sum of both is what is asked for.

    One time with weight 1 counts purchases; `discounted` gives the weights under which purchases of later months
    count less.
    """

    times: Floats
    """In the time unit of the histories, increasing."""
    weights: Floats
    """One a time."""


def within(time: float) -> Horizon:
    """Purchases until `time` from now. Raises UsageError for a negative time."""
    if not time >= 0:
        raise UsageError(f"a horizon lies ahead, not at {time}")
    return Horizon(times=np.array([time], np.float64), weights=np.ones(1))


def discounted(month_count: int, *, annual_rate: float, unit_days: float) -> Horizon:
    """Purchases of the next months, each discounted to today from the end of its month (the cautious side).

    With E(k) purchases until the end of month k and d = (1 + annual_rate)^(-1/12), the sum of d^k (E(k) - E(k-1)) is,
    summed by parts, a weighted sum of E(k). Raises UsageError for no month or a rate of -1 or less.
    """
    if month_count < 1 or not annual_rate > -1:
        raise UsageError(f"needed: at least one month and a rate above -1, not {month_count} and {annual_rate}")
    month = np.arange(1, month_count + 1, dtype=np.float64)
    factor = (1 + annual_rate) ** (-month / 12)
    following = np.append(factor[1:], 0.0)
    return Horizon(times=month * DAYS_A_MONTH / unit_days, weights=factor - following)


class Model(Protocol):
    """A fitted model of repeat buying until dropout. Arrays have the shape of the histories' rows."""

    @property
    def parameters(self) -> dict[str, float]:
        """By the names of its paper; times in the unit of the histories."""
        ...

    def p_alive(self, histories: Histories) -> Floats:
        """Probability that a customer with this history has not dropped out yet."""
        ...

    def residual(self, histories: Histories, horizon: Horizon) -> Floats:
        """Weighted purchases expected of a customer with this history *who is still alive*."""
        ...

    def newcomer(self, horizon: Horizon) -> float:
        """Weighted repeat purchases expected of a customer about whom nothing is known but the first purchase."""
        ...


def expected_purchases(model: Model, histories: Histories, horizon: Horizon) -> Floats:
    """Weighted purchases expected of a customer with each history, dropout allowed for; shape (rows,)."""
    return model.p_alive(histories) * model.residual(histories, horizon)
