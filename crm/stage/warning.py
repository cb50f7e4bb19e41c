"""Churn warning: the calibrated probability that a customer will not buy within the horizon, judged on later time.

Own definition: a logistic score over the purchase history and 1 - P(alive) of BG/NBD, Platt-scaled over folds of
customers. The figures come from a cut whose horizon begins when that of the last training cut has ended, so nothing
learnt from is judged.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from crm.frames import shaped
from crm.stage.examples import FEATURES, examples_at, outcomes_after
from crm.stage.survival import concordance
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats
from crm.value.leads import calibration_error, top_decile_lift
from crm.value.orders import net_orders
from records.errors import ConfigError

MIN_CLASS_COUNT: Final = 30
"""Examples of each outcome, in training and in the test, below which nothing is told; our own bound."""
FOLD_COUNT: Final = 5
WARNING_DTYPES: Final = {"customer_id": "string", "churn_probability": "Float64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningSettings:
    """Raises ConfigError for impossible values."""

    horizon_days: int = 90
    """A customer churns who buys nothing within so many days."""
    patience_days: int = 180
    """Customers silent for longer are lost already and not warned of."""
    cut_count: int = 6
    """Training cuts, a month apart, each seeing every customer once."""
    step_days: int = 30

    def __post_init__(self) -> None:
        if min(self.horizon_days, self.patience_days, self.cut_count, self.step_days) < 1:
            raise ConfigError("churn warning: horizon_days, patience_days, cut_count and step_days must be positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnWarning:
    """The scores, and what they are worth."""

    scores: pd.DataFrame
    """WARNING_DTYPES of the customers with a purchase within patience at the end, sorted by id."""
    test_cut: date
    """Where the figures below were measured."""
    test_count: int
    base_rate: float
    """Share of the test's customers who churned."""
    auc: float
    auc_alive: float | None
    """What 1 - P(alive) alone reaches; None where BG/NBD had too little evidence."""
    brier: float
    """Mean squared error; base_rate (1 - base_rate) is what a constant has."""
    calibration_error: float
    """Mean distance of told and observed share over tenths of the test's customers (crm.value.leads)."""
    calibration_by_chance: float
    """What perfectly calibrated probabilities would show on as many customers: few customers cannot show less."""
    c_index: float | None
    """Harrell's C of the waiting time until the next purchase, censored at the horizon."""
    top_decile_lift: float


def churn_warning(
    orders: pd.DataFrame,
    *,
    end: date,
    trouble: pd.DataFrame | None = None,
    settings: WarningSettings | None = None,
) -> ChurnWarning | NotEnoughEvidence:
    """Learns from cuts in the past, is judged on a later one, then scores everybody at `end` (crm.stage.examples).

    Needs a history of twice the horizon and more. Raises UsageError for missing columns.
    """
    chosen = settings or WarningSettings()
    net = net_orders(orders, end=end)
    test_cut = end - timedelta(days=chosen.horizon_days)
    last = test_cut - timedelta(days=chosen.horizon_days)
    cuts = [last - timedelta(days=step * chosen.step_days) for step in range(chosen.cut_count)]
    learnt, test = _examples(net, cuts, trouble, chosen), _examples(net, [test_cut], trouble, chosen)
    for part, what in ((learnt, "examples of the rarer outcome"), (test, "test examples of the rarer outcome")):
        rarer = int(min(part["is_churned"].sum(), (~part["is_churned"]).sum())) if len(part) else 0
        if rarer < MIN_CLASS_COUNT:
            return NotEnoughEvidence(what=what, n=rarer, needed=MIN_CLASS_COUNT)
    told = _fitted(learnt).predict_proba(_matrix(test))[:, 1]
    now = examples_at(net, cut=end, patience_days=chosen.patience_days, trouble=trouble)
    final = _fitted(pd.concat([learnt, test]))
    probability = final.predict_proba(_matrix(now))[:, 1] if len(now) else np.zeros(0)
    scores = shaped(pd.DataFrame({"customer_id": now.index, "churn_probability": probability}), WARNING_DTYPES)
    return _judged(test, told, scores, test_cut)


def _judged(test: pd.DataFrame, told: Floats, scores: pd.DataFrame, test_cut: date) -> ChurnWarning:
    outcome = test["is_churned"].to_numpy(bool)
    alive = test["p_alive"].to_numpy("float64")
    wait, returned = test["wait_days"].to_numpy("float64"), (~outcome).astype(np.float64)
    return ChurnWarning(
        scores=scores,
        test_cut=test_cut,
        test_count=len(test),
        base_rate=float(outcome.mean()),
        auc=float(roc_auc_score(outcome, told)),
        auc_alive=None if np.isnan(alive).any() else float(roc_auc_score(outcome, 1 - alive)),
        brier=float(brier_score_loss(outcome, told)),
        calibration_error=calibration_error(told, outcome),
        calibration_by_chance=_by_chance(told),
        c_index=concordance(wait, returned, 1 - told),
        top_decile_lift=top_decile_lift(told, outcome),
    )


def _by_chance(told: Floats) -> float:
    rng = np.random.default_rng(len(told))
    return float(np.mean([calibration_error(told, rng.random(len(told)) < told) for _ in range(100)]))


def _examples(
    net: pd.DataFrame, cuts: list[date], trouble: pd.DataFrame | None, settings: WarningSettings
) -> pd.DataFrame:
    parts = []
    for cut in cuts:
        features = examples_at(net, cut=cut, patience_days=settings.patience_days, trouble=trouble)
        after = outcomes_after(net, features.index, cut=cut, horizon_days=settings.horizon_days)
        parts.append(features.join(after).reset_index())
    return pd.concat(parts, ignore_index=True).astype({"is_churned": bool})


def _fitted(rows: pd.DataFrame) -> Any:
    """Folds keep a customer's examples together, else the calibration would see whom it learnt from."""
    outcome = rows["is_churned"].to_numpy(bool)
    values = _matrix(rows)
    folds = list(GroupKFold(FOLD_COUNT).split(values, outcome, rows["customer_id"]))
    fill = SimpleImputer(strategy="median", keep_empty_features=True)
    steps = make_pipeline(fill, StandardScaler(), LogisticRegression(max_iter=1000))
    return CalibratedClassifierCV(steps, method="sigmoid", cv=folds).fit(values, outcome)


def _matrix(rows: pd.DataFrame) -> Floats:
    values: Floats = rows[list(FEATURES)].to_numpy("float64", na_value=np.nan)
    return values
