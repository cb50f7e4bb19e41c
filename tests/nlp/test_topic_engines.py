"""Promises that every way of fitting topics keeps; a new file in nlp/topics/engines is tested by being there."""

import numpy as np
import pytest

from nlp.topics import engines, fit
from nlp.topics.engines import Reading
from nlp.topics.model import TopicModel
from nlp.topics.quality import coherence, mutual_information
from records import Lexicon
from records.errors import UsageError
from tests.nlp.test_topics import THEMES, corpus


@pytest.fixture(scope="module", params=engines.names())
def model(request: pytest.FixtureRequest) -> TopicModel:
    texts = [text for _, text in corpus(120)]
    found = fit(texts, Lexicon(words=("青禾茶",)), engine=request.param, topic_count=4, stop_words=("青禾茶",))
    assert found is not None
    assert found.engine == request.param
    return found


def test_planted_themes_are_recovered(model: TopicModel) -> None:
    rows = corpus(120)
    found = model.apply([text for _, text in rows])
    firsts = [(theme, topics[0].topic) for (theme, _), topics in zip(rows, found, strict=True) if topics]
    assert len(firsts) >= 0.85 * len(rows)
    agreement = mutual_information([list(THEMES).index(theme) for theme, _ in firsts], [topic for _, topic in firsts])
    assert agreement >= 0.8


def test_topics_are_distributions_largest_first(model: TopicModel) -> None:
    assert len(model.labels) == len(set(model.topic_ids)) == len(model.topic_words)
    np.testing.assert_allclose(model.topic_words.sum(axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(model.background.sum(), 1, atol=1e-4)
    assert (model.topic_words >= 0).all()


@pytest.mark.parametrize("name", engines.names())
def test_the_same_texts_give_the_same_topics(name: str) -> None:
    texts = [text for _, text in corpus(40)]
    one, other = (fit(each, Lexicon(), engine=name, topic_count=4) for each in (texts, texts[::-1]))
    assert one is not None
    assert other is not None
    assert one.version == other.version


@pytest.mark.parametrize("name", engines.names())
def test_few_words_and_more_topics_than_documents(name: str) -> None:
    documents = [["甲", "乙"], ["乙"], ["甲"], ["乙", "甲"]]
    fitted = engines.load(name).fit(Reading(documents, ["甲", "乙"], [0] * 4), topic_count=9, seed=1)
    assert 1 <= len(fitted.shares) <= 9
    assert fitted.topic_words.shape == (len(fitted.shares), 2)
    np.testing.assert_allclose(fitted.topic_words.sum(axis=1), 1)
    np.testing.assert_allclose(fitted.shares.sum(), 1)


def test_unknown_engines_are_refused() -> None:
    with pytest.raises(UsageError, match="available: dynamic, hdp, lda, svd"):
        fit(["好"], Lexicon(), engine="bertopic")


def test_the_number_of_topics_is_found_by_hdp() -> None:
    found = fit([text for _, text in corpus(120)], Lexicon(), engine="hdp", topic_count=12, stop_words=("青禾茶",))
    assert found is not None
    assert 3 <= len(found.labels) <= 7


def test_words_of_a_topic_drift_with_time() -> None:
    before = ["窗口排队，座位难找", "座位太少，窗口拥挤"] * 30
    after = ["电话预约，座位难找", "座位太少，预约失败"] * 30
    other = ["骑手配送超时，外卖撒漏", "外卖配送缓慢，骑手着急", "配送超时，骑手道歉"] * 80
    texts = [f"{text}，第{at}回" for at, text in enumerate(before + after + other)]
    periods = [0] * len(before) + [1] * len(after) + [0, 1] * (len(other) // 2)
    found = fit(texts, Lexicon(), engine="dynamic", topic_count=2, periods=periods)
    assert found is not None
    walk = next(walks for walks in found.card["words_by_period"] if "座位" in walks[0])
    first, last = (words.split() for words in walk)
    assert first.index("窗口拥挤") < first.index("电话预约")
    assert last.index("电话预约") < last.index("窗口拥挤")
    assert found.card["mean_drift"] > 0


def test_coherent_topics_score_higher() -> None:
    documents = [["甲", "乙"], ["甲", "乙"], ["丙", "丁"], ["丙", "丁"]] * 5
    together = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    apart = np.array([[0.5, 0.0, 0.5, 0.0], [0.0, 0.5, 0.0, 0.5]])
    assert coherence(together, "甲乙丙丁", documents, top=2) == 1
    assert coherence(apart, "甲乙丙丁", documents, top=2) == -1


def test_mutual_information_of_groupings() -> None:
    assert mutual_information([0, 0, 1, 1], [1, 1, 0, 0]) == pytest.approx(1)
    assert mutual_information([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0)
