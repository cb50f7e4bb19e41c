"""Maximum likelihood of the two models with geometric dropout."""

from functools import partial
from typing import TypeVar

import numpy as np

from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit, log_likelihood_of, scaled, searched, too_little
from crm.value.geometric import Geometric, objective_of
from crm.value.histories import Floats, Histories

G = TypeVar("G", bound=Geometric)
_NAMES = ("r", "alpha", "a", "b")
_STARTS = ((0.5, 0.3, 1.0, 2.0), (2.0, 1.0, 0.3, 3.0))
"""r, alpha in mean ages, a, b: the heterogeneous and the regular shop."""


def fitted(model: type[G], histories: Histories, *, name: str, start: Floats | None) -> Fit[G] | NotEnoughEvidence:
    """The fit of one of the two classes. Raises FitFailed when the likelihood has no maximum."""
    if lack := too_little(histories):
        return lack
    told, unit = scaled(histories)
    starts = [np.log(values) for values in _STARTS] if start is None else [start]
    found = searched(partial(objective_of, lead=model.lead), told, starts, model=name)
    r, alpha, a, b = (float(value) for value in np.exp(found.logs))
    return Fit(
        model=model(r=r, alpha=alpha * unit, a=a, b=b),
        log_likelihood=log_likelihood_of(found, histories, unit),
        customer_count=round(histories.customer_count),
        repeat_buyer_count=histories.repeat_buyer_count,
        logs=found.logs,
        unidentified=tuple(_NAMES[position] for position in found.on_wall),
    )
