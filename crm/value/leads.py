"""Which prospects to approach: a logistic score whose probabilities are calibrated and judged on rows it never saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from crm.frames import require, shaped
from crm.value.evidence import NotEnoughEvidence
from crm.value.histories import Floats

MIN_CLASS_COUNT: Final = 30
"""Prospects of each outcome below which nothing is learnt; our own bound."""
FOLD_COUNT: Final = 5
LEAD_DTYPES = {"customer_id": "string", "lead_score": "Float64", "lead_rank": "Int64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadModel:
    """The fitted score with what it showed on held-out folds."""

    features: tuple[str, ...]
    classifier: Any
    """scikit-learn's pipeline, fitted on all rows."""
    prospect_count: int
    base_rate: float
    """Share of prospects who became customers."""
    brier: float
    """Mean squared error of the probability on held-out rows; base_rate (1 - base_rate) is what a constant has."""
    calibration_error: float
    """Mean distance of told and observed share over tenths of the held-out rows, by size."""
    auc: float
    top_decile_lift: float
    """Conversion of the best tenth of the held-out rows over base_rate."""


def fit_leads(prospects: pd.DataFrame, features: Sequence[str], *, seed: int = 20) -> LeadModel | NotEnoughEvidence:
    """Learns `became_customer` (true or false) from numeric features; rows with an unknown outcome are left out.

    Unknown features are filled with the median and marked. Probabilities are Platt-scaled by folds; all figures of the
    model come from rows left out of its fit (five stratified folds). Put nothing among the features that is known only
    after the outcome. Raises UsageError for missing columns.
    """
    frame = require(prospects, ["customer_id", "became_customer", *features], name="prospect")
    frame = frame.dropna(subset=["became_customer"]).sort_values("customer_id", ignore_index=True)
    outcome = frame["became_customer"].astype(bool).to_numpy()
    rarer = int(min(outcome.sum(), (~outcome).sum()))
    if rarer < MIN_CLASS_COUNT:
        return NotEnoughEvidence(what="prospects of the rarer outcome", n=rarer, needed=MIN_CLASS_COUNT)
    folds = StratifiedKFold(FOLD_COUNT, shuffle=True, random_state=seed)
    values = _matrix(frame, features)
    told = cross_val_predict(_classifier(folds), values, outcome, cv=folds, method="predict_proba")[:, 1]
    return LeadModel(
        features=tuple(features),
        classifier=_classifier(folds).fit(values, outcome),
        prospect_count=len(frame),
        base_rate=float(outcome.mean()),
        brier=float(brier_score_loss(outcome, told)),
        calibration_error=calibration_error(told, outcome),
        auc=float(roc_auc_score(outcome, told)),
        top_decile_lift=top_decile_lift(told, outcome),
    )


def score_leads(model: LeadModel, prospects: pd.DataFrame) -> pd.DataFrame:
    """LEAD_DTYPES, the likeliest first (of equals the smallest id). Raises UsageError for missing columns."""
    frame = require(prospects, ["customer_id", *model.features], name="prospect")
    if frame.empty:
        return shaped(frame, LEAD_DTYPES)
    frame["lead_score"] = model.classifier.predict_proba(_matrix(frame, model.features))[:, 1]
    frame = frame.sort_values(["lead_score", "customer_id"], ascending=[False, True], ignore_index=True)
    return shaped(frame.assign(lead_rank=np.arange(1, len(frame) + 1)), LEAD_DTYPES)


def calibration_error(told: Floats, outcome: Any) -> float:
    """Mean |told - observed| over tenths of equal size of the told probabilities (expected calibration error)."""
    parts = np.array_split(np.argsort(told, kind="stable"), 10)
    gaps = [len(part) * abs(told[part].mean() - outcome[part].mean()) for part in parts if len(part)]
    return float(sum(gaps) / len(told))


def top_decile_lift(told: Floats, outcome: Any) -> float:
    """Observed share in the tenth with the highest told probability over the share of all."""
    best = np.argsort(-told, kind="stable")[: max(1, len(told) // 10)]
    return float(outcome[best].mean() / outcome.mean())


def _classifier(folds: StratifiedKFold) -> Any:
    fill = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    steps = make_pipeline(fill, StandardScaler(), LogisticRegression(max_iter=1000))
    return CalibratedClassifierCV(steps, method="sigmoid", cv=folds)


def _matrix(frame: pd.DataFrame, features: Sequence[str]) -> Floats:
    values: Floats = frame[list(features)].apply(pd.to_numeric).to_numpy("float64", na_value=np.nan)
    return values
