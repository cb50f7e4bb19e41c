"""A fitted model with what is needed to judge it, and the steps all models of repeat buying share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np

from crm.value.evidence import NotEnoughEvidence
from crm.value.fitting import Maximum, Objective, large_maximum
from crm.value.histories import Floats, Histories
from crm.value.horizon import Model

MIN_REPEAT_BUYER_COUNT: Final = 20
"""Repeat buyers below which four parameters are guesses; our own bound."""

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit(Generic[M]):
    """A model and how it was found."""

    model: M
    log_likelihood: float
    """Of all customers, times in the unit of the histories."""
    customer_count: int
    repeat_buyer_count: int
    logs: Floats
    """Logarithms of the parameters in the model's order, times in units of the mean age; the start of a refit."""
    unidentified: tuple[str, ...]
    """Parameters that ran to the wall of the search: the model is the limit there (nobody drops out, all alike)."""


def too_little(histories: Histories) -> NotEnoughEvidence | None:
    """Why these histories carry no model; None when they do."""
    n, needed = histories.repeat_buyer_count, MIN_REPEAT_BUYER_COUNT
    if n < needed:
        return NotEnoughEvidence(what="repeat buyers", n=n, needed=needed)
    if len(histories.x) == 1:
        why = "all of them with the same history"
        return NotEnoughEvidence(what="repeat buyers", n=n, needed=needed, because=why)
    return None


def scaled(histories: Histories) -> tuple[Histories, float]:
    """The histories in units of their mean age, and that age."""
    unit = float(np.average(histories.age, weights=histories.weight))
    told = Histories(
        x=histories.x,
        t_x=histories.t_x / unit,
        age=histories.age / unit,
        weight=histories.weight,
        row=histories.row,
    )
    return told, unit


def searched(
    objective_of: Callable[[Histories], Objective], histories: Histories, starts: Sequence[Floats], *, model: str
) -> Maximum:
    """The maximum for scaled histories. Raises FitFailed when there is none."""

    def thinned(step: int) -> Objective:
        return objective_of(histories if step == 1 else histories.thinned(step))

    return large_maximum(thinned, len(histories.x), starts, model=model)


def log_likelihood_of(found: Maximum, histories: Histories, unit: float) -> float:
    """The log-likelihood of all customers in the histories' own unit: a density of x times scales by 1/unit^x."""
    purchase_count = float(histories.weight @ histories.x)
    return -found.value * histories.customer_count - purchase_count * float(np.log(unit))
