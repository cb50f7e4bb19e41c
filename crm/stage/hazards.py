"""What shortens a relationship: Cox's proportional hazards (1972), fitted by statsmodels."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats
from records.errors import ScrmError

EVENTS_PER_FEATURE: Final = 10
"""Endings asked for each coefficient (Peduzzi et al. 1995)."""
HAZARD_DTYPES: Final = {
    "feature": "string", "coefficient": "Float64", "standard_error": "Float64", "hazard_ratio": "Float64",
    "hazard_low": "Float64", "hazard_high": "Float64", "p_value": "Float64",
}  # fmt: skip


class HazardsNotFound(ScrmError):
    """The partial likelihood has no maximum: some feature separates those who left from those who stayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazards:
    """Coefficients of a proportional-hazards model."""

    table: pd.DataFrame
    """HAZARD_DTYPES in the order of the features; intervals at 95%."""
    case_count: int
    event_count: int
    log_likelihood: float


def fit_hazards(
    cases: pd.DataFrame, features: Sequence[str], *, ties: Literal["breslow", "efron"] = "efron"
) -> Hazards | NotEnoughEvidence:
    """Cox's model of `duration` and `is_event` on numeric features; cases with an unknown value are left out.

    Ten endings per feature are asked for, and features that vary. Raises UsageError for missing columns,
    HazardsNotFound where a coefficient runs away.
    """
    from statsmodels.duration.hazard_regression import PHReg

    frame = require(cases, ["duration", "is_event", *features], name="case")[["duration", "is_event", *features]]
    frame = frame.dropna().astype("float64")
    event_count, needed = int(frame["is_event"].sum()), EVENTS_PER_FEATURE * len(features)
    if event_count < needed:
        return NotEnoughEvidence(what="cases that ended", n=event_count, needed=needed)
    constant = [name for name in features if frame[name].nunique() < 2]
    if constant:
        why = f"all with the same {', '.join(constant)}"
        return NotEnoughEvidence(what="cases that ended", n=event_count, needed=needed, because=why)
    design = frame[list(features)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a search without an end is told by the coefficients, below
        fitted = PHReg(frame["duration"], design - design.mean(), status=frame["is_event"], ties=ties).fit()
    if not np.isfinite(fitted.bse).all() or np.abs(fitted.params * design.std(ddof=0)).max() > 10:
        raise HazardsNotFound(f"no maximum for {', '.join(features)}: one of them separates those who left")
    return Hazards(
        table=_table(fitted.params, fitted.bse, fitted.pvalues, features),
        case_count=len(frame),
        event_count=event_count,
        log_likelihood=float(fitted.llf),
    )


def _table(coefficients: Floats, errors: Floats, p_values: Floats, features: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame({"feature": list(features), "coefficient": coefficients, "standard_error": errors})
    frame["p_value"] = p_values
    frame["hazard_ratio"] = np.exp(frame["coefficient"])
    for name, sign in (("hazard_low", -1), ("hazard_high", 1)):
        frame[name] = np.exp(frame["coefficient"] + sign * 1.959964 * frame["standard_error"])
    return shaped(frame, HAZARD_DTYPES)
