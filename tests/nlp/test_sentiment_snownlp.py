"""The baseline."""

import pytest

from nlp import sentiment
from records.errors import UsageError


def test_two_sides_and_never_neutral() -> None:
    engine = sentiment.load("snownlp")
    verdicts = engine.read(["质量很好，非常喜欢，推荐购买", "质量太差，非常失望，退货", ""])
    assert verdicts.names()[:2] == ["positive", "negative"]
    assert verdicts.probabilities[:, 1].max() == 0
    assert verdicts.is_abstained.tolist() == [False, False, True]


def test_it_takes_no_model() -> None:
    with pytest.raises(UsageError, match="snownlp has a model of its own"):
        sentiment.load("snownlp", model="some/model")
