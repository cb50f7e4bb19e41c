"""Promises that every engine keeps. A new file in nlp/sentiment is tested by being there."""

import numpy as np
import pytest

from nlp import complaints, sentiment
from nlp.engine import SENTIMENT_LABELS, Engine
from records.errors import EngineNotInstalled, UsageError

ODD = ["", "  \n", "好", "😂", "hello", "\ud800坏", "差" * 20_000, "\x00", "第一家店的奶茶很好喝", "1234567"]


def _load(name: str) -> Engine:
    if name == "complaints":
        return complaints.load()
    try:
        return sentiment.load(name)
    except (EngineNotInstalled, UsageError) as error:
        pytest.skip(str(error))


@pytest.fixture(params=[*sentiment.names(), "complaints"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return _load(request.param)


def test_it_says_who_it_is(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert engine.name
    assert engine.version
    assert len(set(engine.labels)) == len(engine.labels)


def test_every_text_is_answered(engine: Engine) -> None:
    verdicts = engine.read(ODD)
    assert len(verdicts) == len(ODD) == len(verdicts.names())
    assert verdicts.labels == engine.labels
    assert verdicts.probabilities.shape == (len(ODD), len(engine.labels))
    assert np.isfinite(verdicts.probabilities).all()
    np.testing.assert_allclose(verdicts.probabilities.sum(axis=1), 1, atol=1e-4)
    assert len(engine.read([])) == 0


def test_order_and_company_do_not_matter(engine: Engine) -> None:
    forward = engine.read(ODD).probabilities
    backward = engine.read(ODD[::-1]).probabilities[::-1]
    np.testing.assert_allclose(forward, backward, atol=1e-5)


def test_evidence_lies_inside_the_text(engine: Engine) -> None:
    for text, pieces in zip(ODD, engine.explain(ODD), strict=True):
        assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)


def test_sentiment_engines_share_their_labels_and_abstain_from_nothing_said() -> None:
    for name in sentiment.names():
        try:
            engine = sentiment.load(name)
        except (EngineNotInstalled, UsageError):
            continue
        assert engine.labels == SENTIMENT_LABELS
        assert engine.read(["", " "]).is_abstained.all()
