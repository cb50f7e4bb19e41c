"""Shares of few trials: an interval, and the share drawn towards everybody's by how alike people are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import norm, rankdata
from sklearn.metrics import roc_auc_score

from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats
from records.errors import UsageError

MIN_UNIT_COUNT: Final = 20
"""Customers (or cells) with a trial below which nothing is said of how alike they are; our own bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePrior:
    """A beta distribution of shares over customers."""

    mean: float
    strength: float
    """Trials that the prior counts as."""
    unit_count: int

    def expected(self, successes: pd.Series, trials: pd.Series) -> pd.Series:
        """Posterior mean share of each; without trials the prior's mean."""
        return (successes + self.mean * self.strength) / (trials + self.strength)


def share_prior(successes: pd.Series, trials: pd.Series) -> SharePrior | NotEnoughEvidence:
    """The beta prior of greatest marginal likelihood (empirical Bayes, beta-binomial) over those with a trial.

    Raises UsageError where successes exceed trials or are negative.
    """
    k, n = successes.to_numpy("float64"), trials.to_numpy("float64")
    if ((k < 0) | (k > n)).any():
        raise UsageError("successes must lie between 0 and the trials")
    k, n = k[n > 0], n[n > 0]
    if len(n) < MIN_UNIT_COUNT:
        return NotEnoughEvidence(what="customers with a trial", n=len(n), needed=MIN_UNIT_COUNT)
    middle = (k.sum() + 0.5) / (n.sum() + 1)  # never 0 or 1: what has not happened yet can

    def loss(log_strength: Floats) -> float:
        strength = float(np.exp(log_strength[0]))
        a, b = middle * strength, (1 - middle) * strength
        return -float((betaln(a + k, b + n - k) - betaln(a, b)).sum())

    found = minimize(loss, [np.log(4.0)], bounds=[(np.log(0.1), np.log(1e4))], method="L-BFGS-B")
    return SharePrior(mean=float(middle), strength=float(np.exp(found.x[0])), unit_count=len(n))


def wilson(successes: int, trials: int, *, level: float = 0.95) -> tuple[float, float] | None:
    """Wilson's interval (1927) of a share; None without trials. Raises UsageError for impossible counts."""
    if not 0 <= successes <= trials:
        raise UsageError(f"{successes} successes of {trials} trials cannot be")
    if not trials:
        return None
    z, share = float(norm.ppf((1 + level) / 2)), successes / trials
    middle = share + z * z / (2 * trials)
    width = z * float(np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)))
    return max(0.0, (middle - width) / (1 + z * z / trials)), min(1.0, (middle + width) / (1 + z * z / trials))


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """How well a risk told before tells apart what happened after."""

    auc: float
    ks: float
    """Kolmogorov-Smirnov: largest distance of the two cumulative distributions."""
    case_count: int
    event_count: int


def separation(risk: pd.Series, happened: pd.Series) -> Separation | NotEnoughEvidence:
    """AUC and KS of the known risks; both outcomes are needed."""
    is_known = (risk.notna() & happened.notna()).to_numpy(bool)
    told, event = risk.to_numpy("float64", na_value=np.nan)[is_known], happened[is_known].to_numpy(bool)
    rarer = int(min(event.sum(), (~event).sum()))
    if not rarer:
        return NotEnoughEvidence(what="customers of the rarer outcome", n=0, needed=1)
    place = rankdata(told, method="dense").astype(np.int64)
    inside, outside = (np.bincount(place[mask], minlength=place.max() + 1).cumsum() for mask in (event, ~event))
    ks = float(np.abs(inside / inside[-1] - outside / outside[-1]).max())
    return Separation(auc=float(roc_auc_score(event, told)), ks=ks, case_count=len(told), event_count=int(event.sum()))
