"""Topic ids over refits: what stays keeps its id; births, deaths, splits and merges are told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.topics import MarketTopics, TopicModel, fit, fit_markets
from nlp.topics.lineage import first, trace
from records import Lexicon
from tests.nlp.test_markets import BRANDS, FILM, TEA, brand, texts
from tests.nlp.test_topics import corpus

WORDS = ("排队", "叫号", "骑手", "配送", "卫生", "异物", "包装", "贴纸")


def model(*rows: dict[str, float], labels: tuple[str, ...] = ()) -> TopicModel:
    table = np.array([[row.get(word, 0.001) for word in WORDS] for row in rows])
    table /= table.sum(axis=1, keepdims=True)
    return TopicModel(
        vocabulary=WORDS,
        topic_words=table.astype(np.float32),
        background=table.mean(axis=0).astype(np.float32),
        labels=labels or tuple("·".join(row) for row in rows),
        coverage=1.0,
        phrases=frozenset(),
        lexicon=Lexicon(),
    )


QUEUE, DELIVERY = {"排队": 0.6, "叫号": 0.4}, {"骑手": 0.5, "配送": 0.5}
HYGIENE, PACKAGE = {"卫生": 0.5, "异物": 0.5}, {"包装": 0.7, "贴纸": 0.3}


def events(before: TopicModel, after: TopicModel) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in trace(before, after)[1]:
        found.setdefault(item.event, []).append(item.label)
    return found


def test_what_stays_keeps_its_id_in_any_order() -> None:
    before = model(QUEUE, DELIVERY)
    after, lineage = trace(before, model({"骑手": 0.4, "配送": 0.6}, {"排队": 0.5, "叫号": 0.5}))
    assert after.topic_ids == before.topic_ids[::-1]
    assert [item.event for item in lineage] == ["continued", "continued"]
    assert all(item.related_id == item.topic_id and item.similarity > 0.9 for item in lineage)


def test_births_and_deaths() -> None:
    before, after = model(QUEUE, DELIVERY), model(QUEUE, HYGIENE)
    assert events(before, after) == {"continued": ["排队·叫号"], "born": ["卫生·异物"], "died": ["骑手·配送"]}
    _, lineage = trace(before, after)
    assert [item.related_id for item in lineage if item.event in ("born", "died")] == [None, None]


def test_a_topic_that_splits_keeps_its_id_for_one_half() -> None:
    both = {"排队": 0.35, "叫号": 0.3, "骑手": 0.2, "配送": 0.15}
    before, fitted = model(both), model(QUEUE, DELIVERY)
    after, lineage = trace(before, fitted)
    assert [(item.event, item.related_id) for item in lineage] == [
        ("continued", before.topic_ids[0]),
        ("split", before.topic_ids[0]),
    ]
    assert after.topic_ids[1] != before.topic_ids[0]


def test_topics_that_merge_point_to_what_they_became() -> None:
    before, after = trace(model(QUEUE, DELIVERY), model(QUEUE, DELIVERY))[0], model({**QUEUE, **DELIVERY})
    renamed, lineage = trace(before, after)
    merged = next(item for item in lineage if item.event == "merged")
    assert merged.related_id == renamed.topic_ids[0]
    assert merged.topic_id in before.topic_ids
    assert merged.topic_id != renamed.topic_ids[0]


def test_names_do_not_flicker() -> None:
    before = model(QUEUE, labels=("排队久",))
    kept = trace(model(QUEUE, labels=("排队·叫号",)), model(QUEUE, labels=("叫号·排队",)))[0]
    assert kept.labels == ("排队·叫号",)
    assert trace(before, model(QUEUE))[0].labels == ("排队·叫号",)


def test_ids_are_never_given_twice() -> None:
    before = model(QUEUE, DELIVERY)
    moved = replace(before, ids=(before.own_ids[1], before.own_ids[0]))
    after, _ = trace(moved, model(QUEUE, DELIVERY, PACKAGE))
    assert len(set(after.topic_ids)) == 3


def test_other_words_are_other_topics() -> None:
    before = replace(model(QUEUE), vocabulary=tuple(f"w{at}" for at in range(len(WORDS))))
    assert [item.event for item in trace(before, model(QUEUE))[1]] == ["born", "died"]


def test_a_refit_on_more_texts_keeps_most_ids() -> None:
    rows = [text for _, text in corpus(80)]
    one, more = (fit(each, Lexicon(), topic_count=4, stop_words=("青禾茶",)) for each in (rows[:240], rows))
    assert one is not None
    assert more is not None
    followed, lineage = trace(one, more)
    assert set(followed.topic_ids) == set(one.topic_ids)
    assert {item.event for item in lineage} == {"continued"}


@pytest.fixture(scope="module")
def fitted() -> MarketTopics:
    found = fit_markets([*texts(TEA, "qinghe"), *texts(FILM, "film")], BRANDS, Lexicon())
    assert found is not None
    return found


def test_markets_hand_their_ids_on(fitted: MarketTopics, tmp_path: Path) -> None:
    more = [*texts(TEA, "qinghe"), *texts(FILM, "film"), *((f"{text}呢", ids) for text, ids in texts(TEA, "yunding"))]
    again = fit_markets(more, BRANDS, Lexicon(), previous=fitted)
    assert again is not None
    for market, earlier in fitted.models.items():
        assert set(earlier.topic_ids) & set(again.models[market].topic_ids)
        assert {item.event for item in fitted.lineage[market]} == {"born"}
        assert fitted.lineage[market] == first(earlier)[1]
    again.save(tmp_path)
    loaded = MarketTopics.load(tmp_path)
    assert loaded.lineage == again.lineage
    assert [each.topic_ids for each in loaded.models.values()] == [each.topic_ids for each in again.models.values()]
    assert loaded.version == again.version


def test_a_market_that_falls_apart_hands_its_ids_to_one(fitted: MarketTopics) -> None:
    apart = (brand("qinghe", "film"), brand("film"), brand("yunding"))
    rows = [*texts(TEA, "qinghe"), *texts(TEA, "yunding"), *texts(FILM, "film")]
    again = fit_markets(rows, apart, Lexicon(), previous=fitted)
    assert again is not None
    ids = [topic_id for each in again.models.values() for topic_id in each.ids]
    assert len(ids) == len(set(ids))
