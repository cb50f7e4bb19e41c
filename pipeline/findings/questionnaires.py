"""What longer questionnaires say: the satisfaction index with its paths, gaps of expectation, Kano's kinds."""

from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books
from records.survey import ASPECT_QUESTIONS

if TYPE_CHECKING:
    import pandas as pd

GAP_SCALE = 10
"""Best score of the questions about expectation and perception."""


def asked(books: Books) -> "list[Any]":
    """Rows of `fact_satisfaction`, or why there are none, of each method; nothing where no survey asks for it."""
    from crm.satisfaction.ccsi import PREFIX, ccsi_measures
    from crm.satisfaction.kano_survey import WITH, kano_measures

    answers = _of_known_aspects(books.answers.rename(columns={"day": "month"}))
    kinds = set(answers["question"].astype(str).str.partition(".")[0])
    told: list[Any] = list(ccsi_measures(answers)) if PREFIX in kinds else []
    if ASPECT_QUESTIONS[0] in kinds:
        told.append(_gaps(answers))
    if WITH in kinds:
        told.append(kano_measures(answers))
    return told


def _gaps(answers: "pd.DataFrame") -> Any:
    from crm.satisfaction.gap import expectation_gaps
    from crm.satisfaction.questionnaire import paired_answers

    pairs = paired_answers(answers, "expected", "perceived", scale=GAP_SCALE)
    return expectation_gaps(pairs.rename(columns={"expected": "expectation", "perceived": "perception"}))


def _of_known_aspects(answers: "pd.DataFrame") -> "pd.DataFrame":
    """Without questions about aspects that no industry has: the star could not tell one from another."""
    from nlp.aspects import industries
    from nlp.aspects.taxonomy import taxonomy

    known = {f"{industry}.{aspect.name}" for industry in industries() for aspect in taxonomy(industry).aspects}
    parts = answers["question"].astype(str).str.partition(".")
    is_strange = parts[0].isin(ASPECT_QUESTIONS) & ~parts[2].isin(known)
    return answers[~is_strange]
