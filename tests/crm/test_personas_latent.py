"""Stouffer & Toby (1951): 216 answers to four conflicts of role, in Goodman's (1974) table."""

import itertools

import numpy as np
import pandas as pd
import pytest

from crm.personas.latent import LatentClasses, fit_latent_classes
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

COUNTS = (42, 23, 6, 25, 6, 24, 7, 38, 1, 4, 1, 6, 2, 9, 2, 20)
ITEMS = ["a", "b", "c", "d"]


def stouffer_toby() -> pd.DataFrame:
    patterns = list(itertools.product("+-", repeat=4))
    return pd.DataFrame(patterns, columns=ITEMS).assign(n=COUNTS)


def fitted(table: pd.DataFrame, count: int, **named: object) -> LatentClasses:
    found = fit_latent_classes(table, ITEMS, count=count, **named)  # type: ignore[arg-type]
    assert isinstance(found, LatentClasses)
    return found


def test_the_published_two_classes() -> None:
    found = fitted(stouffer_toby(), 2, weight="n")
    assert found.g2 == pytest.approx(2.7199, abs=5e-5)
    assert found.degrees == 6
    assert found.shares.round(3).tolist() == [0.721, 0.279]
    assert found.unit_count == 216
    plus = found.answers[found.answers["answer"] == "+"].set_index("item")
    assert plus["class_1"].round(2).to_dict() == {"a": 0.99, "b": 0.94, "c": 0.93, "d": 0.77}
    assert plus["class_0"].round(2).to_dict() == {"a": 0.71, "b": 0.33, "c": 0.35, "d": 0.13}


def test_one_class_is_independence_and_rows_equal_weights() -> None:
    table = stouffer_toby()
    one = fitted(table, 1, weight="n")
    assert one.g2 == pytest.approx(81.08, abs=0.01)
    assert one.degrees == 11
    rows = table.loc[table.index.repeat(table["n"])]
    assert fitted(rows, 2).log_likelihood == pytest.approx(fitted(table, 2, weight="n").log_likelihood, abs=1e-6)
    assert fitted(rows, 2).bic < fitted(rows, 1).bic


def test_posteriors_and_missing_answers() -> None:
    found = fitted(stouffer_toby(), 2, weight="n")
    told = found.posterior(pd.DataFrame([["+"] * 4, ["-"] * 4, [None] * 4, ["?"] * 4], columns=ITEMS))
    assert told.sum(axis=1) == pytest.approx(np.ones(4))
    assert told[0, 1] > 0.9
    assert told[1, 0] > 0.99
    assert told[2].tolist() == pytest.approx(found.shares.tolist())
    assert told[3].tolist() == pytest.approx(found.shares.tolist())
    holes = stouffer_toby()
    holes.loc[0, "a"] = None
    assert fitted(holes, 2, weight="n").g2 is None
    with pytest.raises(UsageError, match="lacks d"):
        found.posterior(pd.DataFrame(columns=["a", "b", "c"]))


def test_no_variation_is_no_evidence() -> None:
    for table in (stouffer_toby().assign(a="+"), stouffer_toby().iloc[:0]):
        found = fit_latent_classes(table, ITEMS, count=2, weight="n")
        assert isinstance(found, NotEnoughEvidence)
    with pytest.raises(UsageError, match="columns"):
        fit_latent_classes(stouffer_toby(), ["e"], count=2)
