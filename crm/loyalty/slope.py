"""满意→忠诚, whether satisfaction leads to loyalty: rank correlation, and a logit that may bend."""

import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

from crm.frames import require
from crm.satisfaction.intervals import LEVEL, Floats
from crm.satisfaction.regression import Estimate
from crm.value.evidence import NotEnoughEvidence

MIN_CLASS_COUNT: Final = 20
"""Customers of the rarer outcome; our own bound, ten a coefficient."""
_WHAT = "customers of the rarer outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltySlope:
    """How the odds of staying move with satisfaction; nothing says that satisfaction is the cause."""

    customer_count: int
    rank_correlation: Estimate
    """Spearman's rho, interval by Bonett & Wright (2000)."""
    slope: Estimate
    """Log-odds of loyalty for one point of satisfaction, in the straight model."""
    bend: Estimate
    """Coefficient of the squared, centred satisfaction when it is added: above 0 it accelerates."""
    bend_p: float
    """Likelihood-ratio test that there is no bend."""


def loyalty_slope(customers: pd.DataFrame) -> LoyaltySlope | NotEnoughEvidence:
    """`customers`: one row per customer: satisfaction (a score, asked or rated) and is_loyal (bought again later).

    Rows with either unknown are left out. NotEnoughEvidence with fewer than twenty of the rarer outcome, satisfaction
    of fewer than three values, or satisfaction that parts the outcomes without error. Raises UsageError for missing
    columns.
    """
    frame = require(customers, ["satisfaction", "is_loyal"], name="customer")[["satisfaction", "is_loyal"]].dropna()
    x = pd.to_numeric(frame["satisfaction"]).to_numpy("float64")
    y = frame["is_loyal"].astype(bool).to_numpy().astype(np.float64)
    rarer = int(min(y.sum(), len(y) - y.sum()))
    if rarer < MIN_CLASS_COUNT:
        return NotEnoughEvidence(what=_WHAT, n=rarer, needed=MIN_CLASS_COUNT)
    if len(np.unique(x)) < 3:
        because = "satisfaction of fewer than three values"
        return NotEnoughEvidence(what=_WHAT, n=rarer, needed=MIN_CLASS_COUNT, because=because)
    centred = x - x.mean()
    straight, bent = (_logit(y, columns) for columns in ([centred], [centred, centred**2]))
    if straight is None or bent is None:
        because = "satisfaction parts them without error, and odds have no end"
        return NotEnoughEvidence(what=_WHAT, n=rarer, needed=MIN_CLASS_COUNT, because=because)
    return LoyaltySlope(
        customer_count=len(y),
        rank_correlation=_spearman(x, y),
        slope=_estimate(straight, 1),
        bend=_estimate(bent, 2),
        bend_p=float(stats.chi2.sf(max(0.0, 2 * (bent.llf - straight.llf)), 1)),
    )


def _logit(y: Floats, columns: list[Floats]) -> Any:
    """The fitted model, or None where the likelihood has no maximum."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", PerfectSeparationWarning)
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            return sm.Logit(y, sm.add_constant(np.column_stack(columns))).fit(disp=0, maxiter=100)
        except (PerfectSeparationWarning, ConvergenceWarning, np.linalg.LinAlgError):
            return None


def _estimate(fit: Any, place: int) -> Estimate:
    low, high = fit.conf_int(alpha=1 - LEVEL)[place]
    return Estimate(value=float(fit.params[place]), low=float(low), high=float(high))


def _spearman(x: Floats, y: Floats) -> Estimate:
    rho = float(stats.spearmanr(x, y).statistic)
    error = float(stats.norm.ppf((1 + LEVEL) / 2) * np.sqrt((1 + rho**2 / 2) / (len(x) - 3)))
    z = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    return Estimate(value=rho, low=float(np.tanh(z - error)), high=float(np.tanh(z + error)))
