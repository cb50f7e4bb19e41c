"""The satisfaction index, gaps and Kano's kinds from the answers of a questionnaire."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm.satisfaction.ccsi import INDICES, PATHS, ccsi_measures
from crm.satisfaction.kano_survey import kano_measures
from crm.satisfaction.pathmodel import CCSI_LATENTS
from crm.satisfaction.questionnaire import paired_answers, wide_answers
from crm.satisfaction.rows import stacked
from crm.value.evidence import NotEnoughEvidence

MARCH = date(2026, 3, 9)
EFFECTS = {
    "expectation": {"image": 0.6},
    "quality": {"expectation": 0.5},
    "value": {"quality": 0.6},
    "satisfaction": {"quality": 0.6, "value": 0.2},
    "loyalty": {"satisfaction": 0.7},
}


def long(people: Mapping[str, Mapping[str, float | None]], *, scale: float = 10) -> pd.DataFrame:
    rows = [
        ("tea", MARCH, person, question, score, scale)
        for person, answers in people.items()
        for question, score in answers.items()
    ]
    return pd.DataFrame(rows, columns=["brand_id", "month", "response_id", "question", "score", "scale"])


def filled(count: int, *, seed: int = 4) -> dict[str, dict[str, float]]:
    """Forms with three questions a latent, answered as EFFECTS says."""
    rng = np.random.default_rng(seed)
    latents = {"image": rng.normal(size=count)}
    for effect, causes in EFFECTS.items():
        latents[effect] = sum(latents[cause] * b for cause, b in causes.items()) + 0.5 * rng.normal(size=count)
    told = {
        f"ccsi.{name}.{place}": np.clip(np.round(6 + 1.3 * (values + 0.3 * rng.normal(size=count))), 1, 10)
        for name, values in latents.items()
        for place in (1, 2, 3)
    }
    return {f"r{i}": {question: float(scores[i]) for question, scores in told.items()} for i in range(count)}


def values_of(found: pd.DataFrame | NotEnoughEvidence) -> pd.DataFrame:
    assert isinstance(found, pd.DataFrame)
    return found.set_index("measure").assign(value=found.set_index("measure").eval("numerator / denominator"))


def test_the_index_its_paths_and_their_intervals_follow_what_was_planted() -> None:
    found = values_of(stacked(ccsi_measures(long(filled(400)))))
    assert set(found.index) == {"acsi", *(each.name for each in (*INDICES, *PATHS))}
    into = found["value"].filter(regex="^ccsi_path_.*_satisfaction$")
    assert into.idxmax() == "ccsi_path_quality_satisfaction"
    assert found.loc["ccsi_path_image_satisfaction", "value_low"] < 0.1
    assert found.loc["ccsi_path_satisfaction_loyalty", "value_low"] > 0.5
    assert ((found["value_low"] < found["value"]) & (found["value"] < found["value_high"])).all()
    assert found["evidence_count"].eq(400).all()
    indices = found.loc[[f"ccsi_{name}" for name in CCSI_LATENTS], "value"]
    assert indices.between(45, 65).all(), "answers of 6 in the middle are 100 * 5 / 9"


def test_forms_with_a_gap_are_in_the_simple_index_and_not_in_the_model() -> None:
    people = filled(60)
    people["r0"] = {name: score for name, score in people["r0"].items() if name != "ccsi.image.1"}
    found = values_of(stacked(ccsi_measures(long(people))))
    assert found.loc["acsi", "evidence_count"] == 60
    assert found.loc["ccsi_image", "evidence_count"] == 59


def test_few_forms_or_a_latent_left_out_are_not_enough() -> None:
    *_, few = ccsi_measures(long(filled(30)))
    assert isinstance(few, NotEnoughEvidence)
    assert (few.n, few.needed) == (30, 40)
    people = {
        person: {name: score for name, score in answers.items() if "value" not in name}
        for person, answers in filled(60).items()
    }
    (lacking,) = ccsi_measures(long(people))
    assert isinstance(lacking, NotEnoughEvidence)
    assert lacking.because == "no question about value"


def test_a_question_turned_round_makes_no_index() -> None:
    turned = {
        person: {**answers, "ccsi.value.1": 11 - answers["ccsi.value.1"]} for person, answers in filled(200).items()
    }
    found = values_of(stacked(ccsi_measures(long(turned))))
    assert "ccsi_value" not in found.index
    assert "ccsi_quality" in found.index


def test_answers_on_another_scale_or_off_it_are_left_out() -> None:
    people = {"a": {"ccsi.image.1": 7.0}, "b": {"ccsi.image.1": 11.0}, "c": {"ccsi.image.1": 0.0}, "d": {"nps": 9.0}}
    wide = wide_answers(long(people), "ccsi", scale=10)
    assert wide[["response_id", "image.1"]].to_numpy().tolist() == [["a", 7.0]]
    assert wide_answers(long(people, scale=7), "ccsi", scale=10).empty


def test_a_pair_needs_both_of_its_answers() -> None:
    people: dict[str, dict[str, float | None]] = {
        "a": {"expected.tea.taste": 8.0, "perceived.tea.taste": 6.0},
        "b": {"expected.tea.taste": 8.0, "perceived.tea.price": 6.0},
    }
    pairs = paired_answers(long(people), "expected", "perceived", scale=10)
    assert pairs[["response_id", "aspect", "expected", "perceived"]].to_numpy().tolist() == [
        ["a", "tea.taste", 8.0, 6.0]
    ]


def kano_people() -> Iterator[tuple[str, dict[str, float]]]:
    """The published example: of a hundred 20 attractive, 30 one-dimensional, 40 must-be, 10 indifferent."""
    answers = [(5, 3)] * 20 + [(5, 1)] * 30 + [(4, 1)] * 40 + [(3, 3)] * 10
    for number, (there, missing) in enumerate(answers):
        yield f"r{number}", {"kano_with.tea.taste": float(there), "kano_without.tea.taste": float(missing)}


def test_better_and_worse_of_a_month_are_the_published_ones() -> None:
    found = values_of(kano_measures(long(dict(kano_people()), scale=5)))
    assert found.loc["kano_better", "value"] == pytest.approx(0.5)
    assert found.loc["kano_worse", "value"] == pytest.approx(-0.7)
    shares = found.loc[[name for name in found.index if name.endswith("_share")], "value"]
    assert shares.sum() == pytest.approx(1)
    assert shares.idxmax() == "kano_must_be_share"
    assert found["aspect"].eq("tea.taste").all()
    assert found.loc["kano_worse", "value_low"] < -0.7 < found.loc["kano_worse", "value_high"] < 0


def test_no_pairs_are_no_evidence() -> None:
    found = kano_measures(long({"a": {"nps": 9.0}}))
    assert isinstance(found, NotEnoughEvidence)
    assert found.n == 0
