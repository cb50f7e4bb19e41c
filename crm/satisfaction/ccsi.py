"""The Chinese customer satisfaction index from a questionnaire: six indices of 0 to 100, and what drives what.

A path model is fitted to each brand's month (crm.satisfaction.pls). An index is that of crm.satisfaction.acsi with the
fitted weights of the latent's questions. A path coefficient is stored over 1: it is no ratio, and none are added.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from crm.satisfaction.acsi import QUESTIONS, acsi_scores
from crm.satisfaction.intervals import Floats, mean
from crm.satisfaction.pathmodel import CCSI_LATENTS, CCSI_PATHS, PathModel, ccsi_model
from crm.satisfaction.pls import PathFit, fit_paths, path_intervals
from crm.satisfaction.questionnaire import wide_answers
from crm.satisfaction.rows import Measure, satisfaction_rows
from crm.value.evidence import NotEnoughEvidence

PREFIX: Final = "ccsi"
SCALE: Final = 10
_COUNTED: Final = "complete answers"
INDICES: Final = {
    Measure(name=f"ccsi_{name}", zh=f"{zh}指数(CCSI,0-100)", en=f"Index of {name} (CCSI), 0 to 100", counted=_COUNTED,
            grade="published"): name
    for name, zh in CCSI_LATENTS.items()
}  # fmt: skip
"""Measure -> its latent."""
PATHS: Final = {
    Measure(name=f"ccsi_path_{cause}_{effect}", zh=f"{CCSI_LATENTS[cause]}→{CCSI_LATENTS[effect]}路径系数(CCSI)",
            en=f"Path from {cause} to {effect} (CCSI)", counted=_COUNTED, grade="published"): (cause, effect)
    for cause, effect in CCSI_PATHS
}  # fmt: skip
"""Measure -> (cause, effect)."""


def ccsi_measures(answers: pd.DataFrame) -> list[pd.DataFrame | NotEnoughEvidence]:
    """SATISFACTION_DTYPES of acsi, the six indices and the eleven paths; of a month without evidence, why.

    `answers`: as crm.satisfaction.questionnaire.wide_answers takes them, questions `ccsi.<latent>.<number>` from 1 to
    10; the three of satisfaction are those of the index: overall, compared with expectation, with the ideal. Fewer
    complete answers of a brand and month than the ten-times rule asks for (40) give no model. Raises UsageError for
    missing columns.
    """
    wide = wide_answers(answers, PREFIX, scale=SCALE)
    asked = _questions(wide)
    if lacking := [name for name in CCSI_LATENTS if name not in asked]:
        because = f"no question about {', '.join(lacking)}"
        return [NotEnoughEvidence(what="latents asked about", n=len(asked), needed=len(CCSI_LATENTS), because=because)]
    model = ccsi_model(asked)
    months = [
        told
        for _, month in wide.groupby(["brand_id", "month"])
        for told in _of_month(month.reset_index(drop=True), model)
    ]
    return [*_acsi(wide, asked["satisfaction"]), *months]


def _questions(wide: pd.DataFrame) -> Mapping[str, Sequence[str]]:
    """Latent -> its columns, sorted."""
    found: dict[str, list[str]] = {}
    for column in sorted(str(name) for name in wide.columns if "." in str(name)):
        found.setdefault(column.partition(".")[0], []).append(column)
    return found


def _acsi(wide: pd.DataFrame, asked: Sequence[str]) -> Iterator[pd.DataFrame | NotEnoughEvidence]:
    if len(asked) == len(QUESTIONS):
        yield acsi_scores(wide.rename(columns=dict(zip(asked, QUESTIONS, strict=True))))


def _of_month(month: pd.DataFrame, model: PathModel) -> Iterator[pd.DataFrame | NotEnoughEvidence]:
    fit = fit_paths(month, model)
    if isinstance(fit, NotEnoughEvidence):
        yield fit
        return
    whole = month.loc[fit.scores.index]
    yield from (_index(whole, measure, model.blocks[latent], fit) for measure, latent in INDICES.items())
    estimates = path_intervals(month, model)
    if isinstance(estimates, NotEnoughEvidence):
        yield estimates
        return
    for measure, path in PATHS.items():
        found = estimates[path]
        yield satisfaction_rows(_sums(whole, found.value, 1.0, low=found.low, high=found.high), measure, _ends)


def _index(
    whole: pd.DataFrame, measure: Measure, questions: Sequence[str], fit: PathFit
) -> pd.DataFrame | NotEnoughEvidence:
    """The latent's index of everybody; a question that runs against its latent makes no index."""
    weights = pd.Series({name: fit.weights[name] for name in questions})
    if (weights <= 0).any():
        because = f"a question of {measure.name} runs against the others"
        return NotEnoughEvidence(what=_COUNTED, n=len(whole), needed=len(whole), because=because)
    scores = 100 * ((whole[list(questions)] - 1) @ (weights / weights.sum())) / (SCALE - 1)
    rows = _sums(whole, float(scores.sum()), float(len(scores)), squares=float((scores**2).sum()))
    return satisfaction_rows(rows, measure, _interval)


def _sums(whole: pd.DataFrame, numerator: float, denominator: float, **others: float) -> pd.DataFrame:
    said: dict[str, Any] = {"numerator": numerator, "denominator": denominator, "evidence_count": len(whole), **others}
    return whole[["brand_id", "month"]].head(1).assign(**said)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(rows["numerator"], rows["squares"], rows["denominator"])


def _ends(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return rows["low"].to_numpy(), rows["high"].to_numpy()
